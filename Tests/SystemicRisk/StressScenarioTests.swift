import Encoding
import Quantities
import SystemicRisk
import Testing
import TestVectors

@Suite("Stress scenarios")
struct StressScenarioTests {
    private func book() throws -> RiskBook {
        try RiskBook(
            assets: [
                RiskAsset(name: "USD", price: 1, impact: .none, dailyVolume: 1, isRisky: false),
                RiskAsset(name: "ETH", price: 2_000, impact: .none, dailyVolume: 1, isRisky: true),
                RiskAsset(name: "BTC", price: 60_000, impact: .none, dailyVolume: 1, isRisky: true),
            ], chains: ["eip155:1", "solana:x"])
    }

    @Test("each named scenario moves what it names and nothing else")
    func named() throws {
        let book = try book()
        let calm = MarketConditions(of: book)
        let crash = try StressScenario.flashCrash(drop: amount("0.3")).conditions(for: book)[0]
        #expect(crash.collateralPrices == [1, 1_400, 42_000] && crash.liabilityPrices == crash.collateralPrices)
        let depeg = try StressScenario.depeg(AssetIndex(0), drop: amount("0.1"), in: book).conditions(for: book)[0]
        #expect(depeg.collateralPrices == [try amount("0.9"), 2_000, 60_000])
        let spike = try StressScenario.volatilitySpike(factor: 2).conditions(for: book)[0]
        #expect(spike.requirementFactor == 2 && spike.collateralPrices == calm.collateralPrices)
        let outage = try StressScenario.chainOutage(ChainIndex(1), in: book).conditions(for: book)[0]
        #expect(outage.silentChains == [false, true] && outage.collateralPrices == calm.collateralPrices)
        let doubt = try StressScenario.oracleFailure(width: amount("0.1"), in: book).conditions(for: book)[0]
        #expect(doubt.collateralPrices == [1, 1_800, 54_000] && doubt.liabilityPrices == [1, 2_200, 66_000])
        let path = try PricePath(steps: [[1, 1, 1], [1, try amount("0.5"), 1]])
        #expect(try StressScenario.replay("x", path).conditions(for: book).map(\.collateralPrices) == [[1, 2_000, 60_000], [1, 1_000, 60_000]])
    }

    @Test("scenarios act together: factors multiply, silent chains add up, the shorter path stays where it ended")
    func composed() throws {
        let book = try book()
        let long = try StressScenario.replay("long", PricePath(steps: [[1, 1, 1], [1, 1, 1], [1, 1, try amount("0.5")]]))
        let short = try StressScenario.replay("short", PricePath(steps: [[1, 1, 1], [1, try amount("0.5"), 1]]))
        let all = try long.combined(with: short).combined(with: .flashCrash(drop: amount("0.5")))
            .combined(with: .chainOutage(ChainIndex(0), in: book)).combined(with: .volatilitySpike(factor: 3))
            .combined(with: .volatilitySpike(factor: 2))
        #expect(all.name == "replay-long + replay-short + flash-crash-0.5 + chain-outage-eip155:1 + volatility-spike-3 + volatility-spike-2")
        let steps = try all.conditions(for: book)
        #expect(steps.map { $0.collateralPrices[1] } == [1_000, 500, 500])
        #expect(steps.map { $0.collateralPrices[2] } == [30_000, 30_000, 15_000])
        #expect(steps.allSatisfy { $0.requirementFactor == 6 && $0.silentChains == [true, false] })
    }

    @Test("a scenario says what it does in names, the same every time")
    func json() throws {
        let book = try book()
        let scenario = try StressScenario.flashCrash(drop: amount("0.3")).combined(with: .oracleFailure(width: amount("0.05"), in: book))
        #expect(
            try scenario.json(for: book).printed()
                == #"{"name":"flash-crash-0.3 + oracle-failure-0.05","shocks":[{"kind":"flash-crash","drop":"0.3"},"#
                + #"{"kind":"oracle-failure","assets":["ETH","BTC"],"width":"0.05"}]}"#)
        for scenario in [
            try StressScenario.depeg(AssetIndex(0), drop: 1, in: book), try .volatilitySpike(factor: 1),
            try .chainOutage(ChainIndex(0), in: book), try .replay("x", PricePath(steps: [[1, 1, 1]])),
        ] {
            #expect(try scenario.json(for: book)["name"]?.stringValue == scenario.name)
        }
    }

    @Test("the standard scenarios cover every chain and every peg, each under its own name")
    func standard() throws {
        let book = try book()
        let scenarios = try StressScenario.standard(for: book)
        #expect(
            scenarios.map(\.name) == [
                "flash-crash-0.1", "flash-crash-0.3", "flash-crash-0.5", "depeg-USD-0.1", "volatility-spike-2", "chain-outage-eip155:1",
                "chain-outage-solana:x", "oracle-failure-0.1",
            ])
        for scenario in scenarios { #expect(try scenario.conditions(for: book).count == 1) }
    }

    @Test("a shock outside its range, or of another book, is refused")
    func refusals() throws {
        let book = try book()
        let wrong: [StressShock] = [
            .flashCrash(drop: 2), .flashCrash(drop: -1), .depeg(AssetIndex(3), drop: 1), .depeg(AssetIndex(-1), drop: 1),
            .volatilitySpike(factor: try amount("0.9")), .chainOutage(ChainIndex(2)), .oracleFailure([], width: 0),
            .oracleFailure([AssetIndex(1)], width: 2), .pricePath(try PricePath(steps: [[1, 1]])),
        ]
        for shock in wrong {
            #expect(throws: SystemicRiskError.self) { try StressScenario(name: "x", shocks: [shock]).conditions(for: book) }
        }
        #expect(throws: SystemicRiskError.self) { try StressScenario(name: "", shocks: [.flashCrash(drop: 0)]) }
        #expect(throws: SystemicRiskError.self) { try StressScenario(name: "x", shocks: []) }
        #expect(throws: SystemicRiskError.self) { try PricePath(steps: []) }
        #expect(throws: SystemicRiskError.self) { try PricePath(steps: [[1], [1, 1]]) }
        #expect(throws: SystemicRiskError.self) { try PricePath(steps: [[-1]]) }
    }

    @Test("impact grows with what is sold, stops at its cap, and its square root is exact")
    func impact() throws {
        var maker = BookMaker()
        for _ in 0..<300 {
            let (depth, cap) = (maker.thousandths(1, 900_000), maker.thousandths(0, 990))
            let sizes = [maker.thousandths(0, 900_000), maker.thousandths(0, 900_000)].sorted()
            for impact in [try PriceImpact.linear(depth: depth, cap: cap), try .squareRoot(depth: depth, cap: cap), .none] {
                let shares = try sizes.map { try impact.share(ofSize: $0) }
                #expect(shares[0] <= shares[1] && shares[1] <= impact.cap && shares[0] >= 0)
            }
            let root = try PriceImpact.squareRoot(depth: 1, cap: amount("0.999999999999999999"))
            let size = FixedPoint(raw: Int128(maker.generator.next() % 999_999_999_999_999_000))
            let share = try root.share(ofSize: size).raw
            let square = size.raw * 1_000_000_000_000_000_000
            #expect(share * share >= square && (share == 0 || (share - 1) * (share - 1) < square))
        }
        #expect(try PriceImpact.squareRoot(depth: 100, cap: amount("0.9")).share(ofSize: 25) == amount("0.5"))
        #expect(try PriceImpact.linear(depth: 100, cap: amount("0.9")).share(ofSize: .max) == amount("0.9"))
        #expect(throws: SystemicRiskError.self) { try PriceImpact.linear(depth: 0, cap: 0) }
        #expect(throws: SystemicRiskError.self) { try PriceImpact.linear(depth: 1, cap: 1) }
        #expect(throws: SystemicRiskError.self) { try PriceImpact.none.share(ofSize: -1) }
    }
}
