import ChainIdentity
import CollateralState
import CommitmentProofs
import Encoding
import ProofFile
public import Quorum
import StateTree
public import UnifiedView

/// Makes proof files from ledgers: for every stream, what an account holds there, or that it holds nothing.
public struct ProofMaker {
    private let trust: TrustAnchor
    private let ledgers: [StreamID: StreamLedger]

    public init(trust: TrustAnchor, ledgers: [StreamLedger]) {
        self.trust = trust
        self.ledgers = Dictionary(ledgers.map { ($0.stream, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// One entry for each stream of each member's chain that has a certified message.
    public func file(of account: MarginAccount) throws -> [UInt8] {
        var entries: [AccountProofEntry] = []
        for stream in trust.streams {
            guard let ledger = ledgers[stream.description.id], let tip = ledger.tip else { continue }
            for member in account.members where member.chain == stream.description.chain {
                entries.append(try entry(member, stream, ledger, tip))
            }
        }
        return try StateProofFile(network: trust.network, entries: entries).printed()
    }

    private func entry(
        _ account: AccountID, _ stream: TrustedStream, _ ledger: StreamLedger, _ tip: CertifiedHeader
    ) throws -> AccountProofEntry {
        let key = try account.key()
        let proof = ledger.tree.count == 0 ? nil : try ledger.tree.proof(of: key).encoded
        return AccountProofEntry(
            description: stream.description, genesis: stream.genesis, setChanges: ledger.history.changes, header: tip.header,
            attestations: tip.attestations, account: account, state: ledger.tree[key], proof: proof)
    }
}
