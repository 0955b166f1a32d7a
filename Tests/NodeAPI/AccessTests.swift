import AsyncHTTPClient
import Encoding
import NIOCore
import NIOHTTP1
import Testing

@testable import NodeAPI

@Suite("Who may ask and write")
struct AccessTests {
    private static let reads = ["/v1/status", "/v1/streams", "/v1/accounts", "/v1/view", "/v1/messages", "/v1/evidence", "/v1/exchange", "/metrics"]

    @Test("without a token reads are open and every write is refused")
    func noToken() async throws {
        let world = try await World.populated()
        try await serving(world.node) { client in
            for path in Self.reads { #expect(try await client.request(path).status == 200) }
            let problem = try await client.request("/v1/links", method: .POST, body: .bytes(ByteBuffer(string: "{}"))).problem(403, "no-token")
            #expect(problem["remedy"]?.stringValue?.contains("token_file") == true)
            let withOne = try await client.request("/v1/links", method: .POST, headers: [("authorization", "Bearer x")])
            _ = try withOne.problem(403, "no-token")
        }
        #expect(world.node.submitted.isEmpty)
    }

    @Test(
        "with a token everything but the probes wants it, whole and alone",
        arguments: [nil, "", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets", "Bearer Secret", "bearer secret", "Basic secret", "secret", "Bearer  secret", "Bearer secret secret"])
    func wrongToken(header: String?) async throws {
        let world = try await World.populated()
        try await serving(world.node, token: "secret") { client in
            let headers = header.map { [("authorization", $0)] } ?? []
            for path in Self.reads + ["/v1/nothing", "/v1/messages/events", "/v1/view/events"] {
                let answer = try await client.request(path, headers: headers)
                _ = try answer.problem(401, "unauthorized")
                #expect(answer.headers.first(name: "www-authenticate") == "Bearer")
            }
            _ = try await client.request("/v1/links", method: .POST, headers: headers).problem(401, "unauthorized")
            for path in ["/livez", "/readyz"] { #expect(try await client.request(path).status != 401) }
            _ = try await client.request("/livez", method: .POST).problem(401, "unauthorized")
        }
    }

    @Test("the right token opens everything")
    func rightToken() async throws {
        let world = try await World.populated()
        try await serving(world.node, token: "secret") { client in
            for path in Self.reads {
                let answer = try await client.request(path, headers: [("authorization", "Bearer secret")])
                #expect(answer.status == 200)
            }
        }
    }

    @Test("unknown paths and methods are problems that say where to go")
    func unknown() async throws {
        let world = try await World.populated()
        try await serving(world.node) { client in
            for path in ["/", "/v1", "/v2/status", "/v1/accounts/a:b:c/nothing", "/v1/links/1"] {
                let problem = try await client.request(path).problem(404, "not-found")
                #expect(problem["remedy"]?.stringValue?.contains("/v1/status") == true)
            }
        }
        try await serving(world.node, token: "t") { client in
            let token = [("authorization", "Bearer t")]
            for path in ["/v1/status", "/v1/messages", "/v1/messages/events", "/v1/accounts/eip155:1:0x0", "/livez", "/v1/exchange"] {
                for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
                    let answer = try await client.request(path, method: .init(rawValue: method), headers: token)
                    _ = try answer.problem(405, "method-not-allowed")
                    #expect(answer.headers.first(name: "allow") == "GET, HEAD")
                }
            }
            let answer = try await client.request("/v1/links", headers: token)
            _ = try answer.problem(405, "method-not-allowed")
            #expect(answer.headers.first(name: "allow") == "POST")
            #expect(try await client.request("/v1/status", method: .HEAD, headers: token).status == 200)
        }
    }
}
