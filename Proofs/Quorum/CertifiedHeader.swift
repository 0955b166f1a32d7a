public import CollateralState
public import Encoding
import Signatures

/// A header that a quorum of its attester set signed. Made only by a tally.
public struct CertifiedHeader: Hashable, Sendable {
    public let header: StateMessageHeader
    public let set: AttesterSet
    /// One per attester, ascending by key id, together at least the threshold.
    public let attestations: [Attestation]

    init(header: StateMessageHeader, set: AttesterSet, attestations: [Attestation]) {
        self.header = header
        self.set = set
        self.attestations = attestations
    }

    public var digest: Digest { header.digest }

    /// The strongest class that attesters of at least the threshold's weight reached.
    public var evidenceClass: EvidenceClass {
        let strongestFirst = attestations.sorted { $0.record.evidence.evidenceClass > $1.record.evidence.evidenceClass }
        var weight: UInt64 = 0
        for attestation in strongestFirst {
            weight += UInt64(set[attestation.signer]?.weight ?? 0)
            if weight >= set.threshold { return attestation.record.evidence.evidenceClass }
        }
        return .singleRead
    }

    /// Both certificates' attestations; each attester once.
    ///
    /// - Throws: `differentMessage` when the other certifies another digest, `differentSet` when another set certified it: that happens
    ///   only when the two were verified from different genesis sets.
    public func joined(with other: CertifiedHeader) throws(QuorumError) -> CertifiedHeader {
        guard other.digest == digest else { throw .differentMessage(expected: digest, got: other.digest) }
        guard other.set == set else { throw .differentSet(expected: set.digest, got: other.set.digest) }
        var bySigner: [KeyID: Attestation] = [:]
        for attestation in attestations + other.attestations {
            bySigner[attestation.signer] = bySigner[attestation.signer]?.preferred(to: attestation) ?? attestation
        }
        return CertifiedHeader(header: header, set: set, attestations: bySigner.values.sorted { $0.signer < $1.signer })
    }
}
