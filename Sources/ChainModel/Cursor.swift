public import CollateralState

/// The last block that was completely read, and its time: all that has to survive a restart.
public struct ChainPosition: Hashable, Sendable, CustomStringConvertible {
    public let block: BlockReference
    public let time: Timestamp

    public init(block: BlockReference, time: Timestamp) {
        self.block = block
        self.time = time
    }

    public var description: String { "\(block)" }
}

/// What an adapter remembers between two rounds: agreed headers, sources it has excluded, and the like.
///
/// Never durable: losing it costs questions, not correctness.
public protocol AdapterMemory: Sendable {}

/// How far a chain was read.
public struct Cursor: Sendable {
    /// Nil before the stream's first block was read.
    public let position: ChainPosition?
    /// Nil at the start: the adapter begins a round from the position alone.
    public let memory: (any AdapterMemory)?

    /// Where to begin after a restart.
    public init(position: ChainPosition?) {
        self.init(position: position, memory: nil)
    }

    /// For adapters.
    public init(position: ChainPosition?, memory: (any AdapterMemory)?) {
        self.position = position
        self.memory = memory
    }
}
