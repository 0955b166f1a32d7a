import RiskModels
import Testing
import TestVectors

@Suite("Laws of scenario margin")
struct ScenarioMarginLawTests {
    /// A seed of its own: a random portfolio, not a random law.
    private func portfolio(_ generator: inout SeededGenerator) throws -> ScenarioPortfolio {
        let seconds = [900, 86_400, 1_399_652, 11_076_452]
        let options = (0..<40).map { _ in
            OptionHolding(
                secondsToExpiry: seconds[Int.random(in: 0..<4, using: &generator)], strike: 100 * Double(Int.random(in: 10...40, using: &generator)),
                kind: Bool.random(using: &generator) ? .call : .put, volatility: Double.random(in: 0.2...1.5, using: &generator),
                amount: Double.random(in: -10...10, using: &generator))
        }
        let expiries = seconds.map {
            ExpiryMarket(
                secondsToExpiry: $0, forward: 2_500 + Double($0) * 1e-5, forwardConfidence: 0.9, rate: 0.07, rateConfidence: 1,
                volatilityConfidence: 0.5)
        }
        return try ScenarioPortfolio(
            cash: -20_000, spot: 2_500, spotConfidence: 0.97, stablePrice: 0.999,
            perpetual: PerpetualHolding(amount: -3, price: 2_498, confidence: 0.95, unrealisedPnL: 120, unrealisedFunding: -4),
            collaterals: [
                CollateralHolding(
                    name: "WETH", amount: 12, price: 2_500, confidence: 0.97, cancelsRisk: true, maintenanceHaircut: 0.05, initialHaircutAddOn: 0.02),
                CollateralHolding(
                    name: "WBTC", amount: 0.7, price: 60_000, confidence: 0.4, cancelsRisk: false, maintenanceHaircut: 0.1, initialHaircutAddOn: 0.05),
            ], expiries: expiries, options: options)
    }

    private func rebuilt(
        _ portfolio: ScenarioPortfolio, cash: Double = 0, collaterals: [CollateralHolding]? = nil, options: [OptionHolding]? = nil
    ) throws -> ScenarioPortfolio {
        try ScenarioPortfolio(
            cash: portfolio.cash + cash, spot: portfolio.spot, spotConfidence: portfolio.spotConfidence, stablePrice: portfolio.stablePrice,
            perpetual: portfolio.perpetual, collaterals: collaterals ?? portfolio.collaterals, expiries: portfolio.expiries,
            options: options ?? portfolio.options)
    }

    @Test("the order of holdings changes no bit, and splitting them changes nothing but rounding")
    func orderAndSplitting() throws {
        var generator = SeededGenerator()
        let parameters = try TestParameters.make()
        for _ in 0..<50 {
            let portfolio = try portfolio(&generator)
            let result = try ScenarioMargin.evaluate(portfolio, under: parameters)
            let shuffled = try rebuilt(
                portfolio, collaterals: portfolio.collaterals.shuffled(using: &generator), options: portfolio.options.shuffled(using: &generator))
            #expect(try ScenarioMargin.evaluate(shuffled, under: parameters) == result)

            let split = portfolio.options.flatMap { option in
                let share = Double.random(in: 0.1...0.9, using: &generator)
                return [share, 1 - share].map { part in
                    var half = option
                    half.amount = option.amount * part
                    return half
                }
            }
            let parts = try ScenarioMargin.evaluate(rebuilt(portfolio, options: split), under: parameters)
            #expect((parts.initialExcess - result.initialExcess).magnitude < 1e-6)
            #expect((parts.maintenanceExcess - result.maintenanceExcess).magnitude < 1e-6)
        }
    }

    @Test("cash adds itself, more of a haircut never helps, and the worst is the lowest of all")
    func monotone() throws {
        var generator = SeededGenerator()
        let parameters = try TestParameters.make()
        for _ in 0..<50 {
            let portfolio = try portfolio(&generator)
            let result = try ScenarioMargin.evaluate(portfolio, under: parameters)
            let richer = try ScenarioMargin.evaluate(rebuilt(portfolio, cash: 1_000), under: parameters)
            #expect((richer.initialExcess - result.initialExcess - 1_000).magnitude < 1e-6)
            var collaterals = portfolio.collaterals
            collaterals[0].maintenanceHaircut += 0.1
            let cut = try ScenarioMargin.evaluate(rebuilt(portfolio, collaterals: collaterals), under: parameters)
            #expect(cut.maintenanceExcess < result.maintenanceExcess && cut.initialExcess < result.initialExcess)
            let lowest = result.scenarios.map(\.pnl).min() ?? .nan
            #expect(result.worstPnL == min(lowest, result.basisContingency))
            #expect(result.initialExcess <= result.maintenanceExcess)
            let aside = result.contingencies.reduce(0) { $0 + $1.maintenance }
            #expect((result.worstPnL * result.maintenanceLossFactor - aside + result.markToMarket - result.maintenanceExcess).magnitude < 1e-6)
        }
    }

    @Test("an expiry of now, a spot of nothing and a volatility of nothing are numbers too")
    func edges() throws {
        let parameters = try TestParameters.make()
        let options = [
            OptionHolding(secondsToExpiry: 0, strike: 90, kind: .call, volatility: 0.5, amount: 1),
            OptionHolding(secondsToExpiry: 900, strike: 110, kind: .put, volatility: 0, amount: -1),
        ]
        let expiries = [0, 900].map {
            ExpiryMarket(secondsToExpiry: $0, forward: 100, forwardConfidence: 1, rate: -0.5, rateConfidence: 1, volatilityConfidence: 1)
        }
        let portfolio = try ScenarioPortfolio(
            cash: 0, spot: 0, spotConfidence: 1, stablePrice: 1, perpetual: .none, collaterals: [], expiries: expiries, options: options)
        let result = try ScenarioMargin.evaluate(portfolio, under: parameters)
        #expect(result.markToMarket == 0)
        #expect(result.scenarios.allSatisfy { $0.pnl.isFinite })
        // Settlement fixed, nothing moves; half fixed, half of the forward moves.
        let crash = try #require(result.scenarios.first { $0.scenario.spotFactor == 0 })
        #expect((crash.pnl - ((10 * 0.95 - 10) + (-60 * 1 + 10)) * crash.scenario.damping).magnitude < 0.05)
    }

    @Test("numbers of any size give a number or an error, never NaN or infinity")
    func anySize() throws {
        var generator = SeededGenerator()
        func wild() -> Double {
            let magnitude = Double.random(in: 1...10, using: &generator) * [1e-300, 1e-20, 1, 1e6, 1e150, 1e300].randomElement(using: &generator)!
            return Bool.random(using: &generator) ? magnitude : 1
        }
        let parameters = try TestParameters.make()
        var answered = 0
        for _ in 0..<3_000 {
            let option = OptionHolding(
                secondsToExpiry: 86_400, strike: wild(), kind: Bool.random(using: &generator) ? .call : .put,
                volatility: min(wild(), 1e6), amount: Bool.random(using: &generator) ? wild() : -wild())
            let market = ExpiryMarket(
                secondsToExpiry: 86_400, forward: wild(), forwardConfidence: 0.2, rate: min(wild(), 1e6), rateConfidence: 1, volatilityConfidence: 1)
            let portfolio = try ScenarioPortfolio(
                cash: wild(), spot: wild(), spotConfidence: 0.1, stablePrice: wild(),
                perpetual: PerpetualHolding(amount: -wild(), price: wild(), confidence: 0, unrealisedPnL: wild(), unrealisedFunding: 0),
                collaterals: [
                    CollateralHolding(
                        name: "a", amount: wild(), price: wild(), confidence: 0.1, cancelsRisk: true, maintenanceHaircut: 0.1, initialHaircutAddOn: 0.1)
                ], expiries: [market], options: [option])
            guard let result = try? ScenarioMargin.evaluate(portfolio, under: parameters) else { continue }
            answered += 1
            let numbers = result.scenarios.map(\.pnl) + [result.markToMarket, result.basisContingency, result.maintenanceExcess, result.initialExcess]
            #expect(numbers.allSatisfy { $0.isFinite })
        }
        #expect(answered > 100)
    }

    @Test("an option without a market, two markets of one expiry, and numbers that are none are refused")
    func refusals() throws {
        func make(
            cash: Double = 0, collaterals: [CollateralHolding] = [], expiries: [Int] = [60], forward: Double = 100, option: Double? = nil,
            secondsToExpiry: Int = 60
        ) throws -> ScenarioPortfolio {
            try ScenarioPortfolio(
                cash: cash, spot: 1, spotConfidence: 1, stablePrice: 1, perpetual: .none, collaterals: collaterals,
                expiries: expiries.map {
                    ExpiryMarket(secondsToExpiry: $0, forward: forward, forwardConfidence: 1, rate: 0, rateConfidence: 1, volatilityConfidence: 1)
                },
                options: option.map { [OptionHolding(secondsToExpiry: secondsToExpiry, strike: 1, kind: .call, volatility: 1, amount: $0)] } ?? [])
        }
        #expect(throws: RiskModelError.notFinite(name: "cash")) { try make(cash: .nan) }
        #expect(throws: RiskModelError.duplicate(name: "the expiry in 60 s")) { try make(expiries: [60, 60]) }
        #expect(throws: RiskModelError.unknown(name: "in 61 s", what: "market for the expiry")) { try make(option: 1, secondsToExpiry: 61) }
        #expect(throws: RiskModelError.self) { try make(expiries: [-1]) }
        #expect(throws: RiskModelError.self) { try make(forward: 0) }
        #expect(throws: RiskModelError.self) { try make(option: .infinity) }
        #expect(throws: RiskModelError.overflow("mark-to-market")) {
            try ScenarioMargin.evaluate(make(forward: 1e300, option: 1e300), under: TestParameters.make())
        }
        #expect(throws: RiskModelError.self) { try TestParameters.make(damping: -1) }
        #expect(throws: RiskModelError.self) { try TestParameters.make(maintenanceFactor: .nan) }
    }
}

/// A parameter set of the tests' own.
enum TestParameters {
    static func make(damping: Double = 0.5, maintenanceFactor: Double = 0.8) throws -> ScenarioParameters {
        var scenarios: [MarginScenario] = []
        for spot in [1.2, 1.1, 1, 0.9, 0.8] {
            for shock in [VolatilityShock.up, .none, .down] { scenarios.append(try MarginScenario(spotFactor: spot, volatilityShock: shock, damping: 1)) }
        }
        for spot in [0, 3.0] { scenarios.append(try MarginScenario(spotFactor: spot, volatilityShock: .up, damping: damping)) }
        for shock in [VolatilityShock.linearSkew, .absoluteSkew] {
            scenarios.append(try MarginScenario(spotFactor: 1, volatilityShock: shock, damping: 1))
        }
        return try ScenarioParameters(
            scenarios: scenarios,
            volatility: VolatilityShockParameters(
                rangeUp: 0.5, rangeDown: 0.3, minimumShockedUp: 0.4, shortTermPower: 0.3, longTermPower: 0.13, floorDays: 1),
            skew: SkewParameters(
                linear: SkewCap(scaleCap: 0.15, base: -0.05), absolute: SkewCap(scaleCap: 0.15, base: -0.05), minimumWidth: 0.01, widthScale: 4,
                widthStatic: 0.6, widthSlope: -0.1),
            loss: LossParameters(
                maintenanceFactor: maintenanceFactor, initialFactor: 1, longRateScale: 1, longRateAdd: 0.08, shortRateScale: 0.5, shortRateAdd: 0.08,
                staticDiscountLong: 0.95, staticDiscountShort: 1.04),
            basis: BasisParameters(spotUp: 1.05, spotDown: 0.95, addFactor: 0.5, timeFactor: 2),
            contingency: ContingencyParameters(
                pegThreshold: 0.98, pegFactor: 2, confidenceThreshold: 0.55, confidenceFactor: 1, maintenancePerpetual: 0.015,
                initialPerpetualAddOn: 0.005, maintenanceOption: 0.003, initialOptionAddOn: 0.002))
    }
}
