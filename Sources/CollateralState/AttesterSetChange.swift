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
}
