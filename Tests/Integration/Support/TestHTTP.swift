import AsyncHTTPClient
import Encoding
import NIOCore
import NIOHTTP1

/// Plain requests to what a test runs on loopback.
enum TestHTTP {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Does not connect again and again where nobody listens, as the shared client does. Lives as long as the tests.
    static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    static func get(_ url: String) async throws -> (status: Int, body: Bytes) {
        try await perform(HTTPClientRequest(url: url))
    }

    static func post(_ body: JSON, to url: String) async throws -> (status: Int, body: Bytes) {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: body.printed()))
        return try await perform(request)
    }

    /// The result of a JSON-RPC call.
    @discardableResult
    static func call(_ method: String, _ parameters: JSON, at url: String) async throws -> JSON {
        let answer = try JSON.parse(await post(["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": parameters], to: url).body)
        guard let result = answer["result"] else { throw Failure(description: "\(method): \(answer.printed())") }
        return result
    }

    private static func perform(_ request: HTTPClientRequest) async throws -> (status: Int, body: Bytes) {
        let response = try await client.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 64 << 20)
        return (Int(response.status.code), Bytes(buffer: body))
    }
}
