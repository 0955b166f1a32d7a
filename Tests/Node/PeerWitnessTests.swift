import AsyncHTTPClient
import CollateralState
import Encoding
import Hummingbird
import Logging
import NIOCore
import NodeEngine
import NodeStorage
import NodeTransport
import Signatures
import Synchronization
import Testing
import TransparencyLog

@testable import Node

@Suite("Watching the logs of peers", .timeLimit(.minutes(2)))
struct PeerWitnessTests {
    private let folder: ScratchFolder
    private let store: Store
    private let network: NetworkName
    private let key: PrivateKey
    private let log: ShownLog
    private let book = AlarmList()

    init() throws {
        folder = try ScratchFolder()
        store = try Store(path: folder.file("witness.db"), mode: .readWrite(newFeed: .zero))
        network = try NetworkName(parsing: "test")
        key = try PrivateKey.generate(.ed25519)
        log = ShownLog(try NodeLog.signer(network, key))
    }

    private func witness(at url: String, pause: Duration = .seconds(1)) throws -> PeerWitness {
        let (key, book) = (key.publicKey, book)
        return PeerWitness(
            client: PeerClient(peer: try PeerID(parsing: "desk-b"), endpoint: try Endpoint(parsing: url), token: nil, client: .shared),
            network: network, store: store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, pause: pause,
            attesters: { [key] }, raise: { book.note($0) })
    }

    /// One look, and what it must find.
    private func expect(_ kind: String?, at url: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let found = try await witness(at: url).look()
        #expect(found?.kind == kind, "\(found?.reason ?? "nothing")", sourceLocation: sourceLocation)
    }

    private func kept() throws -> WitnessedLog? { try store.witnessed().first }

    @Test("a log that grows is followed, and what was seen of it is durable")
    func honest() async throws {
        try await log.served { url in
            for size in [0, 1, 1, 2, 7, 8, 100] {
                log.grow(to: size)
                try await expect(nil, at: url)
                let note = try SignedNote(parsing: #require(try kept()).latest)
                #expect(try CheckpointBody(parsing: note.text).size == UInt64(size))
            }
            #expect(try kept()?.conflicting == nil)
        }
    }

    @Test("two histories of one size, or one that does not begin with the other, are kept as evidence", arguments: [(8, "split"), (9, "unproven"), (40, "unproven")])
    func split(size: Int, kind: String) async throws {
        try await log.served { url in
            log.grow(to: 8)
            _ = try await witness(at: url).look()
            let before = try #require(try kept()).latest
            log.rewrite(salt: 1)
            log.grow(to: size)
            try await expect(kind, at: url)
            #expect(try kept()?.latest == before)
            #expect(try kept()?.conflicting != nil)
            // As long as it shows that history it does not heal, and the first evidence stays.
            let evidence = try kept()?.conflicting
            log.grow(to: size + 5)
            try await expect(kind, at: url)
            #expect(try kept()?.conflicting == evidence)
            #expect(try kept()?.latest == before)
            // The true history again: two roots of one size convict all the same, anything else may have been somebody between.
            log.rewrite(salt: 0)
            log.grow(to: 50)
            try await expect(kind == "split" ? "split" : nil, at: url)
            let last = try kept()
            #expect((last?.conflicting == nil) == (kind != "split"))
            #expect((last?.latest == before) == (kind == "split"))
        }
    }

    @Test("a log that got shorter is kept as evidence until it has grown again from what was seen")
    func shrunk() async throws {
        try await log.served { url in
            log.grow(to: 8)
            _ = try await witness(at: url).look()
            log.rewrite(salt: 0)
            log.grow(to: 3)
            try await expect("shrunk", at: url)
            #expect(try kept()?.conflicting != nil)
            log.grow(to: 9)
            try await expect(nil, at: url)
            #expect(try kept()?.conflicting == nil)
        }
    }

    @Test("an alarm is raised once, not with every look")
    func alarms() async throws {
        try await log.served { url in
            log.grow(to: 8)
            _ = try await witness(at: url).look()
            log.rewrite(salt: 1)
            log.grow(to: 8)
            let watching = Task { try await witness(at: url, pause: .milliseconds(10)).run() }
            try await Task.sleep(for: .milliseconds(400))
            watching.cancel()
            _ = try? await watching.value
            #expect(book.kinds == ["split"])
        }
    }

    @Test("a checkpoint by a stranger's key changes nothing")
    func strangers() async throws {
        try await log.served { url in
            log.grow(to: 4)
            log.signer = try NodeLog.signer(network, PrivateKey.generate(.ed25519))
            try await expect("unverified", at: url)
            #expect(try kept() == nil)
        }
    }

    @Test("a peer that keeps no log is left alone")
    func none() async throws {
        log.isAbsent = true
        try await log.served { url in
            try await expect(nil, at: url)
            #expect(try kept() == nil)
        }
    }
}

/// The alarms that were raised.
private final class AlarmList: Sendable {
    private let state = Mutex<[String]>([])

    var kinds: [String] { state.withLock { $0 } }

    func note(_ alarm: Alarm) {
        guard case .peerLog(_, let kind, _) = alarm else { return }
        state.withLock { $0.append(kind) }
    }
}

/// A peer's log as it shows it over HTTP.
private final class ShownLog: Sendable {
    private struct State {
        var log = AppendOnlyLog()
        var salt = 0
        var signer: NoteSigner
        var isAbsent = false
    }

    private let state: Mutex<State>

    init(_ signer: NoteSigner) { state = Mutex(State(signer: signer)) }

    var signer: NoteSigner {
        get { state.withLock { $0.signer } }
        set { state.withLock { $0.signer = newValue } }
    }

    var isAbsent: Bool {
        get { state.withLock { $0.isAbsent } }
        set { state.withLock { $0.isAbsent = newValue } }
    }

    func grow(to size: Int) {
        state.withLock { state in
            while state.log.size < UInt64(size) { state.log.append(Bytes("entry \(state.log.size) of \(state.salt)".utf8)) }
        }
    }

    /// Another history from the beginning; the same one again for the salt 0.
    func rewrite(salt: Int) {
        state.withLock { state in
            state.log = AppendOnlyLog()
            state.salt = salt
        }
    }

    func served<Value: Sendable>(_ body: @escaping @Sendable (String) async throws -> Value) async throws -> Value {
        let router = Router(context: BasicRequestContext.self)
        router.get("/v1/log/checkpoint") { [self] _, _ -> Response in
            try state.withLock { state in
                guard !state.isAbsent else { return Response(status: .notFound) }
                let origin = try LogOrigin(state.signer.verifierKey.name.text)
                let note = try state.signer.sign(state.log.checkpoint(origin: origin))
                return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(bytes: note.encoded)))
            }
        }
        router.get("/v1/log/consistency") { [self] request, _ -> Response in
            try state.withLock { state in
                let (from, to) = (request.uri.queryParameters.get("from").flatMap { UInt64($0) } ?? 0, request.uri.queryParameters.get("to").flatMap { UInt64($0) } ?? 0)
                let proof = try state.log.consistencyProof(from: from, to: to)
                let json: JSON = ["from": .integer(from), "to": .integer(to), "proof": .array(proof.map { .string($0.hex) })]
                return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: json.printed())))
            }
        }
        return try await Self.serving(router, body)
    }

    private static func serving<Value: Sendable>(
        _ router: Router<BasicRequestContext>, _ body: @escaping @Sendable (String) async throws -> Value
    ) async throws -> Value {
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in found.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "test-peer") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await application.run()
                return nil
            }
            group.addTask {
                for await port in ports { return try await body("http://127.0.0.1:\(port)") }
                return nil
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let finished { return finished }
            }
            throw CancellationError()
        }
    }
}
