import Encoding
public import Signatures

/// Two statements by one key about one place of one stream that cannot both be true, kept as evidence.
///
/// Making one proves the conflict and both signatures, so holding one is holding proof against the key.
public struct Equivocation: Hashable, Sendable {
    /// One side: the header that was signed and the signature.
    public struct Statement: Hashable, Sendable {
        public let header: StateMessageHeader
        public let attestation: Attestation

        public init(header: StateMessageHeader, attestation: Attestation) {
            self.header = header
            self.attestation = attestation
        }
    }

    public let key: PublicKey
    /// The statement with the smaller digest first, so that the same conflict is the same evidence.
    public let first: Statement
    public let second: Statement

    public var position: MessagePosition { first.header.position }

    /// - Throws: when the statements do not conflict, are not by `key`, do not name their header, or do not verify.
    public init(key: PublicKey, _ one: Statement, _ other: Statement) throws(CollateralStateError) {
        guard one.header.position == other.header.position else {
            throw .differentPosition(expected: one.header.position, got: other.header.position)
        }
        guard one.header.digest != other.header.digest else { throw .sameDigest(one.header.digest) }
        for statement in [one, other] { try Self.verify(statement, by: key) }
        self.key = key
        (first, second) = one.header.digest < other.header.digest ? (one, other) : (other, one)
    }

    private static func verify(_ statement: Statement, by key: PublicKey) throws(CollateralStateError) {
        guard statement.attestation.signer == key.id else {
            throw .differentSigner(expected: key.id, got: statement.attestation.signer)
        }
        guard statement.attestation.record.message == statement.header.digest else {
            throw .digestMismatch(
                record: "attested header", expected: statement.attestation.record.message, got: statement.header.digest)
        }
        do { try key.verify(statement.attestation.signature, over: statement.attestation.record.signingDigest) } catch {
            throw .signature(error)
        }
    }
}
