import ChainIdentity
import ChainModel
import CollateralState
import Logging
import Metrics
import NodeAPI
import NodeEngine
import NodeStorage
import Quorum
import Signatures
import UnifiedView

/// The funnel: one event at a time goes through the engine, what must be durable is made durable, and only then the other actions leave.
actor NodeCore {
    private var engine: Engine
    private let store: Store
    private let logger: Logger
    private let outgoing: AsyncStream<Action>.Continuation
    private var nextProgress = Timestamp(milliseconds: 0)
    /// Actions for the edge to run, in order. Bounded: the engine has at most one round a stream and one fetch a stream and second under way.
    nonisolated let actions: AsyncStream<Action>
    nonisolated let changes = ChangeSignal()

    init(engine: Engine, store: Store, logger: Logger) {
        self.engine = engine
        self.store = store
        self.logger = logger
        (actions, outgoing) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(4_096))
    }

    /// - Throws: when something could not be made durable. The node then stops: what it holds in memory may be ahead of what it kept.
    func handle(_ event: Event) async throws(NodeError) {
        let now = WallClock.now()
        try await perform(engine.handle(event, now: now))
        tellProgress(now)
    }

    private func perform(_ actions: [Action]) async throws(NodeError) {
        var isChanged = false
        for action in actions {
            switch action {
            case .persist(let records):
                do { try store.persist(records) } catch { throw .storage(error) }
                isChanged = true
            case .viewChanged: isChanged = true
            case .compareWithLog(let message): try await compare(message)
            case .rebuild(let stream): try await rebuild(stream)
            case .alarm(let alarm): raise(alarm)
            case .ask, .fetch: outgoing.yield(action)
            }
        }
        guard isChanged else { return }
        await changes.notify()
        measure()
    }

    /// Ends the stream of actions; the loop that runs them then ends.
    func stop() { outgoing.finish() }

    func view() throws(NodeEngineError) -> CollateralView { try engine.view() }
    func ledgers() -> [StreamLedger] { engine.ledgers }
    /// The keys of all that are, or ever were, attesters of a trusted stream.
    func attesters() -> Set<PublicKey> { Set(engine.ledgers.flatMap { $0.history.sets.flatMap { $0.attesters.map(\.key) } }) }
    func observations() -> [ObservationStatus] { engine.observations }

    /// A message older than the engine remembers: known from the log, or a dispute to keep and to count again.
    private func compare(_ message: CertifiedMessage) async throws(NodeError) {
        do {
            guard try store.acceptedDigest(at: message.position) != message.digest else { return }
            try store.persist([.disputed(message)])
        } catch { throw .storage(error) }
        try await rebuild(message.position.stream)
    }

    /// Merges the whole log of a stream again.
    private func rebuild(_ stream: StreamID) async throws(NodeError) {
        guard let history = engine.ledgers.first(where: { $0.stream == stream })?.history else { return }
        let log: [CertifiedMessage]
        do { log = try store.certifiedLog(of: history) } catch { throw .storage(error) }
        let actions: [Action]
        do { actions = try engine.rebuild(stream, from: log, now: WallClock.now()) } catch {
            throw .contents(file: store.file, stream: stream, reason: "\(error)")
        }
        try await perform(actions)
    }

    /// Counts an alarm and tells the operator.
    func raise(_ alarm: Alarm) {
        Counter(label: "plimsoll_alarms_total", dimensions: [("kind", alarm.label)]).increment()
        logger.error("\(alarm)", metadata: ["alarm": "\(alarm.label)"])
    }

    /// Tells how far a chain was read while it is being caught up with, not more often than every two seconds.
    private func tellProgress(_ now: Timestamp) {
        guard now.milliseconds >= nextProgress.milliseconds else { return }
        for status in engine.observations {
            guard let position = status.position?.block.height, let head = status.head, head > position + Self.progressLag else { continue }
            nextProgress = Timestamp(milliseconds: now.milliseconds + 2_000)
            logger.info("reading stream \(status.stream.description.prefix(16)): block \(position) of \(head), \(head - position) to go")
        }
    }

    /// A chain this many blocks behind is being caught up with.
    private static let progressLag: UInt64 = 64

    private func measure() {
        for status in engine.observations {
            let dimensions = [("stream", String(status.stream.description.prefix(16)))]
            Gauge(label: "plimsoll_chain_height", dimensions: dimensions).record(status.position?.block.height ?? 0)
            Gauge(label: "plimsoll_chain_head", dimensions: dimensions).record(status.head ?? 0)
            Gauge(label: "plimsoll_open_proposals", dimensions: dimensions).record(status.openProposals)
        }
        for status in engine.ledgers.map(\.status) {
            let dimensions = [("stream", String(status.stream.description.prefix(16))), ("chain", status.chain.description)]
            Gauge(label: "plimsoll_stream_sequence", dimensions: dimensions).record(status.sequence?.value ?? 0)
            Gauge(label: "plimsoll_stream_accounts", dimensions: dimensions).record(status.accountCount)
            Gauge(label: "plimsoll_stream_waiting", dimensions: dimensions).record(status.waiting)
            Gauge(label: "plimsoll_stream_live", dimensions: dimensions).record(status.standing.isLive ? 1 : 0)
        }
    }
}
