public import Encoding
public import Signatures

/// What an attester states about one message: its digest, how it was seen and when.
public struct AttestationRecord: Hashable, Sendable {
    /// digest 32, evidence class 1, agreeing sources 1, distinct operators 1, observed-at 8.
    public static let byteCount = 43

    public let message: Digest
    public let evidence: Evidence
    /// The observer's own clock; it never enters the message.
    public let observedAt: Timestamp

    public init(message: Digest, evidence: Evidence, observedAt: Timestamp) {
        self.message = message
        self.evidence = evidence
        self.observedAt = observedAt
    }

    public var encoded: [UInt8] {
        var writer = BinaryWriter(reserving: Self.byteCount)
        writer.raw(message)
        writer.u8(evidence.evidenceClass.rawValue)
        writer.u8(evidence.agreeingSources)
        writer.u8(evidence.distinctOperators)
        writer.u64(observedAt.milliseconds)
        return writer.bytes
    }

    /// SHA-256("plimsoll/attestation/v1" 0x00 || record): what is signed.
    public var signingDigest: Digest { SHA256.hash(tag: .attestation, encoded) }

    static func read(from reader: inout BinaryReader) throws(CollateralStateError) -> AttestationRecord {
        let (message, code, sources, operators, observedAt) = try decoding { () throws(EncodingError) in
            (try reader.digest(), try reader.u8(), try reader.u8(), try reader.u8(), try reader.u64())
        }
        guard let evidenceClass = EvidenceClass(rawValue: code) else {
            throw .unknownCode(field: "evidence class", got: UInt64(code))
        }
        let evidence = try Evidence(evidenceClass, agreeingSources: sources, distinctOperators: operators)
        return AttestationRecord(message: message, evidence: evidence, observedAt: Timestamp(milliseconds: observedAt))
    }
}

/// One attester's signature over a record. Parsed is not verified: only a tally verifies.
///
/// Bytes: record 43, key id 32, signature 64.
public struct Attestation: Hashable, Sendable {
    public static let byteCount = AttestationRecord.byteCount + 32 + 64

    public let record: AttestationRecord
    public let signer: KeyID
    public let signature: Signature

    public init(record: AttestationRecord, signer: KeyID, signature: Signature) {
        self.record = record
        self.signer = signer
        self.signature = signature
    }

    public var encoded: [UInt8] { record.encoded + signer.digest.bytes + signature.bytes }

    public init(parsing bytes: [UInt8]) throws(CollateralStateError) {
        var reader = BinaryReader(bytes)
        record = try AttestationRecord.read(from: &reader)
        (signer, signature) = try readSignatory(&reader)
        try decoding { () throws(EncodingError) in try reader.finish() }
    }
}

/// Key id and signature, as they end every signed record.
func readSignatory(_ reader: inout BinaryReader) throws(CollateralStateError) -> (KeyID, Signature) {
    let (id, bytes) = try decoding { () throws(EncodingError) in (try reader.digest(), try reader.raw(64)) }
    do { return (KeyID(digest: id), try Signature(bytes)) } catch { throw .signature(error) }
}
