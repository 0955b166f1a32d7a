public import CollateralState
public import Signatures

/// What an engine is told once.
public struct EngineConfiguration: Sendable {
    public let network: NetworkName
    /// The key that attests; nil for a node that only follows.
    public let attester: PrivateKey?
    /// Between two heartbeats of one stream, in milliseconds, unless its position stands still.
    public let heartbeatInterval: UInt64
    /// Between two looks at a chain that is caught up, in milliseconds.
    public let pollInterval: UInt64
    /// Own messages of one stream that may wait for their quorum; then the chain is read no further.
    public let maximumOpenProposals: Int
    /// The longest pause after failed reads, in milliseconds.
    public let maximumPause: UInt64

    public init(
        network: NetworkName, attester: PrivateKey?, heartbeatInterval: UInt64 = 10_000, pollInterval: UInt64 = 1_000,
        maximumOpenProposals: Int = 256, maximumPause: UInt64 = 30_000
    ) {
        self.network = network
        self.attester = attester
        self.heartbeatInterval = heartbeatInterval
        self.pollInterval = pollInterval
        self.maximumOpenProposals = maximumOpenProposals
        self.maximumPause = maximumPause
    }
}
