public import ChainModel
public import CollateralState
import Encoding
import Quorum
import Signatures
public import UnifiedView

/// The node without its edge: events and `now` in, actions out.
///
/// It observes its own two chains through their adapters, makes and signs state messages, tallies attestations, certifies, and merges the
/// certified messages of every trusted stream. It never waits, reads no clock and touches neither socket nor file, so the same code runs live, in
/// tests and in the simulator.
public struct Engine: Sendable {
    public let configuration: EngineConfiguration
    var followed: [StreamID: FollowedStream] = [:]
    var observed: [StreamID: ObservedStream] = [:]
    public internal(set) var links: AccountLinks
    /// Where each attester is known to have signed two digests.
    var convictions: [KeyID: Set<MessagePosition>] = [:]
    var random: JitterSource
    /// Changes in one message before a block is split; the cut rule's 65,536 outside tests.
    let maximumChanges: Int

    /// - Parameters:
    ///   - streams: each trusted stream as it was durable.
    ///   - observers: the adapters of the observed streams, each of a stream in `streams`.
    ///   - seed: for the jitter of pauses; any number.
    public init(
        configuration: EngineConfiguration, streams: [StreamRestart], observers: [Observer], links: AccountLinks, seed: UInt64
    ) throws(NodeEngineError) {
        try self.init(
            configuration: configuration, streams: streams, observers: observers, links: links, seed: seed,
            maximumChanges: StateMessage.maximumChanges)
    }

    init(
        configuration: EngineConfiguration, streams: [StreamRestart], observers: [Observer], links: AccountLinks, seed: UInt64,
        maximumChanges: Int
    ) throws(NodeEngineError) {
        self.configuration = configuration
        self.links = links
        self.maximumChanges = maximumChanges
        random = JitterSource(seed: seed)
        for stream in streams { try restore(stream) }
        for observer in observers {
            guard let restart = streams.first(where: { $0.ledger.description.id == observer.adapter.stream.id }) else {
                throw .unknownStream(observer.adapter.stream.id)
            }
            try observe(observer, restart)
        }
    }

    /// What happens next.
    public mutating func handle(_ event: Event, now: Timestamp) -> [Action] {
        var turn = Turn(now: now)
        switch event {
        case .tick: break
        case .answered(let stream, let round, let answers): take(answers, of: stream, round: round, &turn)
        case .received(let items, let peer, let cursor): take(items, from: peer, cursor, &turn)
        case .submitted(let link): take(link, from: nil, &turn)
        }
        for stream in observed.keys.sorted() {
            heartbeat(stream, &turn)
            ask(stream, &turn)
        }
        for stream in followed.keys.sorted() { fetchGap(stream, &turn) }
        return turn.actions()
    }

    /// Everything this node knows, merged.
    public func view() throws(NodeEngineError) -> CollateralView {
        do {
            return try CollateralView(
                network: configuration.network, ledgers: ledgers, links: links, contradictions: observed.compactMapValues(\.contradiction))
        } catch { throw .view(error) }
    }

    /// Every trusted stream's ledger, ascending by stream.
    public var ledgers: [StreamLedger] {
        followed.keys.sorted().compactMap { followed[$0]?.ledger }
    }

    private func hasVoice(in stream: StreamID) -> Bool {
        guard let key = configuration.attester, let ledger = followed[stream]?.ledger, let next = ledger.next else { return false }
        return ledger.history.set(for: next)[key.publicKey.id] != nil
    }

    /// How the reading of the node's own chains stands.
    public var observations: [ObservationStatus] {
        observed.keys.sorted().compactMap { stream in
            var status = observed[stream]?.status
            status?.hasVoice = hasVoice(in: stream)
            return status
        }
    }
}

/// One of the node's own chains.
public struct Observer: Sendable {
    public let adapter: any ChainAdapter
    /// Between two looks at the chain when it is caught up, in milliseconds.
    public let pollInterval: UInt64

    public init(adapter: any ChainAdapter, pollInterval: UInt64) {
        self.adapter = adapter
        self.pollInterval = pollInterval
    }
}

/// SplitMix64: jitter from a seed, so that a run can be repeated.
struct JitterSource: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// In 0..<1.
    mutating func next() -> Double {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
    }
}
