import CollateralState
import Encoding
import NIOHTTP1
import NodeEngine
import NodeStorage
import Quorum
import Signatures
import Testing

@testable import NodeAPI

@Suite("The exchange between nodes over HTTP")
struct ExchangeRouteTests {
    private func page(_ client: WireClient, _ query: String) async throws -> ExchangePage {
        let answer = try await client.request("/v1/exchange?\(query)")
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.headers.first(name: "content-type") == "application/octet-stream")
        return try ExchangePage(parsing: answer.body)
    }

    @Test("a peer reads on from its cursor, and starts over when the cursor is of another feed")
    func cursor() async throws {
        var world = try await World.populated()
        try await serving(world.node) { client in
            let all = try await page(client, "")
            #expect(all.items.count == 4)
            #expect(all.cursor.feed == world.node.store.feed)
            for query in ["after=-1", "after=x", "feed=\(SHA256.hash([1]))&after=-1"] {
                _ = try await client.request("/v1/exchange?\(query)").problem(400, "bad-request")
            }
            #expect(try await page(client, "feed=\(all.cursor.feed)&after=\(all.cursor.item)").items.isEmpty)
            #expect(try await page(client, "feed=\(SHA256.hash([1]))&after=\(all.cursor.item)").items == all.items)
            let message = try world.first.next([9: 9])
            try await world.node.take([.accepted(message)])
            #expect(try await page(client, "feed=\(all.cursor.feed)&after=\(all.cursor.item)").items == [.message(message.bundle())])
        }
    }

    @Test("a peer that waits is answered as soon as there is something")
    func longPoll() async throws {
        var world = try await World.populated()
        try await serving(world.node) { client in
            let all = try await page(client, "")
            let message = try world.first.next([9: 9])
            let node = world.node
            async let waited = page(client, "feed=\(all.cursor.feed)&after=\(all.cursor.item)&wait=20000")
            try await Task.sleep(for: .milliseconds(50))
            try await node.take([.accepted(message)])
            #expect(try await waited.items == [.message(message.bundle())])
        }
    }

    @Test("accepted messages of a range are served, and bad ranges are refused")
    func bundles() async throws {
        var world = try World()
        let messages = try (1...5).map { try world.first.next([$0: $0]) }
        try await world.node.take(messages.map { .accepted($0) })
        let path = "/v1/streams/\(world.first.id)/bundles"
        try await serving(world.node) { client in
            let answer = try await client.request("\(path)?from=2&to=4")
            #expect(try ExchangePage(parsing: answer.body).items == messages[1...3].map { .message($0.bundle()) })
            for query in [
                "", "?from=1", "?to=1", "?from=4&to=2", "?from=0&to=1", "?from=1&to=x", "?from=1&to=2&more=1", "?from=9223372036854775808&to=9223372036854775808",
                "?from=1&to=18446744073709551615",
            ] {
                _ = try await client.request(path + query).problem(400, "bad-request")
            }
            for query in ["wait=30001", "after=x&feed=\(world.node.store.feed)", "feed=12", "other=1"] {
                _ = try await client.request("/v1/exchange?\(query)").problem(400, "bad-request")
            }
        }
    }
}
