public import ChainModel
public import CollateralState
import Encoding

/// One of the node's own two chains: how far it was read, and the chain of messages this node made from it.
///
/// This node's own chain of messages may be ahead of the certified one (waiting for the quorum) or behind it (others were faster);
/// both are compared place by place, and a difference ends this node's signing of the stream.
struct ObservedStream: Sendable {
    enum Standing: Hashable, Sendable {
        case observing
        /// A quorum certified something else than this node saw.
        case disagreed(MessagePosition)
        /// The chain or the description broke a rule; an operator has to look.
        case halted(reason: String)
        /// This node cannot go on signing until it is started again; nothing is wrong with the chain or with what was certified.
        case suspended(reason: String)
    }

    let adapter: any ChainAdapter
    /// Between two looks at a chain that is caught up, in milliseconds.
    let pollInterval: UInt64
    var standing = Standing.observing
    var cursor: Cursor
    /// The last message this node made, and its tree.
    var head: StreamHead
    /// Own messages that are not certified yet.
    var open: [SequenceNumber: StateMessage] = [:]
    var round: UInt64 = 0
    var isAsking = false
    var nextAsk = Timestamp(milliseconds: 0)
    var failures = 0
    var lastProgress: ReadProgress?
    var lastNotYet: NotYet?
    var lastHeartbeat: (height: UInt64, last: Digest, at: Timestamp)?

    /// - Parameter pollInterval: at most `EngineConfiguration.longestInterval`.
    init(adapter: any ChainAdapter, pollInterval: UInt64, position: ChainPosition?, head: StreamHead) {
        self.adapter = adapter
        self.pollInterval = pollInterval
        cursor = Cursor(position: position)
        self.head = head
    }

    var description: StreamDescription { adapter.stream }

    /// After a failure: doubled from the poll interval up to a limit, then spread by `jitter` in 0..<1 so that nodes do not ask in step.
    func pause(limit: UInt64, jitter: Double) -> UInt64 {
        // Intervals are a day at most, so sixteen doublings fit easily.
        let doubled = pollInterval << UInt64(min(failures, 16))
        let bounded = min(doubled, max(limit, pollInterval))
        return bounded / 2 + UInt64(Double(bounded - bounded / 2) * jitter)
    }
}

/// How the reading of a chain stands, for status and readiness.
public struct ObservationStatus: Sendable {
    public let stream: StreamID
    public let position: ChainPosition?
    /// The highest block the finality rule covers, as last seen.
    public let head: UInt64?
    public let openProposals: Int
    /// Why the last round came to nothing; nil when it did come to something.
    public let notYet: NotYet?
    /// Why this node signs the stream no more; nil while it does.
    public let stopped: String?
    /// Whether this node's key is in the set that certifies the next message; without a voice it observes and signs nothing.
    public var hasVoice = true
}

extension ObservedStream {
    /// Why what is certified of this stream must not be counted on by this node; nil while nothing it reads contradicts it.
    var contradiction: String? {
        switch standing {
        case .observing, .suspended: nil
        case .disagreed, .halted: status.stopped
        }
    }

    var status: ObservationStatus {
        let stopped: String? =
            switch standing {
            case .observing: nil
            case .disagreed(let position): "a quorum certified another message at \(position) than this node observed"
            case .halted(let reason), .suspended(let reason): reason
            }
        return ObservationStatus(
            stream: description.id, position: cursor.position, head: lastProgress?.head, openProposals: open.count, notYet: lastNotYet,
            stopped: stopped)
    }
}
