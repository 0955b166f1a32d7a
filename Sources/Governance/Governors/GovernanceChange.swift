public import CollateralState
public import Encoding
import Signatures

/// The step from one governance set to the next, signed by a quorum of the current set and by each new key.
///
/// Parsed is not verified: `GovernanceHistory` verifies.
/// Signed: SHA-256("plimsoll/governance-change/v1" 0x00 || digest of the current set || u64 proposed at (ms) || bytes of the next set).
public struct GovernanceChange: Hashable, Sendable {
    public static let maximumSignatures = 2 * GovernanceSet.maximumGovernors

    public let current: Digest
    public let proposedAt: Timestamp
    public let next: GovernanceSet
    /// Ascending by key id.
    public let signatures: [KeyedSignature]

    /// - Parameter signatures: in any order.
    /// - Throws: `outOfRange` for more signatures than both sets have keys.
    public init(current: Digest, proposedAt: Timestamp, next: GovernanceSet, signatures: [KeyedSignature]) throws(GovernanceError) {
        guard signatures.count <= Self.maximumSignatures else {
            throw .outOfRange(
                field: "signatures of a governance change", expected: "at most \(Self.maximumSignatures)", got: "\(signatures.count)")
        }
        self.current = current
        self.proposedAt = proposedAt
        self.next = next
        self.signatures = signatures.sorted { $0.signer < $1.signer }
    }

    public static func signingDigest(current: Digest, proposedAt: Timestamp, next: GovernanceSet) -> Digest {
        var writer = BinaryWriter(reserving: 40 + next.encoded.count)
        writer.raw(current)
        writer.u64(proposedAt.milliseconds)
        return SHA256.hash(tag: .governanceChange, writer.bytes + next.encoded)
    }

    public var signingDigest: Digest { Self.signingDigest(current: current, proposedAt: proposedAt, next: next) }
}
