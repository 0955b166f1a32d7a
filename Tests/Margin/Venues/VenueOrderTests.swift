import CollateralState
import Margin
import Quantities
import TestVectors
import Testing

/// Each order costs a fee of one; positions require 5 % of maintenance margin of 3,001 for a perpetual, of 3,000 where they net.
@Suite("Open orders at their worst case")
struct VenueOrderTests {
    private func requirement(
        _ position: Int64, _ orders: [VenueOrder], mode: MarginMode = .isolated
    ) throws -> FixedPoint {
        var world = try VenueWorld(mode)
        let positions = position == 0 ? [] : [try VenueWorld.position(MarginWorld.perpetual, position.whole)]
        if position != 0 || !orders.isEmpty { world.accounts[0] = [try VenueWorld.held(1, positions, orders: orders)] }
        return try #require(try world.report().totals).requirement.maintenance
    }

    private func order(
        _ side: VenueOrder.Side, _ size: Int64, limit: FixedPoint = "3001", effect: VenueOrder.Effect = .open, number: UInt64 = 1
    ) throws -> VenueOrder {
        try VenueOrder(
            asset: VenueWorld.position(MarginWorld.perpetual, 1).instrument, number: number, side: side, quantity: size.whole, limit: limit, effect: effect)
    }

    @Test("all bids or all asks, whichever requires more, and never less than none of them")
    func derivatives() throws {
        #expect(try requirement(10, []) == "1500.5")
        #expect(try requirement(10, [order(.buy, 4)]) == "2101.7", "14 long")
        #expect(try requirement(10, [order(.sell, 4)]) == "1501.5", "closing is not counted on")
        #expect(try requirement(10, [order(.sell, 25)]) == "2251.75", "15 short")
        #expect(try requirement(10, [order(.buy, 4), order(.sell, 30, number: 2)]) == "3003", "20 short, not 16")
        #expect(try requirement(10, [order(.sell, 40, effect: .reduceOnly)]) == "1501.5")
        #expect(try requirement(0, [order(.buy, 2, limit: "3101")]) == "501.1", "and 100 lost on each")
        #expect(try requirement(0, [order(.sell, 2, limit: "3101")]) == "301.1", "what a fill would win is not counted on")
    }

    @Test("where positions net, orders count from the net of the underlying")
    func simple() throws {
        #expect(try requirement(10, [order(.buy, 4)], mode: .simple) == "2101")
        #expect(try requirement(10, [order(.sell, 25)], mode: .simple) == "2251")
        var world = try VenueWorld(.simple)
        world.world.lines.append(try MarginWorld.line(.position, MarginWorld.future, (-10).whole))
        world.accounts[0] = [try VenueWorld.held(1, [VenueWorld.position(MarginWorld.perpetual, 10.whole)], orders: [order(.buy, 4)])]
        #expect(try world.report().totals?.requirement.maintenance == "601", "hedged before, four long after")
    }

    @Test("under the lenses the worse side's requirement alone is added to each, whatever it would hedge")
    func lenses() throws {
        var world = try VenueWorld(.correlationAware)
        world.accounts[0] = [try VenueWorld.held(1, [VenueWorld.position(MarginWorld.perpetual, 10.whole)])]
        let before = try #require(try world.report().totals?.requirements.correlationAware)
        world.accounts[0] = [
            try VenueWorld.held(1, [VenueWorld.position(MarginWorld.perpetual, 10.whole)], orders: [order(.buy, 2), order(.sell, 15, number: 2)])
        ]
        let after = try #require(try world.report().totals?.requirements.correlationAware)
        for (old, new) in zip(before.lenses, after.lenses) {
            // 5 % of 15 * 3,001, and two fees.
            #expect(try new.requirement.maintenance == old.requirement.maintenance.adding("2252.75") && new.risk == old.risk)
        }
    }

    @Test("a spot order costs what its fill would lose to haircut or rate, and its fee")
    func spot() throws {
        func requirement(_ orders: [VenueOrder]) throws -> FixedPoint {
            var world = try VenueWorld(.simple)
            world.accounts[0] = [try VenueWorld.held(1, orders: orders)]
            return try #require(try world.report().totals).requirement.maintenance
        }
        let buy = try VenueWorld.order(MarginWorld.ethereum, .buy, 2.whole, limit: "3000")
        // A haircut of 10 %; a debt requires 10 %.
        #expect(try requirement([buy]) == "601")
        #expect(try requirement([VenueWorld.order(MarginWorld.ethereum, .sell, 3.whole, limit: "3000", number: 2), buy]) == "902")
        #expect(try requirement([VenueWorld.order(MarginWorld.ethereum, .sell, 3.whole, limit: "2990")]) == "931")
    }
}
