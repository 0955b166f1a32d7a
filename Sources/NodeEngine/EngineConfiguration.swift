public import CollateralState
public import Signatures

/// What an engine is told once.
public struct EngineConfiguration: Sendable {
    /// The longest interval or pause, in milliseconds: a day.
    public static let longestInterval: UInt64 = 86_400_000

    public let network: NetworkName
    /// The key that attests; nil for a node that only follows.
    public let attester: PrivateKey?
    /// Between two heartbeats of one stream, in milliseconds, unless its position stands still.
    public let heartbeatInterval: UInt64
    /// Own messages of one stream that may wait for their quorum; then the chain is read no further.
    public let maximumOpenProposals: Int
    /// The longest pause after failed reads, in milliseconds.
    public let maximumPause: UInt64

    /// - Throws: `outOfRange` unless interval and pause are 1 ms to a day, and the proposals 1 to 1,024.
    public init(
        network: NetworkName, attester: PrivateKey?, heartbeatInterval: UInt64 = 10_000, maximumOpenProposals: Int = 256,
        maximumPause: UInt64 = 30_000
    ) throws(NodeEngineError) {
        self.network = network
        self.attester = attester
        self.heartbeatInterval = try Self.interval(heartbeatInterval, "heartbeat interval")
        self.maximumPause = try Self.interval(maximumPause, "longest pause")
        let most = Int(AttestationPool.ahead)
        guard (1...most).contains(maximumOpenProposals) else {
            throw .outOfRange(field: "open proposals", expected: "1 to \(most)", got: "\(maximumOpenProposals)")
        }
        self.maximumOpenProposals = maximumOpenProposals
    }

    static func interval(_ milliseconds: UInt64, _ field: String) throws(NodeEngineError) -> UInt64 {
        guard (1...longestInterval).contains(milliseconds) else {
            throw .outOfRange(field: "\(field) in milliseconds", expected: "1 to \(longestInterval)", got: "\(milliseconds)")
        }
        return milliseconds
    }
}

extension Timestamp {
    /// This moment and a number of milliseconds, at most the last moment that 64 bits can hold.
    func later(by milliseconds: UInt64) -> Timestamp {
        let (sum, isOver) = self.milliseconds.addingReportingOverflow(milliseconds)
        return Timestamp(milliseconds: isOver ? .max : sum)
    }
}
