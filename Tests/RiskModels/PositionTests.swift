import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("Positions")
struct PositionTests {
    @Test("open orders never help, and the worst fill is the worse of the two")
    func orders() throws {
        var generator = SeededGenerator()
        for _ in 0..<500 {
            var orders = SpotOrders(
                holding: FixedPoint(Int64.random(in: -100...100, using: &generator)), openBids: .zero, openAsks: .zero,
                price: FixedPoint(Int64.random(in: 1...500, using: &generator)), assetWeight: try FixedPoint(parsing: "0.8"),
                liabilityWeight: try FixedPoint(parsing: "1.2"), openOrderCount: 0, feePerOrder: try FixedPoint(parsing: "0.01"))
            func free() throws -> FixedPoint {
                let worst = try orders.worstCase()
                return try worst.collateral.subtracting(worst.requirement)
            }
            let without = try free()
            orders.openBids = FixedPoint(Int64.random(in: 0...100, using: &generator))
            orders.openAsks = FixedPoint(Int64.random(in: 0...100, using: &generator))
            orders.openOrderCount = 2
            // At the mark price an order that repays a debt frees margin, the other one is then the worst.
            let bids = orders.openBids
            orders.openAsks = max(orders.openAsks, bids)
            let with = try free()
            if !orders.holding.isNegative || orders.openAsks > .zero { #expect(with <= without) }
        }
    }

    @Test("a short call has no bounded loss, a spread has, and the cheaper of both ways is asked for")
    func standardMargin() throws {
        let margin = try StandardMargin(
            .init(
                largestSpotShare: 0.15, smallestSpotShare: 0.1, maintenanceCallShare: 0.075, maintenancePutShare: 0.075,
                maintenancePutValueShare: 0.075, putOffsetScale: 1.05, unpairedInitial: 1.2, unpairedMaintenance: 1.1))
        let short = StandardMargin.Option(kind: .call, strike: 2_000, amount: -1, value: 50)
        let long = StandardMargin.Option(kind: .call, strike: 2_100, amount: 1, value: 20)
        let naked = try margin.evaluate([short], spot: 2_000, forward: 2_000)
        #expect(naked.initial == -350 && naked.maintenance == -200 && naked.markToMarket == -50)
        let spread = try margin.evaluate([short, long], spot: 2_000, forward: 2_000)
        #expect(spread.initial == -100 && spread.maintenance == -100)
        #expect(try margin.evaluate([long], spot: 2_000, forward: 2_000).initial == 0)
    }

    @Test("a SPAN array of Black's options: calls and puts differ by the future, and the extreme moves count in part")
    func span() throws {
        let scenarios = try SPANScenario.standard(extremeMultiple: 2, extremeCover: 0.33)
        #expect(scenarios.count == 16)
        #expect(scenarios[14].cover == 0.33 && scenarios[15].priceShare == -2)
        let ranges = SPANRanges(price: 20, volatility: 0.05, lookAhead: 1.0 / 365)
        func option(_ kind: OptionKind) throws -> Black76 {
            try Black76(kind: kind, forward: 100, strike: 105, time: 0.25, volatility: 0.5, discount: 1)
        }
        for scenario in scenarios {
            let parity = try scenario.profit(of: option(.call), ranges: ranges) - scenario.profit(of: option(.put), ranges: ranges)
            #expect((parity - (try scenario.profitOfFuture(ranges: ranges))).magnitude < 1e-10)
        }
        let array = try SPANArray([1, -2, 3])
        #expect(try array.scanRisk() == 2)
        #expect(try SPANArray.combined([(amount: -2, array: array)]).scanRisk() == 6)
        #expect(try SPANArray([1, 2]).scanRisk() == .zero)
        #expect(throws: RiskModelError.self) { try SPANArray.combined([(1, array), (1, try SPANArray([1]))]) }
    }

    @Test("health: reserved funds count as the worse side, adding assets never hurts, indices are looked at")
    func health() throws {
        var generator = SeededGenerator()
        func tokens(_ balances: [Int64]) throws -> [WeightedHealth.Token] {
            try balances.enumerated().map { index, balance in
                WeightedHealth.Token(
                    price: FixedPoint(Int64(1 + index * 4)), assetWeight: try FixedPoint(parsing: "0.8"), liabilityWeight: try FixedPoint(parsing: "1.2"),
                    balance: FixedPoint(balance))
            }
        }
        for _ in 0..<300 {
            let balances = (0..<3).map { _ in Int64.random(in: -50...50, using: &generator) }
            let reserved = (1...2).map {
                WeightedHealth.ReservedOrders(
                    baseToken: $0, quoteToken: 0, base: FixedPoint(Int64.random(in: 0...20, using: &generator)),
                    quote: FixedPoint(Int64.random(in: 0...20, using: &generator)))
            }
            let plain = try WeightedHealth(tokens: tokens(balances), reserved: [], perpetuals: []).health()
            let locked = try WeightedHealth(tokens: tokens(balances), reserved: reserved, perpetuals: []).health()
            #expect(locked >= plain)
            var richer = balances
            richer[Int.random(in: 0..<3, using: &generator)] += 1
            #expect(try WeightedHealth(tokens: tokens(richer), reserved: reserved, perpetuals: []).health() >= locked)
            // The same funds as a plain balance of either side count at least as much.
            for side in [true, false] {
                var free = balances
                for orders in reserved {
                    let price = Int64(1 + orders.baseToken * 4)
                    let (base, quote) = (Int64(orders.base.double), Int64(orders.quote.double))
                    if side || quote % price != 0 {
                        free[0] += quote + base * price
                    } else {
                        free[orders.baseToken] += base + quote / price
                    }
                }
                #expect(try WeightedHealth(tokens: tokens(free), reserved: [], perpetuals: []).health().raw >= locked.raw - 100)
            }
        }
        #expect(throws: RiskModelError.self) {
            try WeightedHealth(tokens: tokens([1]), reserved: [.init(baseToken: 3, quoteToken: 0, base: 1, quote: 1)], perpetuals: [])
        }
    }
}
