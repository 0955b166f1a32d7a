import AsyncHTTPClient
import ChainModel
import Encoding
import Hummingbird
import NIOCore
import NodeTransport
import Testing

@Suite("Asking a chain's sources")
struct SourceCallerTests {
    private func caller(_ url: String, sources: Int = 1, timeout: TimeAmount = .seconds(10)) throws -> SourceCaller {
        let endpoints = try (0..<sources).map { (SourceID($0), try Endpoint(parsing: "\(url)/source/\($0)")) }
        return SourceCaller(
            client: .shared, endpoints: Dictionary(uniqueKeysWithValues: endpoints), chain: "eip155:1", timeout: timeout)
    }

    private func request(_ source: Int, _ body: String = "question", maximum: Int = 1_000) -> SourceRequest {
        SourceRequest(source: SourceID(source), body: Bytes(body.utf8), maximumAnswerBytes: maximum, label: "test")
    }

    private func router(_ log: RequestLog = RequestLog()) -> Router<BasicRequestContext> {
        let router = Router()
        router.post("/source/:number") { request, context in
            let body = try await request.body.collect(upTo: 10_000)
            log.note("\(request.uri.path) \(String(buffer: body))")
            switch String(buffer: body) {
            case "slow": try await Task.sleep(for: .seconds(20))
            case "fail": throw HTTPError(.badGateway)
            case "moved": return Response(status: .found, headers: [.location: "/source/0"])
            case "long": return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(repeating: 0x61, count: 1_001)))
            default: break
            }
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "answer to \(String(buffer: body))")))
        }
        return router
    }

    @Test("each request is sent once, to its own source, as it is, and every one has an answer")
    func answers() async throws {
        let log = RequestLog()
        try await TestServer.serving(router(log)) { url in
            let requests = (0..<3).map { request($0, "q\($0)") }
            let answers = try await caller(url, sources: 3).perform(requests)
            #expect(Set(answers.map(\.request)) == Set(requests))
            for answer in answers {
                #expect(answer.outcome == .body(Bytes("answer to q\(answer.request.source.index)".utf8)))
            }
            #expect(log.lines.sorted() == (0..<3).map { "/source/\($0) q\($0)" })
        }
    }

    @Test("a status, too many bytes, silence, and a port where nobody listens are failures, each its own, and nothing is asked twice")
    func failures() async throws {
        let log = RequestLog()
        try await TestServer.serving(router(log)) { url in
            // Answers get all the time there is; only silence is cut off soon.
            let patient = try caller(url, timeout: .seconds(60))
            let hasty = try caller(url, timeout: .seconds(2))
            #expect(await patient.perform([request(0, "fail")]).first?.outcome == .failed(.status(502)))
            #expect(await patient.perform([request(0, "long")]).first?.outcome == .failed(.tooLarge(maximum: 1_000)))
            #expect(await hasty.perform([request(0, "slow")]).first?.outcome == .failed(.timedOut(milliseconds: 2_000)))
            #expect(log.lines.count == 3)
            #expect(await hasty.perform([request(7)]).first?.outcome == .failed(.unreachable("no address is configured")))
            let nobody = try self.caller("http://127.0.0.1:1", timeout: .seconds(2))
            let answer = await nobody.perform([request(0)]).first
            guard case .failed(let failure)? = answer?.outcome else {
                Issue.record("\(String(describing: answer))")
                return
            }
            #expect(["unreachable", "timed-out"].contains(failure.shortDescription))
        }
    }

    @Test("a slow source does not hold up the answers of the others beyond the time limit")
    func slowSource() async throws {
        try await TestServer.serving(router()) { url in
            let answers = try await caller(url, sources: 2, timeout: .seconds(12)).perform([request(0, "slow"), request(1, "quick")])
            #expect(answers.first { $0.request.source.index == 1 }?.outcome == .body(Bytes("answer to quick".utf8)))
            #expect(answers.first { $0.request.source.index == 0 }?.outcome == .failed(.timedOut(milliseconds: 12_000)))
        }
    }

    @Test("an answer of exactly the allowed size is a value")
    func exactSize() async throws {
        try await TestServer.serving(router()) { url in
            let answers = try await caller(url).perform([request(0, "long", maximum: 1_001)])
            #expect(answers.first?.outcome == .body(Bytes(repeating: 0x61, count: 1_001)))
        }
    }
}
