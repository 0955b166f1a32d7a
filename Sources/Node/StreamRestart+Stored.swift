import CollateralState
public import NodeEngine
public import NodeStorage
public import Quorum
import StateTree
public import UnifiedView

extension StreamRestart {
    /// Verifies what the database holds of a trusted stream and makes it what an engine goes on from.
    ///
    /// - Throws: `contents` when certificates, set changes or the tree are not what they were when they were stored.
    init(_ stored: StoredStream, of trusted: TrustedStream, equivocations: [Equivocation], file: String) throws(NodeError) {
        do {
            let history = try stored.history(genesis: trusted.genesis)
            let snapshot = LedgerSnapshot(
                description: trusted.description, history: history, tip: try stored.tip?.certified(by: history),
                tree: try AccountTree(bulk: stored.accounts), stop: try stored.stop(history), heartbeats: stored.heartbeats)
            self.init(
                ledger: snapshot, openProposals: stored.proposals.map(\.message), position: stored.position, statements: stored.statements,
                equivocations: equivocations.filter { $0.position.stream == stored.stream }, haltedReason: stored.halted)
        } catch {
            throw .contents(file: file, stream: stored.stream, reason: "\(error)")
        }
    }
}

extension StoredStream {
    /// Where the stream stopped counting, if it did.
    fileprivate func stop(_ history: AttesterSetHistory) throws -> StreamStop? {
        let evidence = try disputed.map { try $0.certified(by: history) }
        if let frozenAt { return StreamStop(place: frozenAt, cause: .disputed, evidence: evidence) }
        return nil
    }
}

/// The trusted streams as a database holds them.
public struct StoredStreams: Sendable {
    public let restarts: [StreamRestart]
    public let links: AccountLinks

    /// Reads and verifies every trusted stream, telling how far it is.
    public init(_ store: Store, _ trust: TrustAnchor, progress: (String) -> Void = { _ in }) throws(NodeError) {
        do {
            let equivocations = try store.equivocations()
            var restarts: [StreamRestart] = []
            for (index, trusted) in trust.streams.enumerated() {
                progress("restoring stream \(index + 1) of \(trust.streams.count): \(trusted.description.vault)")
                restarts.append(
                    try StreamRestart(store.restore(trusted.description.id), of: trusted, equivocations: equivocations, file: store.file))
            }
            self.restarts = restarts
            links = try AccountLinks(network: trust.network, restoringUnverified: store.links())
        } catch let error as NodeStorageError {
            throw .storage(error)
        } catch let error as NodeError {
            throw error
        } catch {
            throw .invalid(file: store.file, setting: "links", reason: "\(error)")
        }
    }

    /// The ledgers without an engine around them: for commands that only read.
    public func ledgers() throws(UnifiedViewError) -> [StreamLedger] {
        try restarts.map { (restart) throws(UnifiedViewError) in try StreamLedger(restoring: restart.ledger) }
    }
}
