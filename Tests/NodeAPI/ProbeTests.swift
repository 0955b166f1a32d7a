import ChainModel
import CollateralState
import Encoding
import NIOHTTP1
import Quorum
import Testing

@testable import NodeAPI
@testable import NodeEngine

@Suite("Probes and metrics")
struct ProbeTests {
    private func status(
        _ stream: StreamID, read height: UInt64?, head: UInt64?, notYet: NotYet? = nil, stopped: String? = nil
    ) -> ObservationStatus {
        let position = height.map {
            ChainPosition(block: BlockReference(height: $0, hash: .zero), time: Timestamp(milliseconds: $0))
        }
        return ObservationStatus(stream: stream, position: position, head: head, openProposals: 0, notYet: notYet, stopped: stopped)
    }

    @Test("the node is alive while it answers, and ready only when both its chains are read to their head")
    func ready() async throws {
        let world = try await World.populated()
        try await serving(world.node) { client in
            #expect(try await client.request("/livez").text == "alive\n")
            let before = try await client.request("/readyz")
            #expect(before.status == 503)
            #expect(try before.json()["ready"] == false)

            world.node.change { $0.observations = [status(world.first.id, read: 100, head: 110), status(world.third.id, read: 5, head: 5)] }
            let after = try await client.request("/readyz")
            #expect(after.status == 200)
            #expect(try after.json()["ready"] == true)
            #expect(try after.json()["streams"]?.arrayValue?.count == 2)
        }
    }

    @Test("readiness is worked out when asked, per stream, with every reason")
    func reasons() async throws {
        var world = try await World.populated()
        let rival = try world.third.rival([1: 5])
        try await world.node.take([.accepted(try world.third.next([1: 6])), .disputed(rival), .frozen(world.third.id, at: rival.header.sequence)])
        let cases: [(ObservationStatus, String)] = [
            (status(world.first.id, read: nil, head: nil), "not read yet"),
            (status(world.first.id, read: 10, head: 1_000), "read up to block 10 of 1000"),
            (status(world.first.id, read: 10, head: 10, notYet: .chainMoved(height: 9)), "changed at block 9"),
            (status(world.first.id, read: 10, head: 10, stopped: "the chain broke its rule"), "the chain broke its rule"),
            (status(world.third.id, read: 10, head: 10), "frozen since sequence 2"),
        ]
        try await serving(world.node) { [world] client in
            for (bad, reason) in cases {
                world.node.change { $0.observations = [bad, status(world.second.id, read: 7, head: 7)] }
                let answer = try await client.request("/readyz")
                #expect(answer.status == 503)
                let streams = try answer.json()["streams"]?.arrayValue ?? []
                #expect(streams[0]["ready"] == false)
                #expect(streams[0]["reasons"]?.printed().contains(reason) == true, "\(answer.text)")
                #expect(streams[1]["ready"] == true)
            }
        }
    }

    @Test("metrics are the node's exposition, as Prometheus reads it")
    func metrics() async throws {
        let world = try World()
        try await serving(world.node) { client in
            let answer = try await client.request("/metrics")
            #expect(answer.headers.first(name: "content-type") == "text/plain; version=0.0.4; charset=utf-8")
            #expect(answer.text == world.node.metrics())
        }
    }
}
