public import CollateralState

/// What a finished round of questions found.
public struct ReadProgress: Hashable, Sendable {
    /// Ascending by height, only blocks that changed the vault, all after the position before and up to the position now.
    public let observations: [Observation]
    /// The chain is now completely read up to here: what is not observed did not happen.
    public let position: ChainPosition
    /// The highest block that the stream's finality rule covers now.
    public let head: UInt64
    /// The weakest evidence of the round: what a heartbeat over the position stands on.
    public let evidence: Evidence
    /// How the blocks of the round were read, for people and metrics.
    public let grounds: [ReadGround]

    public init(observations: [Observation], position: ChainPosition, head: UInt64, evidence: Evidence, grounds: [ReadGround]) {
        self.observations = observations
        self.position = position
        self.head = head
        self.evidence = evidence
        self.grounds = grounds
    }

    /// Blocks the finality rule covers that are still to be read.
    public var lag: UInt64 { head > position.block.height ? head - position.block.height : 0 }
    /// Whether there is nothing more to ask until the chain grows.
    public var isCaughtUp: Bool { lag == 0 }
}

/// In what way a number of blocks is known.
public struct ReadGround: Hashable, Sendable, CustomStringConvertible {
    /// From a fixed set of words of the adapter: fit for a metric label.
    public let name: String
    public let blocks: Int

    public init(name: String, blocks: Int) {
        self.name = name
        self.blocks = blocks
    }

    public var description: String { "\(name): \(blocks)" }
}
