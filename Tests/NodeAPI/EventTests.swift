import CollateralState
import Encoding
import NIOHTTP1
import NodeEngine
import Quorum
import Testing
import UnifiedView

@testable import NodeAPI

@Suite("Server-sent events")
struct EventTests {
    @Test("message events begin with the first message, and each new one comes as it is taken; the id is the feed's cursor")
    func messages() async throws {
        var world = try await World.populated()
        try await serving(world.node) { client in
            var events = try await client.events("/v1/messages/events")
            #expect(events.status == 200)
            #expect(events.headers.first(name: "content-type") == "text/event-stream")
            let page = try await client.json("/v1/messages")
            for message in page["messages"]?.arrayValue ?? [] {
                let event = try #require(try await events.next())
                #expect(event.name == "message")
                #expect(event.id == message["cursor"]?.stringValue)
                #expect(event.data == message)
            }
            for number in 1...5 {
                let message = try world.second.next([number: 9])
                try await world.node.take([.accepted(message)])
                #expect(try await events.next()?.data["digest"] == .string(message.digest.hex))
            }
        }
    }

    @Test("a reader that comes back after the last event it saw misses nothing and gets nothing twice", arguments: [true, false])
    func resume(byHeader: Bool) async throws {
        var world = try World()
        var expected: [String] = []
        var seen: [String] = []
        var last: String?
        try await serving(world.node) { client in
            for round in 0..<6 {
                for number in 0..<(round % 3 + 1) {
                    let message = try world.first.next([round * 10 + number: 1])
                    try await world.node.take([.accepted(message)])
                    expected.append(message.digest.hex)
                }
                let path = "/v1/messages/events" + (byHeader ? "" : last.map { "?after=\($0)" } ?? "")
                var events = try await client.events(path, lastEventID: byHeader ? last : nil)
                // Reads as far as it can, but stays a message behind now and then.
                while seen.count < expected.count - (round == 5 ? 0 : round % 2) {
                    let event = try #require(try await events.next())
                    seen.append(try #require(event.data["digest"]?.stringValue))
                    last = event.id
                }
            }
        }
        #expect(seen == expected)
    }

    @Test("a reconnecting reader's own place counts more than the one in the address it first asked with")
    func headerFirst() async throws {
        let world = try await World.populated()
        try await serving(world.node) { client in
            let cursors = try await client.json("/v1/messages")["messages"]?.arrayValue?.compactMap { $0["cursor"]?.stringValue } ?? []
            var events = try await client.events("/v1/messages/events?after=\(cursors[0])", lastEventID: cursors[1])
            #expect(try await events.next()?.id == cursors[2])
            _ = try await client.request("/v1/messages/events", headers: [("Last-Event-ID", "0123456789abcdef-3")]).problem(410, "foreign-cursor")
            _ = try await client.request("/v1/messages/events?after=x").problem(400, "malformed-cursor")
            _ = try await client.request("/v1/messages/events?limit=1").problem(400, "bad-request")
        }
    }

    @Test("when nothing happens a comment comes, so that both ends see a dead connection")
    func heartbeat() async throws {
        let world = try await World.populated()
        try await serving(world.node, slots: EventSlots(heartbeat: .milliseconds(30))) { client in
            var events = try await client.events("/v1/messages/events")
            try await events.comments(3)
            #expect(events.comments >= 3)
        }
    }

    @Test("changes that bring no message do not wake a reader of messages")
    func noFalseEvents() async throws {
        var world = try World()
        try await serving(world.node) { client in
            var events = try await client.events("/v1/messages/events")
            for height in 1...5 { try await world.node.take([.heartbeat(try world.first.heartbeat(height: UInt64(height), by: 0))]) }
            let message = try world.first.next([1: 1])
            try await world.node.take([.accepted(message)])
            #expect(try await events.next()?.data["digest"] == .string(message.digest.hex))
            #expect(events.comments == 0)
        }
    }

    @Test("view events tell the view at once and then each newer one, coalesced, with every stream's standing")
    func view() async throws {
        var world = try await World.populated()
        let start = try await world.node.snapshot().view.digest.hex
        try await serving(world.node) { client in
            var events = try await client.events("/v1/view/events")
            let first = try #require(try await events.next())
            #expect(first.name == "view")
            #expect(first.id == start)
            #expect(first.data["streams"]?.arrayValue?.count == 3)
            #expect(first.data["streams"]?[0]?["standing"]?["state"] == "live")
            for number in 1...40 { try await world.node.take([.accepted(try world.first.next([number: 9]))]) }
            let newest = try await world.node.snapshot().view.digest.hex
            var count = 0
            while let event = try await events.next() {
                count += 1
                if event.id == newest { break }
            }
            #expect(count < 40, "coalesced")

            var again = try await client.events("/v1/view/events", lastEventID: newest)
            try await world.node.take([.accepted(try world.second.next([1: 1]))])
            let next = try await world.node.snapshot().view.digest.hex
            #expect(try await again.next()?.id == next, "the view it knows is not told again")
        }
    }

    @Test("readers are bounded: one too many is told to come again, and finds a place when another has left")
    func bounded() async throws {
        let world = try await World.populated()
        try await serving(world.node, slots: EventSlots(maximum: 2, heartbeat: .milliseconds(20))) { client in
            var readers = [try await client.events("/v1/messages/events"), try await client.events("/v1/view/events")]
            let answer = try await client.request("/v1/messages/events")
            _ = try answer.problem(503, "too-many-readers")
            #expect(answer.headers.first(name: "retry-after") == "5")
            #expect(try await readers[0].next() != nil)
            readers = []
            var status = 503
            for _ in 0..<200 where status == 503 {
                try await Task.sleep(for: .milliseconds(20))
                status = try await client.events("/v1/messages/events").status
            }
            #expect(status == 200)
        }
    }

    @Test("asking for the head of a feed takes no place")
    func head() async throws {
        let world = try await World.populated()
        try await serving(world.node, slots: EventSlots(maximum: 1)) { client in
            for _ in 0..<5 {
                let answer = try await client.request("/v1/messages/events", method: .HEAD)
                #expect(answer.status == 200)
            }
            #expect(try await client.events("/v1/messages/events").status == 200)
        }
    }

    @Test("a node that stops ends its readers' streams at once")
    func shutdown() async throws {
        let world = try await World.populated()
        let clock = ContinuousClock()
        var readers: [EventReader] = []
        var stopping = clock.now
        try await serving(world.node) { client in
            for path in ["/v1/messages/events", "/v1/view/events"] {
                var events = try await client.events(path)
                #expect(try await events.next() != nil)
                readers.append(events)
            }
            stopping = clock.now
        }
        #expect(clock.now - stopping < .seconds(5), "not after the next heartbeat")
        for var reader in readers {
            do {
                while try await reader.next() != nil {}
            } catch { /* A connection that is cut ends the stream too. */ }
        }
    }

    @Test("an event is three lines and an empty one, whatever stands in the data")
    func text() {
        let event = ServerSentEvent(id: "a-1", name: "message", data: ["text": "line\nfeed\r\n"])
        #expect(event.text == "id: a-1\nevent: message\ndata: {\"text\":\"line\\nfeed\\r\\n\"}\n\n")
    }
}
