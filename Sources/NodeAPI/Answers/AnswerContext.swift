public import CollateralState
import Encoding
import Margin
public import NodeStorage
public import Quorum
public import UnifiedView

/// What every answer is made from: one moment of a node, what is durable, and what is trusted.
///
/// The same answers come from a running node and, without one, from its database.
public struct AnswerContext: Sendable {
    public let snapshot: NodeSnapshot
    public let store: Store
    public let trust: TrustAnchor
    /// Whether a running node answers. Without one nothing is known of its peers and of its reading.
    public let isLive: Bool

    public init(snapshot: NodeSnapshot, store: Store, trust: TrustAnchor, isLive: Bool) {
        self.snapshot = snapshot
        self.store = store
        self.trust = trust
        self.isLive = isLive
    }

    /// The node as it is now.
    public init(_ node: some NodeInspection) async throws {
        self.init(snapshot: try await node.snapshot(), store: node.store, trust: node.trust, isLive: true)
    }

    public var view: CollateralView { snapshot.view }
    public var now: Timestamp { snapshot.takenAt }

    /// How a trusted stream is read.
    ///
    /// - Throws: `unknownStream`.
    func description(of stream: StreamID) throws(NodeAPIError) -> StreamDescription {
        guard let trusted = trust[stream] else { throw .unknownStream(stream) }
        return trusted.description
    }

    /// The verified attester sets of a trusted stream from its pinned genesis.
    ///
    /// - Throws: `unknownStream`; `quorum` when the stored changes do not follow from the genesis.
    func history(of stream: StreamID) throws(NodeAPIError) -> AttesterSetHistory {
        guard let trusted = trust[stream] else { throw .unknownStream(stream) }
        let changes = try reading { () throws(NodeStorageError) in try store.attesterSetChanges(of: stream) }
        do {
            var history = try AttesterSetHistory(genesis: trusted.genesis)
            for change in changes { try history.apply(change) }
            return history
        } catch { throw .quorum(error) }
    }

    /// The margin report of one account at this moment.
    ///
    /// - Throws: `marginInputsMissing`, `venueRecordMissing`, `margin`.
    func report(of account: MarginAccount) throws(NodeAPIError) -> MarginReport {
        let margin = try snapshot.margin(of: account.members[0])
        return try margining { () throws(MarginError) in try margin.report() }
    }
}
