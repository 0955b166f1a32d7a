import ChainIdentity
import CollateralState
import CommitmentProofs
import Encoding
public import Margin
import MarginProof
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
        try StateProofFile(network: trust.network, entries: entries(of: account)).printed()
    }

    private func entries(of account: MarginAccount) throws -> [AccountProofEntry] {
        var entries: [AccountProofEntry] = []
        for stream in trust.streams {
            guard let ledger = ledgers[stream.description.id], let tip = ledger.tip else { continue }
            for member in account.members where member.chain == stream.description.chain {
                entries.append(try entry(member, stream, ledger, tip))
            }
        }
        return entries
    }

    /// The margin proof of an account from a view of just these ledgers.
    ///
    /// - Parameter venues: the records that the report used.
    /// - Throws: `MarginProofError.streamNotLive` for a stream that has stopped, and `vaultWithheld` for one of which nothing is known.
    public func marginFile(of report: MarginReport, view: CollateralView, prices: PriceBook, parameters: ParameterSet, venues: [VenueBook]) throws -> [UInt8] {
        let chains = Set(report.account.members.map(\.chain))
        var heartbeats: [Heartbeat] = []
        for stream in trust.streams where chains.contains(stream.description.chain) {
            guard let ledger = ledgers[stream.description.id] else { continue }
            guard view[ledger.stream]?.standing.isLive == true else { throw MarginProofError.streamNotLive(ledger.stream) }
            let (last, set) = (ledger.tip?.digest ?? .zero, ledger.next.map(ledger.history.set(for:)))
            heartbeats += ledger.highestHeartbeats.filter { $0.record.last == last && set?[$0.signer] != nil }
        }
        let members = Set(report.account.members)
        let links = view.links.all.filter { $0.statement.action == .link && members.contains($0.statement.first) && members.contains($0.statement.second) }
        let entries = try entries(of: report.account)
        return try MarginProofFile(
            report: report, links: Array(links), proofs: entries.isEmpty ? nil : StateProofFile(network: trust.network, entries: entries),
            heartbeats: heartbeats, view: view.commitment, book: prices, parameters: parameters, venues: venues
        ).printed()
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
