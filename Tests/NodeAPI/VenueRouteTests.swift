import ChainIdentity
import CollateralState
import Encoding
import NIOHTTP1
import Testing

@testable import NodeAPI

/// The owner has 1,000 as collateral, which count 900 at a price of 2, owes 400, and has ten contracts at a venue.
@Suite("Venues over HTTP")
struct VenueRouteTests {
    private func world(profit: Int64?) async throws -> World {
        let world = try await World.populated()
        try world.priceEverything()
        try await world.settle(profit: profit)
        return world
    }

    @Test("a loss at a venue lowers the margin, and every answer about the account counts it")
    func counted() async throws {
        let world = try await world(profit: -300)
        let account = try world.owner.account(on: world.first.chain)
        try await serving(world.node) { client in
            let report = try await client.json("/v1/accounts/\(account)/margin")
            #expect(report["venues"]?["value"]?["maintenance"] == "-300")
            #expect(report["venues"]?["records"]?[0]?["venue"] == "pit")
            // 1,800 - 800 - 300, less 80 for the debt and 1 for the contracts.
            #expect(report["outcome"]?["excess"]?["maintenance"] == "619")
            let stress = try await client.json("/v1/accounts/\(account)/stress?scenario=flash-crash-0.5")
            #expect(stress["before"]?["maintenanceExcess"] == "619")
            // Half of what is owned and owed is gone, and the contracts lose ten more.
            #expect(stress["scenarios"]?[0]?["maintenanceExcess"] == "149.5")
            let asset = try world.first.asset()
            let whatIf = try await client.json("/v1/accounts/\(account)/whatif?change=\(account),position,eip155:1/erc20:perp,-10")
            // Closed, the loss is owed as cash.
            #expect(whatIf["after"]?["outcome"]?["excess"]?["maintenance"] == "620")
            #expect(whatIf["after"]?["venues"]?["lines"]?[0]?["kind"] == "cash")
            let thresholds = try await client.json("/v1/accounts/\(account)/thresholds")
            #expect(thresholds["thresholds"]?.arrayValue?.contains { $0["asset"] == .string(asset.text) } == true)
            let why = try await client.json("/v1/accounts/\(account)/why")
            #expect(why["venues"]?[0]?["venue"] == "pit" && why["venues"]?[0]?["number"] == 1)
            let book = try await client.json("/v1/stress?scenario=flash-crash-0.3")
            #expect(book["accounts"] == 5)
            let status = try await client.json("/v1/status")
            #expect(status["venues"]?[0]?["venue"] == "pit" && status["venues"]?[0]?["accounts"] == 1)
        }
    }

    @Test("without the record of a venue that the parameters name there is no margin, and the answer says which file is missing")
    func missing() async throws {
        let world = try await world(profit: nil)
        let account = try world.owner.account(on: world.first.chain)
        try await serving(world.node) { client in
            for path in ["/v1/accounts/\(account)/margin", "/v1/accounts/\(account)/stress", "/v1/accounts/\(account)/thresholds", "/v1/stress"] {
                let problem = try await client.request(path).problem(503, "venue-record-missing")
                let detail = problem["detail"]?.stringValue
                #expect(detail?.contains("venue pit") == true && detail?.contains("under venues in the node's configuration") == true, "\(path)")
            }
            let plain = try await client.json("/v1/accounts/\(account)")
            #expect(plain["margin"] == .null)
            #expect(plain["marginMissing"]?.stringValue?.contains("venue pit") == true)
            let status = try await client.json("/v1/status")
            #expect(status["venues"] == [["venue": "pit", "number": .null]])
        }
    }

    @Test("a record of a venue that the parameters do not name is left aside")
    func beside() async throws {
        let world = try await world(profit: -300)
        let account = try world.owner.account(on: world.first.chain)
        let venues = try await world.node.snapshot().venues
        try world.priceEverything()
        world.node.change { $0.venues = venues }
        try await serving(world.node) { client in
            let report = try await client.json("/v1/accounts/\(account)/margin")
            #expect(report["venues"] == nil && report["outcome"]?["excess"]?["maintenance"] == "920")
        }
    }
}
