public import ChainIdentity
public import Encoding

/// A statement and the signatures under it, as they travel: parsed, not verified. `AccountLinks` verifies.
///
/// Bytes: u16 length and statement text, u8 count, then for each signature, the lower account's first: u8 0 for the lower account or 1
/// for the higher, u8 length (65 for `eip155`: r, s, v; 64 for Ed25519) and the signature.
public struct AccountLink: Hashable, Sendable {
    public static let maximumBytes = 2 + AccountLinkStatement.maximumBytes + 1 + 2 * (2 + 65)

    public struct AccountSignature: Hashable, Sendable {
        public let account: AccountID
        public let bytes: Bytes

        public init(account: AccountID, bytes: Bytes) {
            self.account = account
            self.bytes = bytes
        }
    }

    public let statement: AccountLinkStatement
    /// One or two, the lower account's first.
    public let signatures: [AccountSignature]

    /// - Throws: `malformedLink` unless there are one or two signatures, each by another account of the statement and of its length.
    public init(statement: AccountLinkStatement, signatures: [AccountSignature]) throws(UnifiedViewError) {
        let sorted = signatures.sorted { $0.account < $1.account }
        guard (1...2).contains(sorted.count), sorted.count == 1 || sorted[0].account != sorted[1].account else {
            throw .malformedLink(expected: "one signature by one side or both", got: "\(signatures.map { "\($0.account)" })")
        }
        for signature in sorted {
            guard statement.names(signature.account) else {
                throw .wrongLinkSigner(expected: statement.first, got: "\(signature.account)")
            }
            let rule = try LinkSigner(signature.account)
            guard signature.bytes.count == rule.signatureBytes else {
                throw .malformedLink(
                    expected: "a signature of \(rule.signatureBytes) bytes by \(signature.account)", got: "\(signature.bytes.count)")
            }
        }
        self.statement = statement
        self.signatures = sorted
    }

    /// For signatures that two links of this statement already had.
    init(verified statement: AccountLinkStatement, signatures: [AccountSignature]) {
        self.statement = statement
        self.signatures = signatures
    }

    public var encoded: Bytes {
        var writer = BinaryWriter(reserving: Self.maximumBytes)
        writer.shortText(statement.text)
        writer.u8(UInt8(truncatingIfNeeded: signatures.count))  // One or two.
        for signature in signatures {
            writer.u8(signature.account == statement.first ? 0 : 1)
            writer.u8(UInt8(truncatingIfNeeded: signature.bytes.count))  // 64 or 65.
            writer.raw(signature.bytes)
        }
        return writer.bytes
    }

    public init(parsing bytes: Bytes) throws(UnifiedViewError) {
        var reader = BinaryReader(bytes)
        let (textBytes, count) = try decoding { () throws(EncodingError) in
            (try reader.field16(max: AccountLinkStatement.maximumBytes), try reader.u8())
        }
        guard let text = String(validating: textBytes, as: UTF8.self) else {
            throw .malformedLink(expected: "UTF-8", got: Hex.encode(textBytes))
        }
        guard (1...2).contains(count) else { throw .malformedLink(expected: "one or two signatures", got: "\(count)") }
        let statement = try AccountLinkStatement(parsing: text)
        var signatures: [AccountSignature] = []
        for _ in 0..<count {
            let (side, signature) = try decoding { () throws(EncodingError) in
                let (side, length) = (try reader.u8(), try reader.u8())
                return (side, try reader.raw(Int(length)))
            }
            guard side <= 1 else { throw .malformedLink(expected: "side 0 or 1", got: "\(side)") }
            signatures.append(AccountSignature(account: side == 0 ? statement.first : statement.second, bytes: signature))
        }
        try decoding { () throws(EncodingError) in try reader.finish() }
        try self.init(statement: statement, signatures: signatures)
        guard encoded == bytes else { throw .malformedLink(expected: "signatures in the order of the accounts", got: "another order") }
    }
}

/// Runs codec code inside this module.
func decoding<Value>(_ body: () throws(EncodingError) -> Value) throws(UnifiedViewError) -> Value {
    do { return try body() } catch { throw .encoding(error) }
}
