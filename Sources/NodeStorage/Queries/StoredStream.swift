public import ChainModel
public import CollateralState
import Encoding
public import Quorum
public import StateTree

/// Everything a node needs to go on with a stream from where it was. Parsed, not verified: the engine verifies it again.
public struct StoredStream: Sendable {
    public let stream: StreamID
    /// The last message that counts; nil before the first.
    public let tip: StoredCertificate?
    /// All accounts after the tip, ascending by path.
    public let accounts: [AccountLeaf]
    /// What this node has promised above the tip, ascending.
    public let proposals: [StoredProposal]
    public let position: ChainPosition?
    /// The highest of each signer.
    public let heartbeats: [Heartbeat]
    /// Ascending by set number.
    public let setChanges: [AttesterSetChange]
    public let frozenAt: SequenceNumber?
    public let halted: String?
    /// What is certified at the first place that does not count and at the one after it, whose message names what it builds on.
    public let disputed: [StoredCertificate]
    /// Who signed what around the tip, so that a second digest is caught.
    public let statements: [Equivocation.Statement]

    /// How far back `statements` reaches, in sequences before the tip.
    public static let statementWindow: UInt64 = 1_024
}

/// A header and who signed it. An attester may stand here twice, with a better evidenced statement that came later.
public struct StoredCertificate: Hashable, Sendable {
    public let header: StateMessageHeader
    public let attestations: [Attestation]

    /// Verifies and counts again what is stored.
    ///
    /// - Throws: why it makes no certificate; then the database or the trust file is not what it was.
    public func certified(by history: AttesterSetHistory) throws(QuorumError) -> CertifiedHeader {
        var tally = try history.tally(for: header)
        for attestation in attestations { try tally.add(attestation) }
        guard let certificate = tally.certificate else { throw .underQuorum(expected: tally.set.threshold, got: tally.weight) }
        return certificate
    }
}

/// A message this node has promised to sign, with its signature.
public struct StoredProposal: Hashable, Sendable {
    public let message: StateMessage
    public let attestation: Attestation
}

extension StoredStream {
    /// The attester sets of the stream from its pinned genesis.
    public func history(genesis: AttesterSet) throws(QuorumError) -> AttesterSetHistory {
        var history = try AttesterSetHistory(genesis: genesis)
        for change in setChanges { try history.apply(change) }
        return history
    }

    /// The stream of which nothing is stored yet.
    init(empty stream: StreamID) {
        self.init(
            stream: stream, tip: nil, accounts: [], proposals: [], position: nil, heartbeats: [], setChanges: [], frozenAt: nil, halted: nil,
            disputed: [], statements: [])
    }
}
