public import Encoding
public import Signatures

/// One key's signature over a record that several keys sign.
public struct KeyedSignature: Hashable, Sendable {
    public let signer: KeyID
    public let signature: Signature

    public init(signer: KeyID, signature: Signature) {
        self.signer = signer
        self.signature = signature
    }
}

/// The step from one attester set to the next, signed by a quorum of the current set and by each new key.
///
/// Parsed is not verified: `AttesterSetHistory` in `Quorum` verifies.
/// Signed: SHA-256("plimsoll/attester-set-change/v1" 0x00 || digest of the current set || bytes of the next set).
/// Bytes: current 32, u32 length and next set, u16 count, then key id 32 and signature 64 each.
public struct AttesterSetChange: Hashable, Sendable {
    public static let maximumSignatures = 2 * AttesterSet.maximumAttesters

    public let current: Digest
    public let next: AttesterSet
    public let signatures: [KeyedSignature]

    public init(current: Digest, next: AttesterSet, signatures: [KeyedSignature]) throws(CollateralStateError) {
        guard signatures.count <= Self.maximumSignatures else {
            throw .outOfRange(
                field: "signatures of a set change", expected: "at most \(Self.maximumSignatures)", got: "\(signatures.count)")
        }
        self.current = current
        self.next = next
        self.signatures = signatures
    }

    public static func signingDigest(current: Digest, next: AttesterSet) -> Digest {
        SHA256.hash(tag: .attesterSetChange, current.bytes + next.encoded)
    }

    public var signingDigest: Digest { Self.signingDigest(current: current, next: next) }

    public func encoded() throws(CollateralStateError) -> [UInt8] {
        var writer = BinaryWriter(reserving: 64 + next.encoded.count + signatures.count * 96)
        writer.raw(current)
        writer.field32(next.encoded)
        writer.u16(UInt16(truncatingIfNeeded: signatures.count))  // At most 512 by construction.
        for entry in signatures {
            writer.raw(entry.signer.digest)
            writer.raw(entry.signature.bytes)
        }
        return writer.bytes
    }

    public init(parsing bytes: [UInt8]) throws(CollateralStateError) {
        var reader = BinaryReader(bytes)
        let (current, nextBytes, count) = try decoding { () throws(EncodingError) in
            (try reader.digest(), try reader.field32(max: AttesterSet.maximumBytes), try reader.u16())
        }
        let next = try AttesterSet(parsing: nextBytes)
        guard Int(count) <= Self.maximumSignatures else {
            throw .outOfRange(field: "signatures of a set change", expected: "at most \(Self.maximumSignatures)", got: "\(count)")
        }
        var signatures: [KeyedSignature] = []
        for _ in 0..<count {
            let (signer, signature) = try readSignatory(&reader)
            signatures.append(KeyedSignature(signer: signer, signature: signature))
        }
        try decoding { () throws(EncodingError) in try reader.finish() }
        try self.init(current: current, next: next, signatures: signatures)
    }
}
