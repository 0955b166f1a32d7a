public import CollateralState
public import Encoding
import Quorum

/// Up to which block and time a quorum says that a stream holds nothing newer.
public struct Freshness: Hashable, Sendable {
    public let block: BlockReference
    /// Block time, never an observer's clock.
    public let time: Timestamp

    public init(block: BlockReference, time: Timestamp) {
        self.block = block
        self.time = time
    }

    /// What a quorum's heartbeats say of a stream whose last message is `last`; zero for one without messages.
    ///
    /// - Parameter set: the one that certifies the next message.
    /// - Returns: nil when those that name `last` are no quorum.
    /// - Throws: `quorum` when one does not verify, or an attester has two.
    public static func stated(by heartbeats: [Heartbeat], last: Digest, set: AttesterSet) throws(UnifiedViewError) -> Freshness? {
        do { return try HeartbeatBoard(verifying: heartbeats, by: set).freshness(of: last, in: set) } catch { throw .quorum(error) }
    }

    /// The higher block and the later time of two; equal heights go to the larger hash, so that joining does not depend on order.
    public func joined(with other: Freshness) -> Freshness {
        let isMine = (block.height, block.hash) >= (other.block.height, other.block.hash)
        return Freshness(block: isMine ? block : other.block, time: max(time, other.time))
    }
}
