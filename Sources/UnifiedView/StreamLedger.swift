public import CollateralState
public import Encoding
public import Quorum
public import StateTree

/// The certified messages of one stream, merged.
///
/// What a ledger stands at depends only on which messages, heartbeats and set changes it was given, not on their order, number or
/// delay: it is a join. A message counts when it is the only certified one at its place and builds on one that counts. The stream
/// stops for good at the first place about which certified statements disagree:
///
/// - two messages with different digests at one place, or one that names another previous message than the one that counts
///   (whoever signs n vouches for n - 1): frozen;
/// - a single message whose height, time, finality, account count or state root the stream's own tree contradicts: halted, since
///   a quorum signed it.
///
/// A stopped stream counts as its last undisputed message. Value type; copies share their trees.
public struct StreamLedger: Sendable {
    public let streamDescription: StreamDescription
    public let limits: LedgerLimits
    public internal(set) var history: AttesterSetHistory
    /// nil while the stream is live.
    public internal(set) var stop: StreamStop?
    var recent: RecentVersions
    var waiting = WaitingMessages()
    var heartbeats = HeartbeatBoard()

    /// An empty ledger.
    ///
    /// - Throws: `foreignStream` when the sets are of another stream.
    public init(
        description: StreamDescription, history: AttesterSetHistory, limits: LedgerLimits = .standard
    ) throws(UnifiedViewError) {
        guard history.stream == description.id else { throw .foreignStream(expected: description.id, got: history.stream) }
        streamDescription = description
        self.history = history
        self.limits = limits
        recent = RecentVersions(.start)
    }

    public var stream: StreamID { streamDescription.id }
    /// The last undisputed message; nil before the first.
    public var tip: CertifiedHeader? { recent.newest.certificate }
    /// All accounts of the vault after the tip.
    public var tree: AccountTree { recent.newest.tree }
    public var standing: Standing { stop?.standing ?? .live }
    /// The sequence that would be accepted next; nil after the last that 64 bits can hold.
    public var next: SequenceNumber? {
        guard let tip else { return .first }
        return tip.header.sequence.next
    }

    /// The digest of the undisputed message at a place; nil when there is none or it is too old to be remembered.
    public func digest(at sequence: SequenceNumber) -> Digest? {
        recent.digest(at: sequence.value)
    }

    /// What is missing before the first message that waits.
    public var gap: ClosedRange<SequenceNumber>? {
        guard let first = next, let last = waiting.nearest?.previous, first <= last else { return nil }
        return first...last
    }

    public var status: StreamStatus {
        StreamStatus(
            stream: stream, chain: streamDescription.chain, vault: streamDescription.vault, tip: tip, freshness: freshness,
            standing: standing, waiting: waiting.count, gap: gap)
    }

    /// A stopped stream has no fresher word than its last undisputed message; a live one has its quorum's heartbeats.
    private var freshness: Freshness? {
        let own = tip.map { Freshness(block: $0.header.block, time: $0.header.blockTime) }
        guard stop == nil, let set = next.map(history.set(for:)) else { return own }
        let theirs = heartbeats.freshness(of: recent.newest.digest, in: set)
        guard let own else { return theirs }
        return theirs?.joined(with: own) ?? own
    }
}
