import AsyncHTTPClient
import Encoding
import NIOCore
import NIOHTTP1
import NodeEngine
import Testing
import UnifiedView

@testable import NodeAPI

@Suite("Links over HTTP")
struct LinkRouteTests {
    private static let token = [("authorization", "Bearer t")]

    private func post(_ client: WireClient, _ text: String) async throws -> WireAnswer {
        try await client.request("/v1/links", method: .POST, headers: Self.token, body: .bytes(ByteBuffer(string: text)))
    }

    @Test("a link signed from both sides is taken once and joins the accounts; the same again changes nothing")
    func taken() async throws {
        let world = try World()
        let link = try world.link()
        try await serving(world.node, token: "t") { client in
            let answer = try await post(client, link.json.printed(pretty: true))
            #expect(answer.status == 202)
            #expect(try answer.json()["outcome"] == "accepted")
            #expect(try answer.json()["members"]?.arrayValue?.count == 2)
            let again = try await post(client, link.json.printed())
            #expect(again.status == 202)
            #expect(try again.json()["outcome"] == "known")
            let account = try await client.request("/v1/accounts/\(try world.owner.account(on: world.third.chain))", headers: Self.token)
            #expect(try account.json()["members"]?.arrayValue?.count == 2)
        }
        #expect(world.node.submitted == [link])
    }

    @Test("an older statement about the same accounts is a conflict")
    func superseded() async throws {
        let world = try World()
        try await world.node.take([.link(try world.link(number: 5, action: .unlink))])
        try await serving(world.node, token: "t") { client in
            let problem = try await post(client, try world.link(number: 4).json.printed()).problem(409, "superseded")
            #expect(problem["detail"]?.stringValue?.contains("statement 5") == true)
            #expect(try await post(client, try world.link(number: 6).json.printed()).status == 202)
        }
        #expect(world.node.submitted.count == 1)
    }

    @Test("what does not parse or verify is refused with the reason, and nothing is taken")
    func refused() async throws {
        let world = try World()
        let (good, other) = (try world.link(), try world.link(by: Owner(9)))
        let foreign = good.json.printed().replacing("network: test", with: "network: mainnet")
        var oneSided = good.json
        if case .object(var members) = oneSided, let first = members["signatures"]?[0] {
            members["signatures"] = [first]
            oneSided = .object(members)
        }
        var swapped = good.json
        if case .object(var members) = swapped {
            members["signatures"] = other.json["signatures"]
            swapped = .object(members)
        }
        try await serving(world.node, token: "t") { client in
            let cases = [
                ("", "malformed-link"), ("{", "malformed-link"), ("[]", "malformed-link"), ("{\"statement\":\"x\",\"signatures\":[]}", "malformed-link"),
                ("{\"a\":1,\"a\":1}", "malformed-link"), (foreign, "foreign-network"), (oneSided.printed(), "missing-signature"),
                (swapped.printed(), "invalid-link-signature"),
                (good.json.printed().replacing("number: 1", with: "number: 2"), "invalid-link-signature"),
            ]
            for (body, title) in cases {
                let problem = try await post(client, body).problem(400, title)
                #expect(problem["remedy"]?.stringValue?.isEmpty == false)
            }
            _ = try await client.request("/v1/links?now=1", method: .POST, headers: Self.token).problem(400, "bad-request")
        }
        #expect(world.node.submitted.isEmpty)
    }

    @Test("a body beyond 64 KiB is refused, whether its length is announced or not, and the node goes on")
    func oversize() async throws {
        let world = try World()
        try await serving(world.node, token: "t") { client in
            _ = try await post(client, String(repeating: " ", count: (64 << 10) + 1)).problem(413, "too-large")
            let chunks = (0..<40).map { _ in ByteBuffer(repeating: 0x20, count: 4_096) }
            let streamed = try await client.request(
                "/v1/links", method: .POST, headers: Self.token, body: .stream(chunks.async, length: .unknown))
            _ = try streamed.problem(413, "too-large")
            #expect(try await post(client, String(repeating: " ", count: 64 << 10)).status == 400, "just not too large")
            #expect(try await post(client, try world.link().json.printed()).status == 202)
        }
    }
}

extension Array where Element: Sendable {
    /// The elements as if they came over time.
    fileprivate var async: AsyncStream<Element> {
        AsyncStream { continuation in
            for element in self { continuation.yield(element) }
            continuation.finish()
        }
    }
}
