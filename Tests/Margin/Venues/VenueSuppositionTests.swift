import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import TestVectors
import Testing
import UnifiedView

/// Ether at 3,000, its perpetual at 3,001 at `north`; half of a profit counts.
@Suite("What is supposed of positions at venues")
struct VenueSuppositionTests {
    private func margin(_ world: VenueWorld) throws -> MarginCase {
        MarginCase(
            account: MarginAccount(try VenueWorld.account(1), try [VenueWorld.account(2)] + world.world.lines.map(\.account)), lines: world.world.lines,
            viewDigest: .zero, prices: try world.world.book(), parameters: try world.world.parameterSet(), venues: try world.books(),
            now: Timestamp(milliseconds: world.world.now))
    }

    private func world(_ positions: [VenuePosition], cash: FixedPoint = "1000") throws -> VenueWorld {
        var world = try VenueWorld()
        world.accounts[0] = [try VenueWorld.held(1, cash: cash, positions)]
        return world
    }

    private func price(_ factor: FixedPoint) throws -> Supposition { .price(try AssetID(parsing: MarginWorld.ethereum), factor: factor) }

    @Test("a fall is lost in full, and takes what had been won first; of a rise the venue's share counts")
    func moves() throws {
        let margin = try margin(world([VenueWorld.position(MarginWorld.perpetual, 2.whole, profit: "100", funding: "30")]))
        // 1,000 + 100 - 30, of which half of the hundred counts.
        #expect(try margin.report().venues.value.maintenance == "1020")
        // Two at 3,001 lose 600.2 each: a loss of 1,100.4 is left.
        let down = try margin.report(supposing: [price("0.8")])
        #expect(down.venues.marketValue == "-130.4" && down.venues.value.maintenance == "-130.4")
        let up = try margin.report(supposing: [price("1.1")])
        #expect(up.venues.marketValue == "1670.2")
        // Of 700.2 half counts.
        #expect(up.venues.value.maintenance == "1320.1")
    }

    @Test("an account with a position at a venue and the same one in a vault loses the same by a fall")
    func sameAsInAVault() throws {
        let at = try world([VenueWorld.position(MarginWorld.perpetual, 2.whole)])
        var inVault = try VenueWorld()
        inVault.accounts[0] = [try VenueWorld.held(1, cash: "1000")]
        guard case .object(var root) = inVault.world.parameters, case .object(var instruments)? = root["instruments"],
            case .object(var perpetual)? = instruments[MarginWorld.perpetual]
        else { return }
        perpetual["venue"] = nil
        instruments[MarginWorld.perpetual] = .object(perpetual)
        root["instruments"] = .object(instruments)
        inVault.world.parameters = .object(root)
        inVault.world.lines.append(try MarginWorld.line(.position, MarginWorld.perpetual, 2.whole))
        for factor in ["0.5", "0.8", "1"] as [FixedPoint] {
            let reports = try [at, inVault].map { try margin($0).report(supposing: [price(factor)]) }
            #expect(reports[0].totals?.excess == reports[1].totals?.excess, "\(factor)")
        }
    }

    @Test("an order filled at a venue is as the record that says so; what is closed is settled into cash")
    func orders() throws {
        let (account, perpetual) = (try VenueWorld.account(1), try AssetID(parsing: MarginWorld.perpetual))
        let before = try margin(world([VenueWorld.position(MarginWorld.perpetual, 2.whole, profit: "-100", funding: "30")]))
        func after(_ amount: Int256) throws -> MarginReport { try before.report(supposing: [.change(account, .position, perpetual, amount)]) }
        for (amount, expected) in try [
            (1.whole, world([VenueWorld.position(MarginWorld.perpetual, 3.whole, profit: "-100", funding: "30")])),
            ((-5).whole, world([VenueWorld.position(MarginWorld.perpetual, (-3).whole, profit: "-100", funding: "30")])),
            ((-2).whole, world([], cash: "870")),
        ] {
            let (got, expected, report) = (try after(amount), try margin(expected).report(), try before.report())
            #expect(got.outcome == expected.outcome && got.venues.lines == expected.venues.lines)
            #expect(got.venues.records == report.venues.records, "the record that was signed is the one cited")
        }
        // Somebody of whom the record says nothing.
        let second = try before.report(supposing: [.change(VenueWorld.account(2), .position, perpetual, 1.whole)])
        #expect(second.venues.lines.filter { $0.account == (try? VenueWorld.account(2)) }.count == 1)
        #expect(throws: MarginError.foreignAccount(try VenueWorld.account(9))) {
            try before.report(supposing: [.change(VenueWorld.account(9), .position, perpetual, 1.whole)])
        }
    }

    @Test("an account that has nothing left at a venue is as one that it never named")
    func emptied() throws {
        let (account, perpetual) = (try VenueWorld.account(1), try AssetID(parsing: MarginWorld.perpetual))
        let full = try margin(world([VenueWorld.position(MarginWorld.perpetual, 2.whole)], cash: "0"))
        let empty = try full.report(supposing: [.change(account, .position, perpetual, (-2).whole)])
        let never = try margin(VenueWorld()).report()
        #expect(empty.venues.lines.isEmpty && empty.outcome == never.outcome)
    }

    @Test("supposing that nothing happens changes nothing, and one thing after the other is both together")
    func laws() throws {
        var random = SeededGenerator()
        for _ in 0..<30 {
            let world = try VenueWorld.random(&random, .isolated)
            let margin = try margin(world)
            let report = try margin.report()
            #expect(try margin.report(supposing: []) == report)
            let (account, perpetual) = (try VenueWorld.account(1), try AssetID(parsing: MarginWorld.perpetual))
            let changes: [Int256] = [try 1.whole, try 2.whole]
            let apart = try margin.report(supposing: changes.map { .change(account, .position, perpetual, $0) })
            let together = try margin.report(supposing: [.change(account, .position, perpetual, 3.whole)])
            #expect(apart.outcome == together.outcome)
        }
    }

    @Test("what an account has to do with is what it holds, and what it has at venues and has ordered there")
    func assets() throws {
        var world = try VenueWorld()
        world.accounts[0] = [
            try VenueWorld.held(1, [VenueWorld.position(MarginWorld.call, 1.whole)], orders: [VenueWorld.order(MarginWorld.ethereum, .buy, 1.whole, limit: "1")]),
            try VenueWorld.held(7, [VenueWorld.position(MarginWorld.put, 1.whole)]),
        ]
        #expect(try margin(world).assets.map(\.text).sorted() == [MarginWorld.call, MarginWorld.dollar, MarginWorld.ethereum].sorted())
    }
}
