public import CollateralState
public import Devnet
public import Encoding
internal import Foundation

/// A development chain that many requests share, with a clock.
public actor HostedChain {
    private var chain: DevelopmentChain
    private let clock: @Sendable () -> Timestamp

    /// - Parameter clock: where block times come from; the system's clock unless a test has its own.
    public init(_ chain: DevelopmentChain, clock: @escaping @Sendable () -> Timestamp = HostedChain.systemClock) {
        self.chain = chain
        self.clock = clock
    }

    /// Milliseconds since 1970 by the system's clock.
    public static let systemClock: @Sendable () -> Timestamp = {
        Timestamp(milliseconds: UInt64(max(0, Date().timeIntervalSince1970 * 1_000)))
    }

    public func answer(_ body: Bytes, source: Int) -> Bytes {
        chain.answer(body, source: source, now: clock())
    }

    /// Reads or changes the chain directly, for programs that host it. Nothing else happens to it meanwhile.
    public func use<Value: Sendable>(
        _ body: @Sendable (inout DevelopmentChain, Timestamp) throws(DevnetError) -> Value
    ) throws(DevnetError) -> Value {
        try body(&chain, clock())
    }
}
