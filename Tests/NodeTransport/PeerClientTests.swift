import AsyncHTTPClient
import CollateralState
import Encoding
import Hummingbird
import NIOCore
import NodeEngine
import NodeTransport
import Signatures
import Testing

@Suite("Reading a peer's feed")
struct PeerClientTests {
    private let feed = SHA256.hash(Bytes("feed".utf8))
    private let stream = StreamID(SHA256.hash(Bytes("stream".utf8)))

    private func client(_ url: String, token: String? = nil) throws -> PeerClient {
        PeerClient(peer: try PeerID(parsing: "desk-b"), endpoint: try Endpoint(parsing: url), token: token, client: .shared)
    }

    private func router(_ log: RequestLog, answer: @escaping @Sendable () throws -> Response) -> Router<BasicRequestContext> {
        let router = Router()
        for path: RouterPath in ["/v1/exchange", "/v1/streams/:stream/bundles"] {
            router.get(path) { request, _ in
                log.note("\(request.uri.string) \(request.headers[.authorization] ?? "-")")
                return try answer()
            }
        }
        return router
    }

    private func page(_ bytes: Bytes) -> Response { Response(status: .ok, body: .init(byteBuffer: ByteBuffer(bytes: bytes))) }

    private func heartbeat() throws -> Heartbeat {
        let key = try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: 7, count: 32))
        let record = HeartbeatRecord(
            stream: stream, last: .zero, block: BlockReference(height: 5, hash: feed), blockTime: Timestamp(milliseconds: 9))
        return Heartbeat(record: record, signer: key.publicKey.id, signature: try key.sign(record.signingDigest))
    }

    @Test("a page is asked for from the cursor on, with the token, and comes as the peer's items")
    func pages() async throws {
        let sent = ExchangePage(cursor: FeedCursor(feed: feed, item: 12), items: [.heartbeat(try heartbeat())])
        let bytes = try sent.encoded()
        let log = RequestLog()
        try await TestServer.serving(router(log) { page(bytes) }) { url in
            let client = try client(url, token: "sesame")
            #expect(try await client.page(after: nil, wait: .milliseconds(1_500)) == sent)
            #expect(try await client.page(after: FeedCursor(feed: feed, item: 7), wait: .zero) == sent)
            #expect(try await client.messages(of: stream, .first ... SequenceNumber(9)) == sent)
            #expect(
                log.lines == [
                    "/v1/exchange?wait=1500 Bearer sesame", "/v1/exchange?wait=0&feed=\(feed.hex)&after=7 Bearer sesame",
                    "/v1/streams/\(stream)/bundles?from=1&to=9 Bearer sesame",
                ])
        }
    }

    @Test("without a token none is sent")
    func noToken() async throws {
        let bytes = try ExchangePage(cursor: FeedCursor(feed: feed, item: 0), items: []).encoded()
        let log = RequestLog()
        try await TestServer.serving(router(log) { page(bytes) }) { url in
            _ = try await client(url).page(after: nil, wait: .zero)
            #expect(log.lines == ["/v1/exchange?wait=0 -"])
        }
    }

    @Test("what is no page, and what is one and a byte more, is malformed")
    func malformed() async throws {
        let good = try ExchangePage(cursor: FeedCursor(feed: feed, item: 1), items: [.heartbeat(try heartbeat())]).encoded()
        for bytes in [[], [9], Bytes("<html>".utf8), good + [0], Bytes(good.dropLast())] {
            try await TestServer.serving(router(RequestLog()) { page(bytes) }) { url in
                let client = try client(url)
                await #expect { try await client.page(after: nil, wait: .zero) } throws: {
                    guard case .malformed(url, _)? = $0 as? NodeTransportError else { return false }
                    return true
                }
            }
        }
    }

    @Test("a status is told, and a peer that cannot be reached is named without its secrets")
    func unreachable() async throws {
        try await TestServer.serving(router(RequestLog()) { Response(status: .unauthorized) }) { url in
            let client = try client(url)
            await #expect(throws: NodeTransportError.status(url: url, 401)) { try await client.page(after: nil, wait: .zero) }
        }
        let configuration = HTTPClient.Configuration(timeout: .init(connect: .milliseconds(500)))
        let impatient = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let nobody = PeerClient(
            peer: try PeerID(parsing: "desk-b"), endpoint: try Endpoint(parsing: "http://127.0.0.1:1/secret"), token: nil, client: impatient)
        await #expect { try await nobody.page(after: nil, wait: .zero) } throws: {
            guard case .unreachable("http://127.0.0.1:1", _)? = $0 as? NodeTransportError else { return false }
            return !"\($0)".contains("secret")
        }
        try await impatient.shutdown()
    }
}
