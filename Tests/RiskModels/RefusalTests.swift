import Quantities
import RiskModels
import Testing

@Suite("Refusals")
struct RefusalTests {
    /// Every public function that takes a plain number, with that number as the argument.
    private static let functions: [(name: String, call: @Sendable (Double) throws -> Any)] = [
        ("exponential", { try ElementaryFunctions.exponential($0) }),
        ("logarithm", { try ElementaryFunctions.logarithm($0) }),
        ("power base", { try ElementaryFunctions.power($0, 2) }),
        ("power exponent", { try ElementaryFunctions.power(2, $0) }),
        ("density", { try ElementaryFunctions.normalDensity($0) }),
        ("distribution", { try ElementaryFunctions.normalDistribution($0) }),
        ("quantile", { try ElementaryFunctions.inverseNormal($0) }),
        ("forward", { try Black76(kind: .call, forward: $0, strike: 1, time: 1, volatility: 1, discount: 1) }),
        ("strike", { try Black76(kind: .call, forward: 1, strike: $0, time: 1, volatility: 1, discount: 1) }),
        ("time", { try Black76(kind: .call, forward: 1, strike: 1, time: $0, volatility: 1, discount: 1) }),
        ("volatility", { try Black76(kind: .call, forward: 1, strike: 1, time: 1, volatility: $0, discount: 1) }),
        ("discount", { try Black76(kind: .call, forward: 1, strike: 1, time: 1, volatility: 1, discount: $0) }),
        ("option price", { try ImpliedVolatility.solve(kind: .put, forward: 1, strike: 1, time: 1, discount: 1, price: $0) }),
        ("spot factor", { try MarginScenario(spotFactor: $0, volatilityShock: .up, damping: 1) }),
        ("pnl", { try HistoricalTail.measure(pnl: [1, $0], confidence: 0.9) }),
        ("confidence", { try HistoricalTail.measure(pnl: [1], confidence: $0) }),
        ("loss", { try LossDistribution([.init(loss: $0, probability: 1)]) }),
        ("probability", { try LossDistribution([.init(loss: 1, probability: $0)]) }),
        ("moment", { try ProfitMoments(mean: $0, variance: 1, skewness: 0, excessKurtosis: 0) }),
        ("matrix", { try SymmetricMatrix(rows: [[$0]]) }),
        ("delta", { try DeltaGammaPortfolio(theta: 0, delta: [$0], gamma: .zero(size: 1)) }),
        ("decay", { try EWMA.variance(returns: [1], decay: $0, seed: .firstSquare) }),
        ("return", { try EWMA.update(previousVariance: 1, decay: 0.9, return: $0) }),
        ("seed variance", { try EWMA.variance(returns: [1], decay: 0.9, seed: .variance($0)) }),
        ("table of returns", { try LedoitWolf(returns: [[1], [$0]], isCentred: true) }),
        ("omega", { try GARCH(omega: $0, alpha: 0.1, beta: 0.8) }),
        ("alpha", { try GARCH(omega: 1, alpha: $0, beta: 0) }),
        ("forecast", { try GARCH(omega: 1, alpha: 0.1, beta: 0.8).forecast(nextVariance: $0, horizon: 2) }),
        ("likelihood", { try GARCH(omega: 1, alpha: 0.1, beta: 0.8).logLikelihood(returns: [$0], seed: .sampleVariance) }),
        ("rate of exceptions", { try KupiecTest.evaluate(observations: 10, exceptions: 1, expectedRate: $0) }),
        ("traffic light", { try TrafficLight.evaluate(observations: 10, exceptions: 1, expectedRate: $0) }),
        ("margin", { try Procyclicality.peakToTrough(margins: [1, $0]) }),
        ("exposure", { try BaselHaircuts.adjustedExposure(exposure: $0, exposureHaircut: 0, collateral: 0, collateralHaircut: 0, currencyHaircut: 0) }),
        ("haircut", { try BaselHaircuts.scaled(haircut: $0, holdingDays: 10, revaluationDays: 5) }),
        ("base asset", {
            try BaseAssetMargin.evaluate(
                amount: $0, spot: 1, marginFactor: 1, initialScale: 1, confidence: 1, confidenceThreshold: 0, contingencyFactor: 0)
        }),
        ("SPAN cover", { try SPANScenario.standard(extremeMultiple: 2, extremeCover: $0) }),
    ]

    @Test("NaN and the infinities are refused by every function, by name")
    func notNumbers() {
        for (name, call) in Self.functions {
            for value in [Double.nan, .infinity, -.infinity, .signalingNaN] {
                #expect(throws: RiskModelError.self, "\(name) took \(value)") { _ = try call(value) }
            }
        }
    }

    @Test("the largest and smallest numbers give a number or an error, never NaN or infinity")
    func extremes() {
        for (name, call) in Self.functions {
            for value in [Double.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0, -0.0] {
                guard let got = try? call(value) else { continue }
                if let number = got as? Double { #expect(number.isFinite, "\(name) of \(value) is \(number)") }
                if let option = got as? Black76, let greeks = try? option.greeks() {
                    for number in [greeks.value, greeks.delta, greeks.gamma, greeks.vega, greeks.theta, greeks.rho] {
                        #expect(number.isFinite, "\(name) \(value): \(greeks)")
                    }
                }
            }
        }
    }

    @Test("every error says what to do and has a label of its own")
    func errorsSpeak() {
        let errors: [RiskModelError] = [
            .notFinite(name: "x"), .outOfRange(name: "x", got: 2, expected: "1"), .count(name: "x", got: 0, expected: "1"),
            .sizeMismatch(name: "x", got: 1, expected: 2), .notPositiveSemidefinite(pivot: 1, got: -1), .notSymmetric(row: 1, column: 0),
            .unordered(name: "x", index: 1), .malformedTable(line: 2, column: 1, problem: "no date"), .duplicate(name: "x"), .unknown(name: "x", what: "y"), .noSolution("none"),
            .expansionNotMonotone(skewness: 1, excessKurtosis: 1), .overflow("x"), .arithmetic(.divisionByZero),
        ]
        #expect(Set(errors.map(\.shortDescription)).count == errors.count)
        #expect(errors.allSatisfy { !$0.description.isEmpty })
    }
}
