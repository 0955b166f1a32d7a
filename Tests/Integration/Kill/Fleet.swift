import AsyncHTTPClient
import CollateralState
import Devnet
import Encoding
import Foundation
import NIOCore
import NodeEngine
import NodeStorage
import NodeTransport
import Quorum
import Signatures
import StateTree
import Synchronization
import TestVectors
import Testing
import UnifiedView

/// The three nodes, what was seen of them, and how they are killed and started again.
final class Fleet: Sendable {
    struct Node: Sendable {
        let index: Int
        let history: NodeHistory
    }

    /// One process of a node, from its start to its kill.
    private struct Life {
        let program: RunningProgram
        let began: ContinuousClock.Instant
    }

    private struct Running {
        var lives: [Int: Life] = [:]
        var lastStartUp = Duration.zero
        var killedInStartUp = 0
    }

    let network: TestNetwork
    let chains: HostedChains
    let nodes: [Node]
    let signatures = SignatureBook()
    private let running = Mutex(Running())

    init(_ chains: HostedChains) async throws {
        self.chains = chains
        nodes = (0..<3).map { Node(index: $0, history: NodeHistory(name: "node \($0)")) }
        network = try TestNetwork(
            chains: chains.chains.map { .init(id: $0.id, vault: DevelopmentChain.defaultVault, sources: [$0.url(), $0.url(source: 1)]) },
            plans: (0..<3).map { own in .init(chains: [0, 1], peers: (0..<3).filter { $0 != own }) })
    }

    var streams: [StreamID] { network.trust.streams.map(\.description.id) }

    // Starting, killing, stopping.

    func startAll() async throws {
        for node in nodes { try start(node.index) }
        for node in nodes { try await untilListening(node.index) }
    }

    private func start(_ index: Int) throws {
        let program = try RunningProgram(Program.url, ["run", "--config", network.configurationFile(index)])
        running.withLock { running in
            running.lives[index] = Life(program: program, began: .now)
        }
    }

    /// Waits until a node serves; how long that took since its start is remembered, if it had to be waited for.
    func untilListening(_ index: Int) async throws {
        guard let life = running.withLock({ $0.lives[index] }), !life.program.errors.contains("listening on port") else { return }
        try await eventually("node \(index) listening", every: .milliseconds(5), last: { try program(index).errors }) {
            try program(index).errors.contains("listening on port")
        }
        running.withLock { $0.lastStartUp = .now - life.began }
    }

    var lastStartUp: Duration { running.withLock { $0.lastStartUp } }

    private func program(_ index: Int) throws -> RunningProgram { try #require(running.withLock { $0.lives[index]?.program }) }

    /// Kills a node, looks into its database before anything else does, and starts it again.
    func kill(_ index: Int, _ number: Int, _ random: inout SeededGenerator) async throws {
        let program = try program(index)
        if let end = program.end { Issue.record("kill \(number): node \(index) had ended by itself, \(end): \(program.errors.suffix(2_000))") }
        program.send(SIGKILL)
        _ = await program.ended()
        if !program.errors.contains("listening on port") { running.withLock { $0.killedInStartUp += 1 } }
        if FileManager.default.fileExists(atPath: network.database(index)) {
            do {
                try nodes[index].history.compare(Store(path: network.database(index), mode: .readOnly), streams, spots: 8, &random)
            } catch NodeStorageError.missing {
                // Killed before its first transaction: then nothing was ever kept.
                #expect(streams.allSatisfy { nodes[index].history.count(of: $0) == 0 })
            }
        }
        #expect(nodes[index].history.findings == [], "after kill \(number)")
        try start(index)
    }

    func stopAll() async throws {
        for node in nodes {
            let program = try program(node.index)
            program.send(SIGTERM)
            let end = await program.ended()
            #expect(end == .code(0), "node \(node.index): \(program.errors.suffix(2_000))")
        }
    }

    // Watching.

    /// Reads a node's feed as a peer does, whenever it lives, and notes all that is signed in it.
    func watch(_ node: Node) async {
        guard let endpoint = try? Endpoint(parsing: network.url(node.index)), let name = try? PeerID(parsing: "watcher") else { return }
        let client = PeerClient(peer: name, endpoint: endpoint, token: nil, client: TestHTTP.client)
        var cursor: FeedCursor?
        while !Task.isCancelled {
            do {
                let page = try await client.page(after: cursor, wait: .milliseconds(500))
                if let cursor, page.cursor.feed != cursor.feed { Issue.record("node \(node.index) began another feed") }
                for item in page.items { note(item, of: node, in: signatures) }
                cursor = page.cursor
            } catch {
                try? await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private func note(_ item: ExchangeItem, of node: Node, in signatures: SignatureBook) {
        let place = "the feed of node \(node.index)"
        switch item {
        case .attestation(let header, let attestation): signatures.note(header, attestation, seenIn: place)
        case .message(let bundle):
            for attestation in bundle.attestations { signatures.note(bundle.message.header, attestation, seenIn: place) }
            node.history.noteShown(bundle.message.header)
        case .equivocation(let first, let second):
            for statement in [first, second] { signatures.note(statement.header, statement.attestation, seenIn: place) }
        case .heartbeat, .attesterSetChange, .link: break
        }
    }

    // Ending.

    /// Waits, without load, until all three stand at the same messages, which hold what the vaults hold.
    func settle(_ load: Load) async throws {
        try await eventually("all nodes standing at the vaults' books", within: .seconds(120), every: .milliseconds(250), last: { self.state }) {
            try await areSettled(load)
        }
    }

    private var state: String {
        nodes.map { node in
            let tips = (try? Store(path: network.database(node.index), mode: .readOnly).streams())?.map { "\($0.tip?.sequence.value ?? 0)" } ?? []
            return "node \(node.index) at \(tips), \((try? program(node.index))?.errors.suffix(300) ?? "")"
        }.joined(separator: "; ")
    }

    private func areSettled(_ load: Load) async throws -> Bool {
        for (index, chain) in chains.chains.enumerated() {
            let stream = try network.stream(index).description.id
            let truth = VaultTruth(chain: network.chains[index], url: chain.url(), accounts: load.accounts, assets: load.assets)
            let wanted = try await truth.holdings(at: "finalized")
            for node in nodes {
                let stored = try Store(path: network.database(node.index), mode: .readOnly).restore(stream)
                guard try truth.holdings(in: stored) == wanted else { return false }
            }
        }
        return true
    }

    /// What must hold of all databases together, once nothing runs any more.
    func expectLaws() throws {
        var roots: [[Digest]] = []
        var books: [SignatureBook] = []
        for node in nodes {
            let store = try Store(path: network.database(node.index), mode: .readWrite(newFeed: .zero))
            try store.verifyIntegrity()
            var random = SeededGenerator()
            try node.history.compare(store, streams, spots: 1_000, &random)
            books.append(try signaturesKept(in: store, node))
            #expect(try store.equivocations().isEmpty)
            roots.append(try streams.map { try expectReplay(of: $0, in: store) })
            #expect(node.history.findings == [])
        }
        for (book, key) in zip(books, network.keys) {
            #expect(book.digests(signedBy: key.id) == signatures.digests(signedBy: key.id), "a signature left before it was durable")
        }
        #expect(Set(roots).count == 1, "\(roots)")
        #expect(signatures.conflicts == [])
        for stream in streams { #expect(nodes.allSatisfy { $0.history.count(of: stream) > 50 }, "hardly anything happened") }
    }

    /// What this node promised, what it kept of others, and what it would show them; all of it enters the common book too.
    private func signaturesKept(in store: Store, _ node: Node) throws -> SignatureBook {
        let kept = SignatureBook()
        for stream in streams {
            for intent in try store.intents(of: stream, limit: 1_000_000) {
                for book in [kept, signatures] { book.note(intent.header, intent.attestation, seenIn: "the intents of node \(node.index)") }
            }
        }
        var last: UInt64 = 0
        while true {
            let page = try store.feed(after: last, limit: 1_000, maximumBytes: 64 << 20)
            for entry in page.items {
                for book in [kept, signatures] { note(entry.item, of: node, in: book) }
            }
            guard page.last > last else { return kept }
            last = page.last
        }
    }

    /// Replays a stream's log from nothing, twice: in the database and in a fresh ledger.
    ///
    /// - Returns: its state root, which is that of the stored tip both times.
    private func expectReplay(of stream: StreamID, in store: Store) throws -> Digest {
        let trusted = try #require(network.trust[stream])
        let tip = try #require(try store.streams().first { $0.stream == stream }?.tip)
        try store.rebuildAccounts(stream)
        let ledger = try LogReplay(trusted).ledger(from: store)
        #expect(ledger.tip?.digest == tip.digest)
        #expect(ledger.tree.root == tip.stateRoot)
        #expect(ledger.standing.isLive)
        return ledger.tree.root
    }

    var summary: String {
        let counts = streams.map { stream in "\(nodes.map { $0.history.count(of: stream) }.max() ?? 0)" }.joined(separator: " and ")
        return "\(running.withLock { $0.killedInStartUp }) kills before the node listened; the last start-up took \(lastStartUp); \(counts) messages, \(signatures.count) signatures"
    }
}
