public import CollateralState
public import Quorum
public import StateTree

/// All that a ledger needs to go on from where it was: its tip and tree, where it stopped, the sets and the heartbeats.
///
/// Waiting messages are not part of it: they count as never received and are fetched again.
public struct LedgerSnapshot: Sendable {
    public let description: StreamDescription
    public let history: AttesterSetHistory
    /// nil before the first message.
    public let tip: CertifiedHeader?
    /// All accounts after the tip.
    public let tree: AccountTree
    public let stop: StreamStop?
    public let heartbeats: [Heartbeat]

    public init(
        description: StreamDescription, history: AttesterSetHistory, tip: CertifiedHeader?, tree: AccountTree, stop: StreamStop? = nil,
        heartbeats: [Heartbeat] = []
    ) {
        self.description = description
        self.history = history
        self.tip = tip
        self.tree = tree
        self.stop = stop
        self.heartbeats = heartbeats
    }
}

extension StreamLedger {
    public var snapshot: LedgerSnapshot {
        LedgerSnapshot(
            description: streamDescription, history: history, tip: tip, tree: tree, stop: stop, heartbeats: highestHeartbeats)
    }

    /// A ledger that goes on from a snapshot.
    ///
    /// - Throws: when the tree is not the one the tip certifies, the tip is of another stream or set, the stop does not lie right
    ///   after the tip, or a heartbeat does not verify.
    public init(restoring snapshot: LedgerSnapshot, limits: LedgerLimits = .standard) throws(UnifiedViewError) {
        try self.init(description: snapshot.description, history: snapshot.history, limits: limits)
        recent = RecentVersions(try Self.verifiedVersion(of: snapshot))
        if let stop = snapshot.stop {
            guard stop.place == next else { throw .snapshotStop(stream, tip: recent.newest.sequenceValue, got: stop.place) }
        }
        // Heartbeats first: a stopped ledger takes them all the same.
        for heartbeat in snapshot.heartbeats { _ = try insert(heartbeat) }
        stop = snapshot.stop
    }

    /// The newest version a snapshot gives, once its tree is the certified one.
    static func verifiedVersion(of snapshot: LedgerSnapshot) throws(UnifiedViewError) -> StreamVersion {
        let stream = snapshot.description.id
        if let tip = snapshot.tip {
            guard tip.header.stream == stream else { throw .foreignStream(expected: stream, got: tip.header.stream) }
            let set = snapshot.history.set(for: tip.header.sequence)
            guard tip.set == set else {
                throw .foreignSet(sequence: tip.header.sequence, expected: set.digest, got: tip.set.digest)
            }
        }
        let (root, count) = (snapshot.tip?.header.stateRoot ?? AccountTree.empty.root, snapshot.tip?.header.accountCount ?? 0)
        guard snapshot.tree.root == root else { throw .snapshotRoot(stream, expected: root, got: snapshot.tree.root) }
        guard snapshot.tree.count == count else { throw .snapshotCount(stream, expected: count, got: snapshot.tree.count) }
        return StreamVersion(certificate: snapshot.tip, tree: snapshot.tree, changes: 0)
    }
}
