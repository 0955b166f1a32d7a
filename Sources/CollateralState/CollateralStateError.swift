public import ChainIdentity
public import Encoding
public import Signatures

/// Why bytes or values do not make a domain record.
public enum CollateralStateError: Error, Equatable, Sendable {
    case encoding(EncodingError)
    case identity(ChainIdentityError)
    case signature(SignatureError)
    case unknownVersion(record: String, expected: UInt8, got: UInt8)
    case unknownCode(field: String, got: UInt64)
    case outOfRange(field: String, expected: String, got: String)
    case notAscending(record: String, index: Int)
    case firstMessageHasPrevious(Digest)
    case laterMessageLacksPrevious(SequenceNumber)
    case sameDigest(Digest)
    case differentPosition(expected: MessagePosition, got: MessagePosition)
    case differentSigner(expected: KeyID, got: KeyID)
    case digestMismatch(record: String, expected: Digest, got: Digest)

    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .encoding: "encoding"
        case .identity: "identity"
        case .signature: "signature"
        case .unknownVersion: "unknown-version"
        case .unknownCode: "unknown-code"
        case .outOfRange: "out-of-range"
        case .notAscending: "not-ascending"
        case .firstMessageHasPrevious, .laterMessageLacksPrevious: "previous"
        case .sameDigest: "same-digest"
        case .differentPosition: "different-position"
        case .differentSigner: "different-signer"
        case .digestMismatch: "digest-mismatch"
        }
    }
}

extension CollateralStateError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .encoding(let error): "malformed bytes: \(error)"
        case .identity(let error): "malformed identifier: \(error)"
        case .signature(let error): "malformed key or signature: \(error)"
        case .unknownVersion(let record, let expected, let got):
            "\(record) has version \(got), this program reads version \(expected); a newer program may have written it"
        case .unknownCode(let field, let got): "\(field) has the unknown code \(got)"
        case .outOfRange(let field, let expected, let got): "\(field) must be \(expected), got \(got)"
        case .notAscending(let record, let index): "\(record) \(index) is out of order or appears twice"
        case .firstMessageHasPrevious(let digest): "sequence 1 names a previous message \(digest), expected zero"
        case .laterMessageLacksPrevious(let sequence): "sequence \(sequence) names no previous message"
        case .sameDigest(let digest): "both statements sign \(digest), so they do not conflict"
        case .differentPosition(let expected, let got): "the statements are about \(expected) and \(got), so they do not conflict"
        case .differentSigner(let expected, let got): "the statements are signed by \(expected) and \(got), so they do not conflict"
        case .digestMismatch(let record, let expected, let got): "\(record) hashes to \(got), expected \(expected)"
        }
    }
}

/// Runs vocabulary code whose error is `EncodingError` inside domain code.
func decoding<Value>(_ body: () throws(EncodingError) -> Value) throws(CollateralStateError) -> Value {
    do { return try body() } catch { throw .encoding(error) }
}

/// Runs vocabulary code whose error is `ChainIdentityError` inside domain code.
func identifying<Value>(_ body: () throws(ChainIdentityError) -> Value) throws(CollateralStateError) -> Value {
    do { return try body() } catch { throw .identity(error) }
}
