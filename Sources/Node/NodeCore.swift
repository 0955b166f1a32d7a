import ChainModel
import CollateralState
import Logging
import Metrics
import NodeAPI
import NodeEngine
import NodeStorage
import Quorum
import UnifiedView

/// The funnel: one event at a time goes through the engine, what must be durable is made durable, and only then the other actions leave.
actor NodeCore {
    private var engine: Engine
    private let store: Store
    private let logger: Logger
    private let outgoing: AsyncStream<Action>.Continuation
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
        let actions = engine.handle(event, now: WallClock.now())
        var isChanged = false
        for action in actions {
            switch action {
            case .persist(let records):
                do { try store.persist(records) } catch { throw .storage(error) }
                isChanged = true
            case .viewChanged: isChanged = true
            case .replay(let stream, let sequence): try replay(stream, upTo: sequence)
            case .alarm(let alarm): report(alarm)
            case .ask, .fetch: outgoing.yield(action)
            }
        }
        if isChanged {
            await changes.notify()
            measure()
        }
    }

    /// Ends the stream of actions; the loop that runs them then ends.
    func stop() { outgoing.finish() }

    func view() -> CollateralView { engine.view() }
    func observations() -> [ObservationStatus] { engine.observations }

    /// Rebuilds a stream's ledger from the log, up to the last undisputed message.
    private func replay(_ stream: StreamID, upTo sequence: SequenceNumber) throws(NodeError) {
        do {
            try engine.replay(stream, store.restore(stream))
        } catch let error as NodeStorageError {
            throw .storage(error)
        } catch {
            throw .invalid(file: store.file, setting: "stream \(stream)", reason: "\(error)")
        }
    }

    private func report(_ alarm: Alarm) {
        Counter(label: "plimsoll_alarms_total", dimensions: [("kind", alarm.label)]).increment()
        logger.error("\(alarm)", metadata: ["alarm": "\(alarm.label)"])
    }

    private func measure() {
        for status in engine.observations {
            let dimensions = [("stream", String(status.stream.description.prefix(16)))]
            Gauge(label: "plimsoll_chain_height", dimensions: dimensions).record(status.position?.block.height ?? 0)
            Gauge(label: "plimsoll_chain_head", dimensions: dimensions).record(status.head ?? 0)
            Gauge(label: "plimsoll_open_proposals", dimensions: dimensions).record(status.openProposals)
        }
        for status in engine.view().streams {
            let dimensions = [("stream", String(status.stream.description.prefix(16))), ("chain", status.chain.description)]
            Gauge(label: "plimsoll_stream_sequence", dimensions: dimensions).record(status.sequence?.value ?? 0)
            Gauge(label: "plimsoll_stream_accounts", dimensions: dimensions).record(status.accountCount)
            Gauge(label: "plimsoll_stream_waiting", dimensions: dimensions).record(status.waiting)
            Gauge(label: "plimsoll_stream_live", dimensions: dimensions).record(status.standing.isLive ? 1 : 0)
        }
    }
}
