import ChainModel
import CollateralState
import Encoding
import Quorum
import Signatures
import StateTree
import Testing
import UnifiedView

@testable import NodeEngine

/// An engine with a memory of what it wanted done, and what a disk would hold of it.
struct TestNode {
    let world: World
    let key: PrivateKey?
    let script = Script()
    var engine: Engine
    var shelf: Shelf
    var now: UInt64 = 1_000_000
    /// Rounds asked and not answered.
    private(set) var open: [StreamID: UInt64] = [:]
    /// From which height each stream was last asked.
    private(set) var askedFrom: [StreamID: UInt64] = [:]
    private(set) var alarms: [Alarm] = []
    private(set) var fetches: [ClosedRange<UInt64>] = []

    static let pollInterval: UInt64 = 500

    /// - Parameters:
    ///   - key: which key attests; nil for none.
    ///   - chains: how many of the two are observed.
    init(
        _ world: World, key: Int? = 0, chains: Int = 1, maximumOpenProposals: Int = 256, maximumChanges: Int = StateMessage.maximumChanges,
        heartbeatInterval: UInt64 = 2_000, restarts: [StreamRestart]? = nil
    ) throws {
        self.world = world
        self.key = key.map { World.keys[$0] }
        shelf = Shelf(world)
        let configuration = try EngineConfiguration(
            network: World.network, attester: self.key, heartbeatInterval: heartbeatInterval, maximumOpenProposals: maximumOpenProposals,
            maximumPause: 4_000)
        let script = script
        let observers = try world.descriptions.prefix(chains).map { Observer(adapter: try ScriptedAdapter($0, script), pollInterval: Self.pollInterval) }
        engine = try Engine(
            configuration: configuration, streams: restarts ?? shelf.restarts(), observers: observers, links: AccountLinks(network: World.network),
            seed: 1, maximumChanges: maximumChanges)
    }

    /// What happens after a crash: everything is forgotten but what is durable.
    mutating func restart(_ adjust: (StreamRestart) -> StreamRestart = { $0 }) throws {
        let observers = engine.observed.keys.sorted().compactMap { engine.observed[$0] }.map { Observer(adapter: $0.adapter, pollInterval: $0.pollInterval) }
        engine = try Engine(
            configuration: engine.configuration, streams: shelf.restarts().map(adjust), observers: observers, links: engine.links, seed: 2,
            maximumChanges: engine.maximumChanges)
        (open, askedFrom) = ([:], [:])
    }

    @discardableResult
    mutating func handle(_ event: Event) throws -> [Action] {
        let actions = engine.handle(event, now: Timestamp(milliseconds: now))
        for action in actions {
            switch action {
            case .persist(let records): try shelf.keep(records)
            case .ask(let stream, let round, let requests):
                open[stream] = round
                askedFrom[stream] = requests.first.flatMap { UInt64(String(decoding: $0.body, as: UTF8.self)) }
            case .alarm(let alarm): alarms.append(alarm)
            case .fetch(_, let range): fetches.append(range.lowerBound.value...range.upperBound.value)
            case .viewChanged, .compareWithLog, .rebuild: break
            }
        }
        return actions
    }

    /// Lets time pass until a round is asked, and answers it with one step.
    @discardableResult
    mutating func answer(of stream: StreamID? = nil, with step: @escaping Script.Line) throws -> [Action] {
        let stream = stream ?? world.stream
        if open[stream] == nil {
            now += 60_000
            try handle(.tick)
        }
        let round = try #require(open[stream], "the engine does not ask for this stream")
        open[stream] = nil
        script.write(step)
        let request = SourceRequest(source: SourceID(0), body: [], maximumAnswerBytes: 8, label: "script")
        return try handle(.answered(stream, round: round, [SourceAnswer(request: request, outcome: .body([0]))]))
    }

    /// Reads blocks up to a height.
    ///
    /// - Parameter head: the last final block there is; nil when it is the height itself.
    @discardableResult
    mutating func read(_ observations: [Observation], to height: UInt64, head: UInt64? = nil, of stream: StreamID? = nil) throws -> [Action] {
        let evidence = try Evidence(.quorumRead, agreeingSources: 2, distinctOperators: 2)
        return try answer(of: stream) { _ in
            let progress = ReadProgress(
                observations: observations, position: World.position(height), head: head ?? height, evidence: evidence, grounds: [])
            return ReadStep(verdict: .accepted(.finished(progress)), next: Cursor(position: World.position(height)), alarms: [])
        }
    }

    @discardableResult
    mutating func receive(_ items: ExchangeItem..., from peer: String = "peer") throws -> [Action] {
        try handle(.received(items, from: PeerID(parsing: peer), cursor: nil))
    }

    var status: ObservationStatus? { engine.observations.first { $0.stream == world.stream } }
    var ledger: StreamLedger? { engine.ledgers.first { $0.stream == world.stream } }
    var tip: UInt64 { ledger?.tip?.header.sequence.value ?? 0 }
    var isAsking: Bool { open[world.stream] != nil }
}

/// What a database would keep.
struct Shelf {
    private let world: World
    private(set) var records: [StoredRecord] = []
    private var accepted: [StreamID: [CertifiedMessage]] = [:]
    private var intents: [StreamID: [SequenceNumber: StateMessage]] = [:]
    private(set) var positions: [StreamID: ChainPosition] = [:]
    private var statements: [StreamID: [Equivocation.Statement]] = [:]
    private(set) var halted: [StreamID: String] = [:]
    private var changes: [StreamID: [AttesterSetChange]] = [:]

    init(_ world: World) { self.world = world }

    enum Fault: Error {
        case secondDigest(MessagePosition)
        case notOnTop(MessagePosition)
    }

    mutating func keep(_ batch: [StoredRecord]) throws {
        for record in batch {
            records.append(record)
            switch record {
            case .proposal(let message, let attestation):
                let place = message.position
                if let known = intents[place.stream]?[place.sequence], known.digest != message.digest { throw Fault.secondDigest(place) }
                intents[place.stream, default: [:]][place.sequence] = message
                statements[place.stream, default: []].append(Equivocation.Statement(header: message.header, attestation: attestation))
            case .attestation(let header, let attestation):
                statements[header.stream, default: []].append(Equivocation.Statement(header: header, attestation: attestation))
            case .accepted(let message):
                let stream = message.position.stream
                guard message.position.sequence.value == UInt64(accepted[stream]?.count ?? 0) + 1 else { throw Fault.notOnTop(message.position) }
                accepted[stream, default: []].append(message)
            case .position(let stream, let position): positions[stream] = position
            case .halted(let stream, let reason): halted[stream] = reason
            case .attesterSetChange(let change): changes[change.next.stream, default: []].append(change)
            case .disputed, .frozen, .heartbeat, .equivocation, .link, .peerCursor: break
            }
        }
    }

    func restarts() throws -> [StreamRestart] {
        try world.descriptions.enumerated().map { index, description in
            var history = try AttesterSetHistory(genesis: world.genesis[index])
            for change in changes[description.id] ?? [] { try history.apply(change) }
            let messages = accepted[description.id] ?? []
            var tree = AccountTree()
            for message in messages { tree = try tree.applying(message.message.changes) }
            let open = (intents[description.id] ?? [:]).filter { $0.key.value > UInt64(messages.count) }.sorted { $0.key < $1.key }
            return StreamRestart(
                ledger: LedgerSnapshot(description: description, history: history, tip: messages.last?.certificate, tree: tree),
                tipMessage: messages.last?.message, openProposals: open.map(\.value), position: positions[description.id],
                statements: statements[description.id] ?? [], haltedReason: halted[description.id])
        }
    }

    // MARK: What tests ask

    var proposals: [(message: StateMessage, attestation: Attestation)] {
        records.compactMap { if case .proposal(let message, let attestation) = $0 { (message, attestation) } else { nil } }
    }

    var acceptedMessages: [CertifiedMessage] {
        records.compactMap { if case .accepted(let message) = $0 { message } else { nil } }
    }

    var attestations: [(header: StateMessageHeader, attestation: Attestation)] {
        records.compactMap { if case .attestation(let header, let attestation) = $0 { (header, attestation) } else { nil } }
    }

    var heartbeats: [Heartbeat] {
        records.compactMap { if case .heartbeat(let heartbeat) = $0 { heartbeat } else { nil } }
    }

    var equivocations: [Equivocation] {
        records.compactMap { if case .equivocation(let evidence) = $0 { evidence } else { nil } }
    }
}

extension StreamRestart {
    /// This restart with some parts put in place of its own.
    func with(
        tipMessage: StateMessage?? = nil, openProposals: [StateMessage]? = nil, position: ChainPosition?? = nil, statements: [Equivocation.Statement]? = nil
    ) -> StreamRestart {
        StreamRestart(
            ledger: ledger, tipMessage: tipMessage ?? self.tipMessage, openProposals: openProposals ?? self.openProposals,
            position: position ?? self.position, statements: statements ?? self.statements, equivocations: equivocations, haltedReason: haltedReason)
    }
}

extension Alarm {
    var reason: String? {
        if case .halted(_, let reason) = self { reason } else { nil }
    }
}
