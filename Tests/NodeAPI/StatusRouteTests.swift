import CollateralState
import Encoding
import NodeEngine
import Signatures
import Quorum
import Testing
import UnifiedView

@testable import NodeAPI

@Suite("Status and streams over HTTP")
struct StatusRouteTests {
    @Test("the status names every stream with what it stands at, the peers, and what margin is computed from")
    func status() async throws {
        let world = try await World.populated()
        try world.priceEverything()
        try await serving(world.node) { client in
            let json = try await client.json("/v1/status")
            #expect(json["network"] == "test")
            #expect(json["running"] == true)
            #expect(json["ready"] == false, "nothing is observed")
            #expect(json["links"] == 1)
            #expect(json["peers"]?[0]?["name"] == "desk-b")
            #expect(json["peers"]?[0]?["problem"] == "not read yet")
            #expect(json["prices"]?["number"] == 1)
            #expect(json["parameters"]?["number"] == 1)
            let view = try await world.node.snapshot().view
            #expect(json["view"] == .string(view.digest.hex))
            let streams = try #require(json["streams"]?.arrayValue)
            #expect(streams.compactMap { $0["chain"]?.stringValue } == ["eip155:1", "eip155:1", "eip155:10"])
            let third = streams[2]
            #expect(third["sequence"] == 1)
            #expect(third["height"] == 10)
            #expect(third["ageMilliseconds"] == 990_000)
            #expect(third["evidenceClass"] == 2)
            #expect(third["attesters"] == 2)
            #expect(third["accounts"] == 2)
            #expect(third["standing"]?["state"] == "live")
            #expect(third["attesterSet"]?["threshold"] == 2)
            #expect(third["attesterSet"]?["attesters"]?.arrayValue?.count { $0["signedTip"] == true } == 2)
            #expect(third["observation"] == .null)
        }
    }

    @Test("a quorum's heartbeats make a stream fresher, and are told attester by attester")
    func heartbeats() async throws {
        let world = try await World.populated()
        try await world.node.take(try [0, 1].map { .heartbeat(try world.first.heartbeat(height: 900, by: $0)) })
        try await serving(world.node) { client in
            let json = try await client.json("/v1/streams/\(world.first.id)")
            #expect(json["asOfHeight"] == 900)
            #expect(json["ageMilliseconds"] == 100_000)
            let heights = json["attesterSet"]?["attesters"]?.arrayValue?.map { $0["heartbeatHeight"] ?? .null }
            #expect(heights?.count { $0 == 900 } == 2)
            #expect(heights?.count { $0 == .null } == 1)
        }
    }

    @Test("an empty vault is an answer: no sequence, no age, the empty root")
    func empty() async throws {
        let world = try World()
        try await serving(world.node) { client in
            let json = try await client.json("/v1/streams/\(world.first.id)")
            #expect(json["sequence"] == .null)
            #expect(json["ageMilliseconds"] == .null)
            #expect(json["stateRoot"] == .string(Digest.zero.hex))
            #expect(try await client.json("/v1/streams")["streams"]?.arrayValue?.count == 3)
        }
    }

    @Test("a stream that is not trusted is not found, and an id that is none is named")
    func unknown() async throws {
        try await serving(try World().node) { client in
            _ = try await client.request("/v1/streams/\(String(repeating: "0", count: 64))").problem(404, "unknown-stream")
            for id in ["12", String(repeating: "G", count: 64), String(repeating: "A", count: 64), "%20"] {
                let json = try await client.request("/v1/streams/\(id)").problem(400, "bad-request")
                #expect(json["detail"]?.stringValue?.contains("stream") == true)
            }
        }
    }

    @Test("a frozen stream says so everywhere, and what counts is its last undisputed message")
    func frozen() async throws {
        var world = try await World.populated()
        let rival = try world.first.rival([1: 5])
        let accepted = try world.first.next([1: 6])
        try await world.node.take([.accepted(accepted)])
        try await world.node.take([.disputed(rival), .frozen(world.first.id, at: rival.header.sequence)])
        try await serving(world.node) { client in
            let json = try await client.json("/v1/streams/\(world.first.id)")
            #expect(json["standing"]?["state"] == "frozen")
            #expect(json["standing"]?["sinceSequence"] == 2)
            #expect(json["sequence"] == 1)
            let account = try await client.json("/v1/accounts/\(try world.first.account(1))")
            #expect(account["holdings"]?[0]?["quantity"] == "100")
            #expect(account["holdings"]?[0]?["standing"]?["state"] == "frozen")
            let messages = try await client.json("/v1/messages")["messages"]?.arrayValue ?? []
            let standings = messages.filter { $0["sequence"] == 2 }.compactMap { $0["standing"]?.stringValue }
            #expect(standings == ["reverted", "disputed"])
        }
    }

    @Test("evidence against an attester is there with the bytes that were signed, page by page")
    func evidence() async throws {
        let world = try await World.populated()
        let found = try [0, 1, 2].map { try world.first.equivocation(by: $0) }
        for evidence in found { try await world.node.take([.equivocation(evidence)]) }
        try await serving(world.node) { client in
            var keys: [String] = []
            var next: JSON? = 0
            while let index = next, index != .null {
                let page = try await client.json("/v1/evidence?limit=2&after=\(index.printed())")
                let list = try #require(page["equivocations"]?.arrayValue)
                for entry in list {
                    keys.append(try #require(entry["key"]?.stringValue))
                    let header = try Hex.decode(try #require(entry["first"]?["header"]?.stringValue))
                    #expect(try StateMessageHeader(parsing: header).digest.hex == entry["first"]?["digest"]?.stringValue)
                    let attestation = try Hex.decode(try #require(entry["second"]?["attestation"]?.stringValue))
                    #expect(try Attestation(parsing: attestation).record.message.hex == entry["second"]?["digest"]?.stringValue)
                }
                next = page["next"]
            }
            #expect(keys == found.map(\.key.id.digest.hex))
        }
    }
}
