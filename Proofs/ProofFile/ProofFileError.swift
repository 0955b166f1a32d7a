public import ChainIdentity
public import CollateralState
public import Encoding
public import Quorum
public import Signatures
public import StateTree

/// Why a proof file or trust file is refused.
public enum ProofFileError: Error, Equatable, Sendable {
    case encoding(EncodingError)
    case identity(ChainIdentityError)
    case record(CollateralStateError)
    case signature(SignatureError)
    case quorum(QuorumError)
    case tree(StateTreeError)
    case notCanonical(firstDifference: Int)
    case unknownFormat(expected: String, got: String)
    case wrongNetwork(expected: NetworkName, got: NetworkName)
    case differentStream(expected: StreamID, got: StreamID)
    case unknownStream(StreamID)
    case differentGenesis(expected: Digest, got: Digest)
    case accountOnOtherChain(expected: ChainID, got: ChainID)
    /// The account has a second spelling; only its chain's canonical one is accepted.
    case accountSpelling(expected: AccountID, got: AccountID)
    case readableDiffers(path: String, expected: String, got: String)
    case noProofs
    /// The file says something about this account of this stream already.
    case repeatedEntry(AccountID, StreamID)
    case entriesNotAscending(AccountID, StreamID)

    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .encoding: "encoding"
        case .identity: "identity"
        case .record(let error): error.shortDescription
        case .signature: "signature"
        case .quorum(let error): error.shortDescription
        case .tree(let error): error.shortDescription
        case .notCanonical, .accountSpelling, .entriesNotAscending: "not-canonical"
        case .unknownFormat: "unknown-format"
        case .wrongNetwork: "wrong-network"
        case .differentStream, .unknownStream: "foreign-stream"
        case .differentGenesis: "different-genesis"
        case .accountOnOtherChain: "other-chain"
        case .readableDiffers: "readable-differs"
        case .noProofs: "no-proofs"
        case .repeatedEntry: "repeated-entry"
        }
    }
}

extension ProofFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .encoding(let error): "\(error)"
        case .identity(let error): "\(error)"
        case .record(let error): "\(error)"
        case .signature(let error): "\(error)"
        case .quorum(let error): "\(error)"
        case .tree(let error): "\(error)"
        case .notCanonical(let offset):
            "the file is not in its one spelling: byte \(offset) differs from how this program prints the same content"
        case .unknownFormat(let expected, let got): "the file's format is \"\(excerpt(got))\", expected \"\(expected)\""
        case .wrongNetwork(let expected, let got): "the file is of network \(got), the trust file pins \(expected)"
        case .differentStream(let expected, let got): "stream \(got), expected \(expected)"
        case .unknownStream(let stream): "stream \(stream) is not pinned by the trust file"
        case .differentGenesis(let expected, let got): "the genesis set hashes to \(got), the trust file pins \(expected)"
        case .accountOnOtherChain(let expected, let got): "the account is on \(got), the stream's vault on \(expected)"
        case .accountSpelling(let expected, let got): "the account is spelt \(got), its one spelling is \(expected)"
        case .readableDiffers(let path, let expected, let got): "\(path) says \(got), the proven bytes say \(expected)"
        case .noProofs: "the file holds no proof"
        case .repeatedEntry(let account, let stream): "the file speaks twice of account \(account) in stream \(stream)"
        case .entriesNotAscending(let account, let stream):
            "account \(account) of stream \(stream) stands after one it must come before: proofs ascend by account, then stream"
        }
    }
}

/// Runs JSON and codec code of `Encoding` inside this module.
func decoding<Value>(_ body: () throws(EncodingError) -> Value) throws(ProofFileError) -> Value {
    do { return try body() } catch { throw .encoding(error) }
}

/// Runs identifier code inside this module.
func identifying<Value>(_ body: () throws(ChainIdentityError) -> Value) throws(ProofFileError) -> Value {
    do { return try body() } catch { throw .identity(error) }
}

/// Runs domain parsing inside this module.
func parsing<Value>(_ body: () throws(CollateralStateError) -> Value) throws(ProofFileError) -> Value {
    do { return try body() } catch { throw .record(error) }
}

/// Runs certificate code inside this module.
func certifying<Value>(_ body: () throws(QuorumError) -> Value) throws(ProofFileError) -> Value {
    do { return try body() } catch { throw .quorum(error) }
}
