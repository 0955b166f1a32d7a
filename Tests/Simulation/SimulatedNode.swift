import ChainModel
import CollateralState
import NodeEngine
import Quorum
import Signatures
import UnifiedView

/// One engine and its disk. Crashing forgets everything but the disk.
struct SimulatedNode {
    let id: PeerID
    let key: PrivateKey
    let observers: [Observer]
    private(set) var disk: MemoryDisk
    private(set) var engine: Engine
    /// Requests that the world has not answered yet.
    var asked: [(stream: StreamID, round: UInt64, requests: [SourceRequest])] = []
    private(set) var alarms: [Alarm] = []
    private(set) var crashes = 0
    private let seed: UInt64

    init(_ id: PeerID, key: PrivateKey, observers: [Observer], trust: TrustAnchor, seed: UInt64) throws {
        self.id = id
        self.key = key
        self.observers = observers
        self.seed = seed
        disk = MemoryDisk(trust)
        engine = try Self.engine(key, observers, disk, trust.network, seed)
    }

    private static func engine(
        _ key: PrivateKey, _ observers: [Observer], _ disk: MemoryDisk, _ network: NetworkName, _ seed: UInt64
    ) throws -> Engine {
        var links = AccountLinks(network: network)
        for link in disk.links { _ = try links.insert(link) }
        return try Engine(
            configuration: EngineConfiguration(network: network, attester: key, heartbeatInterval: 2_000, maximumPause: 4_000),
            streams: disk.restarts(), observers: observers, links: links, seed: seed)
    }

    /// Where a crash falls in the work of one event.
    enum Crash {
        case none
        /// The engine has decided, nothing is durable.
        case beforePersist
        /// Durable, and nothing after it was done.
        case afterPersist
    }

    mutating func handle(_ event: Event, now: Timestamp, crash: Crash) throws {
        for action in engine.handle(event, now: now) {
            switch action {
            case .persist(let records):
                if crash == .beforePersist { return try restart() }
                try disk.persist(records)
                if crash == .afterPersist { return try restart() }
            case .ask(let stream, let round, let requests): asked.append((stream, round, requests))
            case .alarm(let alarm): alarms.append(alarm)
            case .fetch, .viewChanged, .compareWithLog, .rebuild: break
            }
        }
        if crash != .none { try restart() }
    }

    private mutating func restart() throws {
        crashes += 1
        asked = []
        engine = try Self.engine(key, observers, disk, engine.configuration.network, seed &+ UInt64(crashes))
    }
}
