import CollateralState
import Encoding
import Governance
import Margin
import Signatures
import Testing

@testable import NodeAPI

@Suite("Parameters over HTTP")
struct ParameterRouteTests {
    private let hour: UInt64 = 3_600_000

    /// A tightening of the world's parameters, agreed upon by two of three keys and seen when it was proposed.
    private func timeline(_ first: ParameterSet, start: Timestamp) throws -> (ParameterTimeline, ParameterSet) {
        let keys = try (1...3).map { try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: UInt8($0), count: 32)) }
        let history = try GovernanceHistory(
            genesis: GovernanceSet(
                network: Vault.network, number: 0, validFrom: Timestamp(milliseconds: 0), threshold: 2,
                notice: NoticeRules(full: 24 * hour, tightening: hour), governors: keys.map { try Governor(key: $0.publicKey, weight: 1) }))
        var json = try #require(first.json.objectValue)
        var classes = try #require(json["classes"]?.objectValue)
        var major = try #require(classes["major"]?.objectValue)
        (major["haircut"], json["number"], json["previous"]) = ("0.2", 2, .string("\(first.digest)"))
        classes["major"] = .object(major)
        json["classes"] = .object(classes)
        let next = try ParameterSet(json: .object(json))
        let proposal = try ParameterProposal(
            next, to: history, proposedAt: start, effectiveAt: Timestamp(milliseconds: start.milliseconds + hour), ramp: ParameterRamp(span: 2 * hour))
        var signed = try SignedParameters(unsigned: proposal, set: next)
        for key in keys.prefix(2) { signed = try signed.signed(with: key) }
        return (
            try ParameterTimeline(
                governance: history, pinned: first, received: [ReceivedParameters(signed, receivedAt: start)], now: start), next
        )
    }

    @Test("parameters that nobody governs say so, here and under status; none at all are null, and their file is a problem")
    func ungoverned() async throws {
        let world = try await World.populated()
        try await serving(world.node) { client in
            let none = try await client.json("/v1/parameters")
            #expect(none["governed"] == false && none["holds"] == .null && none["scheduled"] == [])
            _ = try await client.request("/v1/parameters/set").problem(503, "parameters-missing")
            try world.priceEverything()
            let json = try await client.json("/v1/parameters")
            #expect(json["holds"]?["number"] == 1 && json["agreed"] == .null && json["governance"] == .null)
            #expect(try await client.json("/v1/status")["parameters"]?["governed"] == false)
            let set = try ParameterSet(json: try await client.json("/v1/parameters/set"))
            #expect(json["holds"]?["digest"] == .string("\(set.digest)"))
            _ = try await client.request("/v1/parameters?at=7").problem(400, "bad-request")
        }
    }

    @Test("before effect it is scheduled, on the ramp the blended set holds by its own digest, afterwards the agreed one; each with its weight")
    func governed() async throws {
        let world = try await World.populated()
        try world.priceEverything()
        let first = try #require(try await world.node.snapshot().parameters)
        let start = Timestamp(milliseconds: 1_000_000)
        let (timeline, next) = try timeline(first, start: start)
        func at(_ time: UInt64) throws {
            let now = Timestamp(milliseconds: start.milliseconds + time)
            try world.node.change { state in
                (state.now, state.governance) = (now, .governed(timeline))
                state.parameters = try timeline.set(at: now)
            }
        }
        try await serving(world.node) { client in
            try at(0)
            let before = try await client.json("/v1/parameters")
            #expect(before["governed"] == true && before["holds"]?["digest"] == .string("\(first.digest)") && before["agreed"] == .null)
            let scheduled = try #require(before["scheduled"]?[0])
            #expect(scheduled["number"] == 2 && scheduled["weight"] == 2 && scheduled["threshold"] == 2 && scheduled["totalWeight"] == 3)
            #expect(scheduled["usedFromMilliseconds"] == .integer(start.milliseconds + hour) && scheduled["withheld"] == false)
            #expect(scheduled["changes"]?[0]?["effect"] == "tightening")
            #expect(before["governance"]?["governors"]?.arrayValue?.count == 3)
            try at(2 * hour)
            let between = try await client.json("/v1/parameters")
            #expect(between["holds"]?["number"] == 2 && between["holds"]?["step"] == 1 && between["holds"]?["steps"] == 2)
            #expect(between["agreed"]?["digest"] == .string("\(next.digest)") && between["scheduled"] == [])
            let held = try ParameterSet(json: try await client.json("/v1/parameters/set"))
            #expect(between["holds"]?["digest"] == .string("\(held.digest)") && held != next && held != first)
            #expect(try await client.json("/v1/status")["parameters"]?["digest"] == .string("\(held.digest)"))
            let margin = try await client.json("/v1/accounts/\(try world.owner.account(on: world.first.chain))/margin")
            #expect(margin.printed().contains("\(held.digest)"), "the report cites what held")
            try at(3 * hour)
            #expect(try await client.json("/v1/parameters")["holds"]?["digest"] == .string("\(next.digest)"))
        }
    }

    @Test("governance that cannot be read is told from none")
    func unreadable() async throws {
        let world = try await World.populated()
        world.node.change { $0.governance = .unreadable }
        try await serving(world.node) { client in
            let json = try await client.json("/v1/parameters")
            #expect(json["governed"] == true && json["holds"] == .null && json["governance"] == .null)
        }
    }
}
