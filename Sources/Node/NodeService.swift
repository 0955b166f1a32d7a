import AsyncHTTPClient
import ChainIdentity
import ChainModel
import CollateralState
public import Encoding
import Foundation
public import Logging
import Margin
import NIOCore
public import NodeAPI
import NodeEngine
public import NodeStorage
import NodeTransport
import Quorum
public import ServiceLifecycle
import StateTree
public import TransparencyLog
public import UnifiedView

/// One running node: its engine, its database, its chains, its peers and its HTTP interface, as one service.
///
/// Everything runs in one task group. When any part fails the whole stops: what is durable is the truth, and a restart goes on from it.
public struct NodeService: Service, NodeInspection {
    public let configuration: NodeConfiguration
    public let store: Store
    private let core: NodeCore
    private let inputs: InputFiles
    private let board: PeerBoard
    let prepared: PreparedNode
    private let logger: Logger
    private let registry: PrometheusRegistry
    private let onListening: @Sendable (Int) async -> Void

    /// Opens the database, restores what it holds and verifies the configuration against the trust file.
    ///
    /// - Parameter onListening: called with the port once the HTTP interface accepts connections.
    public init(
        _ configuration: NodeConfiguration, registry: PrometheusRegistry, logger: Logger,
        progress: (String) -> Void = { _ in }, onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws(NodeError) {
        self.configuration = configuration
        self.logger = logger
        self.registry = registry
        self.onListening = onListening
        prepared = try PreparedNode(configuration, progress: progress)
        store = prepared.store
        core = NodeCore(engine: prepared.engine, store: prepared.store, logger: logger)
        inputs = InputFiles(configuration, trust: prepared.trust, store: prepared.store, logger: logger)
        board = PeerBoard(configuration.peers)
    }

    public var changes: ChangeSignal { core.changes }

    public func run() async throws {
        for status in prepared.engine.observations where !status.hasVoice {
            logger.warning("this node's key is in no attester set of stream \(status.stream): it observes the chain and signs nothing")
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .plimsoll)
        do {
            try await cancelWhenGracefulShutdown { try await runParts(client) }
        } catch is CancellationError {
            logger.info("stopping")
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private func runParts(_ client: HTTPClient) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await serve() }
            group.addTask { try await tick() }
            group.addTask { try await watchFiles() }
            group.addTask { try await runActions(client) }
            for peer in configuration.peers {
                let reader = try peerReader(peer, client)
                group.addTask { try await reader.run() }
                let witness = try peerWitness(peer, client)
                group.addTask { try await witness.run() }
            }
            defer { group.cancelAll() }
            // No part ends by itself while the node lives.
            try await group.next()
        }
    }

    private func serve() async throws {
        let listener = configuration.listener
        do {
            try await HTTPInterface(
                node: self, host: listener.host, port: listener.port, tls: listener.tls, token: prepared.token, logger: logger,
                onListening: onListening
            ).run()
        } catch let error as IOError {
            throw cannotListen(String(cString: strerror(error.errnoCode)))
        } catch {
            guard let tls = listener.tls, !(error is CancellationError) else { throw error }
            throw cannotListen("\(error); look at tls_certificate \(tls.certificate) and tls_key \(tls.key)")
        }
    }

    private func cannotListen(_ reason: String) -> NodeError {
        .cannotListen(file: configuration.file, address: "\(configuration.listener.host):\(configuration.listener.port)", reason: reason)
    }

    /// Often enough that no poll is late by more than a quarter of its interval.
    private func tick() async throws {
        let fastest = configuration.chains.map(\.pollMilliseconds).min() ?? 1_000
        while !Task.isCancelled {
            try await core.handle(.tick)
            try await Task.sleep(for: .milliseconds(min(max(fastest / 4, 10), 250)))
        }
    }

    private func watchFiles() async throws {
        while !Task.isCancelled {
            for link in await inputs.refresh() { try await core.handle(.submitted(link)) }
            try await Task.sleep(for: .seconds(2))
        }
    }

    /// Runs the engine's outgoing actions, each beside the others.
    private func runActions(_ client: HTTPClient) async throws {
        let callers = Dictionary(
            uniqueKeysWithValues: configuration.chains.map {
                ($0.description.id, SourceCaller(client: client, endpoints: $0.endpoints, chain: $0.description.chain.description))
            })
        let peers = try configuration.peers.map { try peerClient($0, client) }
        try await withThrowingDiscardingTaskGroup { group in
            for await action in core.actions {
                switch action {
                case .ask(let stream, let round, let requests):
                    group.addTask {
                        let answers = await callers[stream]?.perform(requests) ?? []
                        try await core.handle(.answered(stream, round: round, answers))
                    }
                case .fetch(let stream, let gap):
                    group.addTask { try await fetch(stream, gap, from: peers) }
                default: break
                }
            }
        }
    }

    /// Asks the peers one after another for a gap; the first that has some of it ends the search.
    private func fetch(_ stream: StreamID, _ gap: ClosedRange<SequenceNumber>, from peers: [PeerClient]) async throws {
        for peer in peers.shuffled() {
            guard let page = try? await peer.messages(of: stream, gap), !page.items.isEmpty else { continue }
            return try await core.handle(.received(page.items, from: peer.peer, cursor: nil))
        }
    }

    private func peerClient(_ peer: NodeConfiguration.Peer, _ client: HTTPClient) throws(NodeError) -> PeerClient {
        PeerClient(peer: peer.id, endpoint: peer.endpoint, token: try SecretFile.firstLine(peer.tokenFile), client: client)
    }

    private func peerWitness(_ peer: NodeConfiguration.Peer, _ client: HTTPClient) throws(NodeError) -> PeerWitness {
        let core = core
        return PeerWitness(
            client: try peerClient(peer, client), network: configuration.network, store: store, logger: logger,
            pause: .milliseconds(configuration.heartbeatMilliseconds), attesters: { await core.attesters() }, raise: { await core.raise($0) })
    }

    private func peerReader(_ peer: NodeConfiguration.Peer, _ client: HTTPClient) throws(NodeError) -> PeerReader {
        PeerReader(
            client: try peerClient(peer, client), endpoint: peer.endpoint, core: core, board: board, logger: logger,
            start: prepared.peerCursors[peer.id])
    }
}

extension NodeService {
    public func snapshot() async throws -> NodeSnapshot {
        let now = WallClock.now()
        let (parameters, governance) = await inputs.parameters(at: now)
        return NodeSnapshot(
            view: try await core.view(), observations: await core.observations(), peers: await board.all, prices: await inputs.prices,
            parameters: parameters, governance: governance, venues: await inputs.venues, market: await inputs.market, takenAt: now)
    }

    public var logSigner: NoteSigner? { prepared.logSigner }

    public func metrics() -> String { registry.exposition() }

    public func submit(_ link: AccountLink) async throws {
        try await core.handle(.submitted(link))
    }

    public func proofFile(of account: MarginAccount) async throws -> Bytes {
        try ProofMaker(trust: prepared.trust, ledgers: await core.ledgers()).file(of: account)
    }
}

extension HTTPClient.Configuration {
    /// Bounded connects and reads; redirects are not followed, since a source that points elsewhere is another source.
    static var plimsoll: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(30))
        return configuration
    }
}
