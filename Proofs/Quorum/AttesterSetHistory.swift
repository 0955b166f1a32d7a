public import CollateralState
import Encoding
public import Signatures

/// The attester sets of one stream from its pinned genesis: verified step by step, so that old proofs stay valid for ever.
public struct AttesterSetHistory: Hashable, Sendable {
    /// Ascending by number; the first is the genesis set.
    public private(set) var sets: [AttesterSet]
    /// The verified steps between them.
    public private(set) var changes: [AttesterSetChange] = []

    /// - Parameter genesis: the set the trust file pins.
    /// - Throws: `wrongSetNumber` when it is not number 0.
    public init(genesis: AttesterSet) throws(QuorumError) {
        guard genesis.number == 0 else { throw .wrongSetNumber(expected: 0, got: genesis.number) }
        sets = [genesis]
    }

    public var stream: StreamID { genesis.stream }
    public var genesis: AttesterSet { sets[0] }
    public var current: AttesterSet { sets[sets.count - 1] }

    /// The set that certifies this sequence.
    public func set(for sequence: SequenceNumber) -> AttesterSet {
        sets.last { $0.firstSequence <= sequence } ?? genesis
    }

    /// Whether this signer is, or ever was, a member.
    public func everMember(_ signer: KeyID) -> Attester? {
        for set in sets.reversed() { if let member = set[signer] { return member } }
        return nil
    }

    /// Verifies a change and takes it.
    ///
    /// - Throws: when it does not build on the current set, is not signed by its quorum, or a new key did not sign.
    public mutating func apply(_ change: AttesterSetChange) throws(QuorumError) {
        try verifyPlace(of: change)
        let signers = try verifiedSigners(of: change)
        let weight = current.attesters.reduce(UInt64(0)) { $0 + (signers.contains($1.id) ? UInt64($1.weight) : 0) }
        guard weight >= current.threshold else { throw .underQuorum(expected: current.threshold, got: weight) }
        for attester in change.next.attesters where current[attester.id] == nil && !signers.contains(attester.id) {
            throw .newKeyUnsigned(attester.id)
        }
        sets.append(change.next)
        changes.append(change)
    }

    private func verifyPlace(of change: AttesterSetChange) throws(QuorumError) {
        guard change.next.stream == stream else { throw .foreignStream(expected: stream, got: change.next.stream) }
        guard change.current == current.digest else { throw .brokenSetChain(expected: current.digest, got: change.current) }
        guard current.number < .max, change.next.number == current.number + 1 else {
            throw .wrongSetNumber(expected: current.number &+ 1, got: change.next.number)
        }
        guard change.next.firstSequence > current.firstSequence else {
            throw .setNotLater(previousFirst: current.firstSequence, got: change.next.firstSequence)
        }
    }

    private func verifiedSigners(of change: AttesterSetChange) throws(QuorumError) -> Set<KeyID> {
        let digest = change.signingDigest
        var signers: Set<KeyID> = []
        for entry in change.signatures {
            guard let key = current[entry.signer]?.key ?? change.next[entry.signer]?.key else {
                throw .unknownSigner(entry.signer, setNumber: change.next.number)
            }
            guard signers.insert(entry.signer).inserted else { throw .duplicateSigner(entry.signer) }
            do { try key.verify(entry.signature, over: digest) } catch { throw .invalidSignature(entry.signer, error) }
        }
        return signers
    }
}

extension AttesterSetHistory {
    /// Opens a tally for a header with the set that holds at its sequence.
    public func tally(for header: StateMessageHeader) throws(QuorumError) -> Tally {
        guard header.stream == stream else { throw .foreignStream(expected: stream, got: header.stream) }
        return try Tally(header: header, set: set(for: header.sequence))
    }

    /// Verifies a header's attestations: each valid, each signer once, ascending, together a quorum.
    public func certify(_ header: StateMessageHeader, _ attestations: [Attestation]) throws(QuorumError) -> CertifiedHeader {
        var tally = try tally(for: header)
        for (index, attestation) in attestations.enumerated() {
            if index > 0 {
                let previous = attestations[index - 1].signer
                guard attestation.signer != previous else { throw .duplicateSigner(attestation.signer) }
                guard previous < attestation.signer else { throw .signersNotAscending(index: index) }
            }
            try tally.add(attestation)
        }
        guard let certificate = tally.certificate else { throw .underQuorum(expected: tally.set.threshold, got: tally.weight) }
        return certificate
    }

    /// Verifies a bundle whole: quorum first, then the changes against the signed changes root.
    public func certify(_ bundle: MessageBundle) throws(QuorumError) -> CertifiedMessage {
        let certificate = try certify(bundle.message.header, bundle.attestations)
        return try CertifiedMessage(certificate: certificate, message: bundle.message)
    }
}
