import AsyncHTTPClient
import ChainIdentity
import CollateralState
import Encoding
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import NodeStorage
import Testing

@testable import NodeAPI

@Suite("The description of the interface, held against the real server")
struct OpenAPITests {
    private static let token = [("authorization", "Bearer t")]

    private func world() async throws -> World {
        let world = try await World.populated()
        try world.priceEverything()
        let market = try world.market()
        world.node.change { $0.market = market }
        return world
    }

    /// A path with something that is there in place of each name.
    private func filled(_ path: String, _ world: World) async throws -> String {
        let stream = world.first.id
        let digest = try #require(try world.node.store.acceptedDigest(at: MessagePosition(stream: stream, sequence: .first)))
        return path.replacing("{account}", with: try world.owner.account(on: world.first.chain).text).replacing("{stream}", with: "\(stream)")
            .replacing("{digest}", with: "\(digest)")
    }

    @Test("every path that is registered is described, and the other way round")
    func paths() async throws {
        let world = try World()
        let interface = HTTPInterface(
            node: world.node, host: "127.0.0.1", port: 0, tls: nil, token: nil, logger: Logger(label: "test"), onListening: { _ in })
        let registered = Set(interface.router().routes.map { "\($0.path)" })
        #expect(registered == Set(PathDescription.all.map(\.path)))
        #expect(Set(PathDescription.all.map(\.path)).count == PathDescription.all.count)
    }

    @Test("every path answers the methods that are described, and no other")
    func methods() async throws {
        let world = try await world()
        try await serving(world.node, token: "t") { client in
            for path in PathDescription.all {
                let refused = try await client.request(filled(path.path, world), method: .PATCH, headers: Self.token)
                _ = try refused.problem(405, "method-not-allowed")
                let allowed = Set(refused.headers.first(name: "allow")?.split(separator: ", ").map { $0.lowercased() } ?? []).subtracting(["head"])
                #expect(allowed == Set(path.operations.map(\.method)), "\(path.path)")
            }
        }
    }

    @Test("every path takes the parameters that are described, and no other")
    func parameters() async throws {
        let world = try await world()
        try await serving(world.node, token: "t") { client in
            for path in PathDescription.all where path.path.hasPrefix("/v1/") {
                for (method, operation) in path.operations {
                    let asked = try await filled(path.path, world) + "?no-such-parameter=1"
                    let answer = try await client.request(asked, method: method == "get" ? .GET : .POST, headers: Self.token)
                    let detail = try #require(try answer.problem(400, "bad-request")["detail"]?.stringValue)
                    let list = detail.split(separator: "not known here, ").last.map(String.init) ?? ""
                    let known = list == "none are" ? [] : list.replacing(" are", with: "").split(separator: ", ").map(String.init)
                    #expect(Set(known) == Set(operation.parameters.map(\.name)), "\(method) \(path.path): \(detail)")
                }
            }
        }
    }

    @Test("examples of parameters and bodies are answered, with the members and the media type that are described")
    func examples() async throws {
        let world = try await world()
        try await serving(world.node, token: "t") { client in
            for path in PathDescription.all {
                for (method, operation) in path.operations where operation.access != .writer && !isEvents(operation) {
                    let shown = operation.parameters.filter { $0.example != PathDescription.cursorExample }
                    let owner = try world.owner.account(on: world.first.chain).text
                    let query = shown.map { parameter in
                        "\(parameter.name)=\(parameter.example.replacing("eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", with: owner).replacing("%", with: "%25"))"
                    }
                    let asked = try await filled(path.path, world) + (query.isEmpty ? "" : "?\(query.joined(separator: "&"))")
                    let body = operation.body?.example.map { HTTPClientRequest.Body.bytes(ByteBuffer(string: $0.printed())) }
                    let answer = try await client.request(asked, method: method == "get" ? .GET : .POST, headers: Self.token, body: body)
                    // Nobody observes chains here, so that the node is not ready.
                    let expected = path.path == "/readyz" ? 503 : operation.status
                    #expect(answer.status == expected, "\(method) \(asked): \(answer.text.prefix(400))")
                    if answer.status == expected { try hold(answer, against: operation, asked) }
                }
            }
        }
    }

    private func isEvents(_ operation: OperationDescription) -> Bool {
        if case .other("text/event-stream") = operation.answer { true } else { false }
    }

    private func hold(_ answer: WireAnswer, against operation: OperationDescription, _ asked: String) throws {
        let type = answer.headers.first(name: "content-type")?.split(separator: ";").first.map(String.init)
        switch operation.answer {
        case .object(let members):
            #expect(type == "application/json", "\(asked)")
            // Members that depend on the outcome may be there beside them.
            let found = try #require(try answer.json().objectValue).keys
            #expect(Set(members).isSubset(of: Set(found)), "\(asked): \(Set(members).subtracting(found)) missing")
            #expect(Set(found).subtracting(members).isSubset(of: ["reason", "badDebt"]), "\(asked): \(Set(found).subtracting(members)) not described")
        case .json:
            #expect(type == "application/json", "\(asked)")
            #expect(try answer.json().objectValue != nil, "\(asked)")
        case .other(let media): #expect(type == media, "\(asked)")
        }
    }

    @Test("the document is served, is JSON of version 3.1, refers only to what it defines, and names every bound")
    func document() async throws {
        let world = try World()
        try await serving(world.node) { client in
            let json = try await client.json(OpenAPIDocument.path)
            #expect(json == OpenAPIDocument.json)
            #expect(json["openapi"] == "3.1.0")
            #expect(json["paths"]?.objectValue?.count == PathDescription.all.count)
            let text = json.printed()
            #expect(text.matches(of: /"\$ref":"([^"]+)"/).allSatisfy { $0.1 == "#/components/schemas/Problem" })
            #expect(json["components"]?["schemas"]?["Problem"]?["required"]?.arrayValue?.count == 4)
            #expect(text.contains("At most 1048576 bytes.") && text.contains("At most 2097152 bytes."))
        }
    }
}
