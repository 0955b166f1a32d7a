import Encoding
import RiskModels

/// The two questions of the risk mathematics that cost most, the same in every run.
struct RiskWorkload {
    /// 200 options of eight expiries under 31 scenarios.
    let portfolio: ScenarioPortfolio
    let parameters: ScenarioParameters

    /// 30 correlated factors.
    let curved: DeltaGammaPortfolio
    let covariance: SymmetricMatrix
    let simulation: MonteCarlo
    let confidence = 0.975

    init() throws(RiskModelError) {
        var random = SeededGenerator(seed: 31_200)
        parameters = try Self.parameters()
        portfolio = try Self.portfolio(&random)
        covariance = try Self.covariance(&random, size: 30)
        curved = try Self.curved(&random, size: 30)
        simulation = try MonteCarlo(paths: 100_000, seed: 7, sampling: .independent)
    }

    /// The PnL under each scenario.
    func grid() throws(RiskModelError) -> [Double] {
        try ScenarioMargin.evaluate(portfolio, under: parameters).scenarios.map(\.pnl)
    }

    /// Expected shortfall.
    func simulate() throws(RiskModelError) -> Double {
        try simulation.measure(curved, covariance: covariance, confidence: confidence).expectedShortfall
    }

    private static func parameters() throws(RiskModelError) -> ScenarioParameters {
        var scenarios = [try MarginScenario(spotFactor: 1, volatilityShock: .up, damping: 1)]
        for spot in [0.7, 0.8, 0.85, 0.9, 0.95, 1.05, 1.1, 1.15, 1.2, 1.3] {
            for shock in [VolatilityShock.up, .none, .down] {
                scenarios.append(try MarginScenario(spotFactor: spot, volatilityShock: shock, damping: 1))
            }
        }
        let noSkew = SkewCap(scaleCap: 0, base: 0)
        return try ScenarioParameters(
            scenarios: scenarios,
            volatility: VolatilityShockParameters(
                rangeUp: 0.5, rangeDown: 0.3, minimumShockedUp: 0.4, shortTermPower: 0.3, longTermPower: 0.13, floorDays: 1),
            skew: SkewParameters(linear: noSkew, absolute: noSkew, minimumWidth: 0.01, widthScale: 4, widthStatic: 0.6, widthSlope: -0.1),
            loss: LossParameters(
                maintenanceFactor: 0.8, initialFactor: 1, longRateScale: 1, longRateAdd: 0.08, shortRateScale: 0.5, shortRateAdd: 0.08,
                staticDiscountLong: 0.95, staticDiscountShort: 1.04),
            basis: BasisParameters(spotUp: 1.05, spotDown: 0.95, addFactor: 0.5, timeFactor: 2),
            contingency: ContingencyParameters(
                pegThreshold: 0.98, pegFactor: 2, confidenceThreshold: 0.55, confidenceFactor: 1, maintenancePerpetual: 0.015,
                initialPerpetualAddOn: 0.005, maintenanceOption: 0.003, initialOptionAddOn: 0.002))
    }

    private static func portfolio(_ random: inout SeededGenerator) throws(RiskModelError) -> ScenarioPortfolio {
        let expiries = [1, 3, 7, 14, 30, 60, 120, 240].map { days in
            ExpiryMarket(
                secondsToExpiry: days * 86_400, forward: 3_000 + Double(days), forwardConfidence: 1, rate: 0.04, rateConfidence: 1,
                volatilityConfidence: 1)
        }
        let options = (0..<200).map { index in
            OptionHolding(
                secondsToExpiry: expiries[index % expiries.count].secondsToExpiry, strike: Double(Int.random(in: 40...160, using: &random)) * 30,
                kind: Bool.random(using: &random) ? .call : .put, volatility: Double.random(in: 0.4...1.2, using: &random),
                amount: Double.random(in: -20...20, using: &random))
        }
        return try ScenarioPortfolio(
            cash: 0, spot: 3_000, spotConfidence: 1, stablePrice: 1, perpetual: .none, collaterals: [], expiries: expiries, options: options)
    }

    private static func covariance(_ random: inout SeededGenerator, size: Int) throws(RiskModelError) -> SymmetricMatrix {
        let loadings = (0..<size).map { _ in (0..<3).map { _ in Double.random(in: -0.02...0.03, using: &random) } }
        return try SymmetricMatrix(
            rows: (0..<size).map { i in
                (0..<size).map { j in (0..<3).reduce(i == j ? 1e-4 : 0) { $0 + loadings[i][$1] * loadings[j][$1] } }
            })
    }

    private static func curved(_ random: inout SeededGenerator, size: Int) throws(RiskModelError) -> DeltaGammaPortfolio {
        let delta = (0..<size).map { _ in Double.random(in: -1_000...1_000, using: &random) }
        let diagonal = (0..<size).map { _ in Double.random(in: -2_000...2_000, using: &random) }
        let gamma = (0..<size).map { i in (0..<size).map { j in i == j ? diagonal[i] : 0 } }
        return try DeltaGammaPortfolio(theta: -3, delta: delta, gamma: SymmetricMatrix(rows: gamma))
    }
}

extension RiskWorkload {
    /// The same inputs for a peer.
    var json: JSON {
        [
            "expiries": .array(
                portfolio.expiries.map { expiry in
                    [
                        "seconds": .integer(expiry.secondsToExpiry), "forward": .binary(expiry.forward), "rate": .binary(expiry.rate),
                        "options": .integer(portfolio.options.count { $0.secondsToExpiry == expiry.secondsToExpiry }),
                    ]
                }),
            "options": .array(
                portfolio.options.map { .binaries([$0.kind == .call ? 1 : -1, $0.strike, $0.volatility, $0.amount]) }),
            "scenarios": .array(parameters.scenarios.map { .binaries([$0.spotFactor, Double($0.volatilityShock.rawValue)]) }),
            "volatility": .binaries([
                parameters.volatility.rangeUp, parameters.volatility.rangeDown, parameters.volatility.minimumShockedUp,
                parameters.volatility.shortTermPower, parameters.volatility.longTermPower, parameters.volatility.floorDays,
            ]),
            "loss": .binaries([
                parameters.loss.longRateScale, parameters.loss.longRateAdd, parameters.loss.shortRateScale, parameters.loss.shortRateAdd,
                parameters.loss.staticDiscountLong, parameters.loss.staticDiscountShort,
            ]),
            "theta": .binary(curved.theta), "delta": .binaries(curved.delta), "gamma": .array(curved.gamma.rows.map { .binaries($0) }),
            "covariance": .array(covariance.rows.map { .binaries($0) }), "paths": .integer(simulation.paths), "confidence": .binary(confidence),
        ]
    }
}

extension JSON {
    /// The shortest decimal that reads back as the same double.
    fileprivate static func binary(_ value: Double) -> JSON { .number("\(value)") }

    fileprivate static func binaries(_ values: [Double]) -> JSON { .array(values.map { .binary($0) }) }
}
