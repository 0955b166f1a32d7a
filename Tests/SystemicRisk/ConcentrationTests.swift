import Encoding
import Quantities
import SystemicRisk
import Testing
import TestVectors

@Suite("Concentration and risk score")
struct ConcentrationTests {
    /// Three holders of A: 60, 30 and 10 of value; one of B with 100 on another chain.
    private func book() throws -> RiskBook {
        var book = try RiskBook(
            assets: [
                RiskAsset(name: "A", price: 2, impact: .none, dailyVolume: 50, isRisky: true),
                RiskAsset(name: "B", price: 1, impact: .none, dailyVolume: 0, isRisky: true),
            ], chains: ["one", "two"])
        let rates = RiskRates(maintenance: 1, liquidationEnd: 1)
        for (id, quantity) in [("x", FixedPoint(5)), ("y", 30), ("z", 15)] {
            try book.append(
                RiskAccount(
                    id: id, holdings: [RiskHolding(asset: AssetIndex(0), chain: ChainIndex(0), quantity: quantity, weight: 1)],
                    debts: id == "x" ? [RiskDebt(asset: AssetIndex(0), quantity: 10, rates: rates)] : []))
        }
        try book.append(
            RiskAccount(id: "w", holdings: [RiskHolding(asset: AssetIndex(1), chain: ChainIndex(1), quantity: 100, weight: 1)]))
        return book
    }

    @Test("shares, holders, Herfindahl index and days to liquidate by hand")
    func byHand() throws {
        let book = try book()
        let report = try ConcentrationReport(of: book, under: MarketConditions(of: book), participation: amount("0.1"), top: 2)
        #expect(report.collateral == 200)
        let a = report.assets[0]
        #expect(try a.value == 100 && a.share == amount("0.5") && a.holderCount == 3)
        #expect(try a.topHolders.map(\.id) == ["y", "z"] && a.topHolders[0].share == amount("0.6"))
        // 0.36 + 0.09 + 0.01.
        #expect(try a.herfindahl == amount("0.46"))
        #expect(a.daysToLiquidate == 20 && report.assets[1].daysToLiquidate == nil)
        #expect(report.chains.map(\.daysToLiquidate) == [20, nil] && report.chains[1].herfindahl == 1)
        #expect(report.json["assets"]?[0]?["herfindahl"]?.stringValue == "0.46")
        #expect(throws: SystemicRiskError.self) { try ConcentrationReport(of: book, under: MarketConditions(of: book), participation: 0) }
    }

    @Test("the order of accounts changes no index, and shares of assets and of chains cover all collateral")
    func laws() throws {
        var maker = BookMaker()
        for _ in 0..<40 {
            let book = try maker.book(accounts: 20, isPlain: false)
            let (conditions, half) = (MarketConditions(of: book), try amount("0.5"))
            let report = try ConcentrationReport(of: book, under: conditions, participation: half)
            let order = Array(0..<20).shuffled(using: &maker.generator)
            let other = try ConcentrationReport(of: book.reordered(order), under: conditions, participation: half)
            for (left, right) in zip(report.assets + report.chains, other.assets + other.chains) {
                #expect(left.herfindahl == right.herfindahl && left.topHolders.map(\.value) == right.topHolders.map(\.value))
            }
            for crowds in [report.assets, report.chains] {
                #expect(try crowds.reduce(FixedPoint.zero) { try $0.adding($1.value) } == report.collateral)
                #expect(crowds.allSatisfy { $0.herfindahl <= 1 && $0.share <= 1 })
            }
        }
    }

    @Test("beyond its limit the whole system's collateral in an asset counts no more than the limit")
    func limits() throws {
        let book = try book()
        let conditions = MarketConditions(of: book)
        let limits = try [
            DepositLimit(asset: AssetIndex(0), deposits: 40, borrows: 10), DepositLimit(asset: AssetIndex(1), deposits: 150, borrows: nil),
        ]
        let uses = try book.systemWideUse(limits, under: conditions)
        #expect(uses[0].deposits == 100 && uses[0].borrows == 20 && uses[0].room == 0)
        #expect(try uses[0].collateralFactor == amount("0.4") && uses[0].liabilityFactor == 2)
        #expect(uses[1].room == 50 && uses[1].collateralFactor == 1 && uses[1].liabilityFactor == 1)
        #expect(throws: SystemicRiskError.self) { try book.systemWideUse([limits[0], limits[0]], under: conditions) }
        #expect(try DepositLimit.sellable(book.assets[0], days: 3, participation: amount("0.1")) == 15)
    }

    private func scale() throws -> RiskScoreScale {
        let third = try amount("0.3")
        return try RiskScoreScale(
            safeRatio: 3, longestDays: 10, highestVolatility: 2,
            weights: [.concentration: third, .liquidity: third, .staleness: third, .volatility: third])
    }

    @Test("nothing seen is 0, maintenance is 100, and half way with a quarter of staleness is by hand")
    func scores() throws {
        let calm = RiskMeasures(marginRatio: nil, concentration: 0, daysToLiquidate: 0, staleShare: 0, volatility: 0)
        #expect(try RiskScore(calm, on: scale()).score == 0)
        for ratio: FixedPoint in [1, 0, -5] {
            let called = RiskMeasures(marginRatio: ratio, concentration: 0, daysToLiquidate: 0, staleShare: 0, volatility: 0)
            #expect(try RiskScore(called, on: scale()).score == 100)
        }
        let middling = RiskMeasures(marginRatio: 2, concentration: 0, daysToLiquidate: 0, staleShare: try amount("0.5"), volatility: 0)
        // 1 - (1 - 0.5) * (1 - 0.15).
        let score = try RiskScore(middling, on: scale())
        #expect(try score.score == amount("57.5"))
        #expect(try score.parts.map(\.component) == RiskComponent.allCases && score.parts[3].level == amount("0.5"))
        #expect(score.json["components"]?[0]?["level"]?.stringValue == "0.5")
        #expect(throws: SystemicRiskError.self) {
            try RiskScore(RiskMeasures(marginRatio: 2, concentration: 2, daysToLiquidate: 0, staleShare: 0, volatility: 0), on: scale())
        }
    }

    @Test("a worse measure never lowers the score")
    func scoreIsMonotone() throws {
        var maker = BookMaker()
        let scale = try scale()
        func score(_ values: [FixedPoint]) throws -> FixedPoint {
            try RiskScore(
                RiskMeasures(
                    marginRatio: values[0], concentration: values[1], daysToLiquidate: values[2], staleShare: values[3], volatility: values[4]),
                on: scale
            ).score
        }
        for _ in 0..<500 {
            let values = [
                maker.thousandths(-1_000, 4_000), maker.thousandths(0, 900), maker.thousandths(0, 12_000), maker.thousandths(0, 900),
                maker.thousandths(0, 3_000),
            ]
            let before = try score(values)
            #expect(before >= 0 && before <= 100)
            for place in values.indices {
                var worse = values
                let step = maker.thousandths(0, 99).raw
                worse[place] = FixedPoint(raw: place == 0 ? values[0].raw - step : values[place].raw + step)
                #expect(try score(worse) >= before)
            }
        }
    }

    @Test("the measures of an account come from its book")
    func measures() throws {
        let book = try book()
        let conditions = MarketConditions(of: book)
        let standings = try book.remargin(under: conditions, bounds: BookMaker.bounds())
        let volatilities = [try amount("0.5"), try amount("0.7")]
        let x = try book.measures(
            of: 0, standings[0], under: conditions, participation: amount("0.1"), staleShares: [amount("0.25"), 1], volatilities: volatilities)
        #expect(try x.marginRatio == amount("-0.5") && x.concentration == 1 && x.daysToLiquidate == 2)
        #expect(try x.staleShare == amount("0.25") && x.volatility == amount("0.5"))
        let w = try book.measures(
            of: 3, standings[3], under: conditions, participation: amount("0.1"), staleShares: [0, 1], volatilities: volatilities)
        #expect(w.marginRatio == nil && w.daysToLiquidate == nil && w.staleShare == 1)
    }
}
