public import CollateralState

/// Up to which block and time a quorum says that a stream holds nothing newer.
public struct Freshness: Hashable, Sendable {
    public let block: BlockReference
    /// Block time, never an observer's clock.
    public let time: Timestamp

    public init(block: BlockReference, time: Timestamp) {
        self.block = block
        self.time = time
    }

    /// The higher block and the later time of two; equal heights go to the larger hash, so that joining does not depend on order.
    public func joined(with other: Freshness) -> Freshness {
        let isMine = (block.height, block.hash) >= (other.block.height, other.block.hash)
        return Freshness(block: isMine ? block : other.block, time: max(time, other.time))
    }
}
