import ChainIdentity
import CollateralState
import Encoding
import NodeEngine
import Quantities
import Quorum
import StateTree
import TestVectors
import Testing
import UnifiedView

@testable import NodeAPI

@Suite("Reading page by page")
struct PagingTests {
    /// Follows `next` from page to page; the elements of `member` of all of them.
    private func all(_ client: WireClient, _ path: String, _ member: String) async throws -> [JSON] {
        var (found, next) = ([JSON](), JSON?.none)
        repeat {
            let cursor = next.map { "&after=\($0.stringValue ?? $0.printed())" } ?? ""
            let page = try await client.json(path + cursor)
            let elements = try #require(page[member]?.arrayValue)
            #expect(next == nil || !elements.isEmpty, "a page that was announced holds something")
            found += elements
            next = page["next"]
        } while next != .null && next != nil
        return found
    }

    /// Sixty accounts in three vaults; every fifth owner has linked accounts on two chains.
    private func crowd() async throws -> World {
        var world = try World()
        let owners = try (0..<12).map { try Owner(UInt8($0)) }
        func amounts(_ numbers: ClosedRange<Int>, _ owners: some Sequence<Owner>) throws -> [AccountKey: Int] {
            var amounts = Dictionary(uniqueKeysWithValues: try numbers.map { (try Vault.key($0), $0) })
            for owner in owners { amounts[owner.accountKey] = 5 }
            return amounts
        }
        try await world.node.take([
            .accepted(try world.first.next(amounts(1...25, owners[0..<8]))), .accepted(try world.second.next(amounts(20...40, owners[4..<10]))),
            .accepted(try world.third.next(amounts(1...12, owners))),
        ])
        for owner in owners.prefix(9) { try await world.node.take([.link(try world.link(by: owner))]) }
        return world
    }

    @Test("all margin accounts come once each, whatever the size of the pages", arguments: [1, 2, 7, 30, 1_000])
    func accounts(limit: Int) async throws {
        let world = try await crowd()
        let expected = try await world.node.snapshot().view.marginAccounts()
        try await serving(world.node) { client in
            let found = try await all(client, "/v1/accounts?limit=\(limit)", "accounts")
            #expect(Set(found.compactMap { $0["id"]?.stringValue }) == Set(expected.map(\.id.hex)))
            #expect(found.count == expected.count)
        }
    }

    @Test("accounts that stay are neither lost nor doubled while others come and go between the pages")
    func changing() async throws {
        var world = try await crowd()
        var generator = SeededGenerator(seed: 11)
        let staying = try Set((26...40).map { try world.second.account($0).text })
        var found: [String] = []
        var next = ""
        try await serving(world.node) { client in
            while true {
                let page = try await client.json("/v1/accounts?limit=4\(next)")
                for account in page["accounts"]?.arrayValue ?? [] {
                    found += account["members"]?.arrayValue?.compactMap(\.stringValue).filter(staying.contains) ?? []
                }
                guard let cursor = page["next"]?.stringValue else { break }
                next = "&after=\(cursor)"
                let number = Int.random(in: 1...25, using: &generator)
                let holds = world.first.head.tree[try Vault.key(number)] != nil
                try await world.node.take([.accepted(try world.first.next([number: holds ? 0 : 1]))])
            }
        }
        #expect(found.count == staying.count)
        #expect(Set(found) == staying)
    }

    @Test("the pages of the view are all of one moment, though the node moves on, and hold every line once", arguments: [1, 3, 17, 10_000])
    func view(limit: Int) async throws {
        var world = try await crowd()
        let before = try await world.node.snapshot().view
        let expected = try before.marginAccounts().flatMap { try before.lines(of: $0) }
        var found: [JSON] = []
        var views: Set<String> = []
        var next = ""
        try await serving(world.node) { client in
            while true {
                let page = try await client.json("/v1/view?limit=\(limit)\(next)")
                views.insert(try #require(page["view"]?.stringValue))
                #expect(page["streams"]?.arrayValue?.count == 3)
                for account in page["accounts"]?.arrayValue ?? [] { found += account["holdings"]?.arrayValue ?? [] }
                guard let cursor = page["next"]?.stringValue else { break }
                next = "&after=\(cursor)"
                try await world.node.take([.accepted(try world.first.next([500 + found.count: 1]))])
            }
        }
        #expect(views == [before.digest.hex])
        #expect(found.count == expected.count)
        #expect(Set(found.map { $0.printed() }).count == expected.count)
        let sum = found.reduce(0) { $0 + (Int($1["quantity"]?.stringValue ?? "") ?? 0) }
        #expect(sum == expected.reduce(0) { $0 + (Int($1.holding.quantity.description) ?? 0) })
    }

    @Test("a cursor of a view that is kept no more is gone, not answered from another moment")
    func forgottenView() async throws {
        let world = try await crowd()
        try await serving(world.node) { client in
            let account = try world.first.account(1)
            let answer = try await client.request("/v1/view?after=\(String(repeating: "ab", count: 32)):\(account)")
            let problem = try answer.problem(410, "view-forgotten")
            #expect(problem["detail"]?.stringValue?.contains("start over") == true)
            for cursor in ["12", "\(account)", "\(String(repeating: "ab", count: 32)):x", String(repeating: "ab", count: 32)] {
                _ = try await client.request("/v1/view?after=\(cursor)").problem(400, "malformed-cursor")
            }
        }
    }

    @Test("messages of one stream and of all come once each, in order, whatever the size of the pages", arguments: [1, 3, 1_000])
    func messages(limit: Int) async throws {
        var world = try World()
        var expected: [String] = []
        for number in 1...10 {
            let messages = [try world.first.next([number: 1]), try world.third.next([number: 2, number + 1: 3])]
            try await world.node.take(messages.map { .accepted($0) })
            try await world.node.take([.heartbeat(try world.first.heartbeat(height: UInt64(200 + number), by: 0))])
            expected += messages.map(\.digest.hex)
        }
        try await serving(world.node) { [world, expected] client in
            let feed = try await all(client, "/v1/messages?limit=\(limit)", "messages")
            #expect(feed.compactMap { $0["digest"]?.stringValue } == expected)
            let stream = try await all(client, "/v1/streams/\(world.third.id)/messages?limit=\(limit)", "messages")
            #expect(stream.compactMap { $0["sequence"]?.printed() } == (1...10).map { "\($0)" })
            #expect(stream.allSatisfy { $0["changes"] == 2 && $0["attesters"] == 2 && $0["standing"] == "accepted" })
        }
    }

    @Test("the feed's cursor is good for reading on when more has come")
    func readOn() async throws {
        var world = try await World.populated()
        try await serving(world.node) { client in
            let page = try await client.json("/v1/messages")
            #expect(page["next"] == .null)
            let cursor = try #require(page["cursor"]?.stringValue)
            let empty = try await client.json("/v1/messages?after=\(cursor)")
            #expect(empty["messages"] == [])
            #expect(empty["cursor"]?.stringValue == cursor)
            let message = try world.first.next([5: 5])
            try await world.node.take([.accepted(message)])
            let more = try await client.json("/v1/messages?after=\(cursor)")
            #expect(more["messages"]?.arrayValue?.compactMap { $0["digest"]?.stringValue } == [message.digest.hex])
        }
    }

    @Test("limits and cursors outside their bounds are refused by name")
    func bounds() async throws {
        let world = try await World.populated()
        let stream = world.first.id
        try await serving(world.node) { client in
            for path in ["/v1/accounts", "/v1/messages", "/v1/view", "/v1/evidence", "/v1/streams/\(stream)/messages"] {
                for limit in ["0", "-1", "x", "1000000", "007", "1.5", ""] {
                    let problem = try await client.request("\(path)?limit=\(limit)").problem(400, "bad-request")
                    #expect(problem["detail"]?.stringValue?.contains("limit") == true)
                }
                let doubled = try await client.request("\(path)?limit=1&limit=2").problem(400, "bad-request")
                #expect(doubled["detail"]?.stringValue?.contains("twice") == true)
                let unknown = try await client.request("\(path)?limitt=1").problem(400, "bad-request")
                #expect(unknown["detail"]?.stringValue?.contains("limitt") == true)
            }
            for cursor in ["x", "12", "0123456789abcdef-", "0123456789ABCDEF-1", "0123456789abcdef-01", "-1"] {
                _ = try await client.request("/v1/messages?after=\(cursor)").problem(400, "malformed-cursor")
            }
            _ = try await client.request("/v1/messages?after=0123456789abcdef-1").problem(410, "foreign-cursor")
            _ = try await client.request("/v1/accounts?after=nobody").problem(400, "bad-request")
        }
    }
}
