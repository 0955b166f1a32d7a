public import CollateralState
import Signatures

/// The weight counted so far for one message: a set of attesters, not a list of signatures.
///
/// A tally is the only way to a certificate.
public struct Tally: Sendable {
    public enum Outcome: Hashable, Sendable {
        case counted
        /// The attester had been counted; this statement is the better evidenced of the two and stands in place of the one before.
        case improved
        /// The attester had been counted, with this statement or a better evidenced one.
        case alreadyCounted
    }

    public let header: StateMessageHeader
    public let set: AttesterSet
    public private(set) var weight: UInt64 = 0
    private var attestations: [KeyID: Attestation] = [:]

    /// - Throws: `foreignStream` or `wrongSet` when `set` is not the one the header names.
    public init(header: StateMessageHeader, set: AttesterSet) throws(QuorumError) {
        guard header.stream == set.stream else { throw .foreignStream(expected: set.stream, got: header.stream) }
        guard header.attesterSet == set.number else {
            throw .wrongSet(sequence: header.sequence, expected: set.number, got: header.attesterSet)
        }
        self.header = header
        self.set = set
    }

    /// Goes on from a certificate: what it holds was verified when it was made.
    public init(resuming certificate: CertifiedHeader) {
        header = certificate.header
        set = certificate.set
        for attestation in certificate.attestations {
            attestations[attestation.signer] = attestation
            weight += UInt64(set[attestation.signer]?.weight ?? 0)
        }
    }

    /// Verifies and counts one attestation.
    ///
    /// - Throws: `differentMessage`, `unknownSigner`, `invalidSignature`; the tally is then as before.
    @discardableResult
    public mutating func add(_ attestation: Attestation) throws(QuorumError) -> Outcome {
        guard attestation.record.message == header.digest else {
            throw .differentMessage(expected: header.digest, got: attestation.record.message)
        }
        let member = try set.member(attestation.signer)
        if attestations[attestation.signer] == attestation { return .alreadyCounted }
        try set.verify(attestation)
        return count(attestation, of: member)
    }

    private mutating func count(_ attestation: Attestation, of member: Attester) -> Outcome {
        guard let known = attestations[member.id] else {
            attestations[member.id] = attestation
            weight += UInt64(member.weight)
            return .counted
        }
        let kept = known.preferred(to: attestation)
        attestations[member.id] = kept
        return kept == known ? .alreadyCounted : .improved
    }

    /// The certificate, once the threshold is reached.
    public var certificate: CertifiedHeader? {
        guard weight >= set.threshold else { return nil }
        return CertifiedHeader(header: header, set: set, attestations: attestations.values.sorted { $0.signer < $1.signer })
    }

    /// All that were counted, ascending by key id.
    public var counted: [Attestation] {
        attestations.values.sorted { $0.signer < $1.signer }
    }
}

extension Attestation {
    /// Of two valid statements by one attester about one message, the better evidenced; a total order, so that joining is a join.
    func preferred(to other: Attestation) -> Attestation {
        let (mine, theirs) = (record.evidence.evidenceClass, other.record.evidence.evidenceClass)
        if mine != theirs { return mine > theirs ? self : other }
        return encoded.lexicographicallyPrecedes(other.encoded) ? self : other
    }
}
