public import CollateralState
public import NodeEngine
public import NodeStorage
public import Quorum
public import UnifiedView

/// The trusted streams as a database holds them.
public struct StoredStreams: Sendable {
    public let restarts: [StreamRestart]
    public let links: AccountLinks

    /// Reads and verifies every trusted stream, telling how far it is.
    public init(_ store: Store, _ trust: TrustAnchor, progress: (String) -> Void = { _ in }) throws(NodeError) {
        var restarts: [StreamRestart] = []
        for (index, trusted) in trust.streams.enumerated() {
            progress("restoring stream \(index + 1) of \(trust.streams.count): \(trusted.description.vault)")
            do { restarts.append(try store.restore(trusted)) } catch { throw .storage(error) }
        }
        self.restarts = restarts
        links = try Self.links(store, trust)
    }

    private static func links(_ store: Store, _ trust: TrustAnchor) throws(NodeError) -> AccountLinks {
        let stored: [AccountLink]
        do { stored = try store.links() } catch { throw .storage(error) }
        do { return try AccountLinks(network: trust.network, restoringUnverified: stored) } catch {
            throw .invalid(file: store.file, setting: "links", reason: "\(error)")
        }
    }

    /// Why a node that read a stream's chain itself stopped, of streams that did not stop by what was certified.
    public var contradictions: [StreamID: String] {
        let halted = restarts.filter { $0.ledger.stop == nil }.compactMap { restart in restart.haltedReason.map { (restart.ledger.description.id, $0) } }
        return Dictionary(halted, uniquingKeysWith: { first, _ in first })
    }

    /// The ledgers without an engine around them: for commands that only read.
    public func ledgers() throws(UnifiedViewError) -> [StreamLedger] {
        try restarts.map { (restart) throws(UnifiedViewError) in try StreamLedger(restoring: restart.ledger) }
    }
}
