import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("Volatility forecasts")
struct PredictionForecastTests {
    private func forecaster(horizon: Int, seed: EWMA.Seed = .normalisedWeights) throws -> VolatilityForecaster {
        try VolatilityForecaster(decay: 0.94, ewmaSeed: seed, garchSeed: .backcast, horizon: horizon)
    }

    @Test("both models say what they say alone, summed over the horizon, and the larger one counts")
    func larger() throws {
        var leaders: Set<VolatilityForecast.Model> = []
        let model = try GARCH(omega: 0.000_004, alpha: 0.1, beta: 0.85)
        for seed in 0..<40 {
            var normal = NormalGenerator(seed: SeededGenerator.runSeed &+ UInt64(seed))
            // The last returns are calm or wild, so that each model leads at times.
            let tail = seed % 2 == 0 ? 0.003 : 0.05
            var returns = try normal.next(300)
            for day in returns.indices { returns[day] *= day < 280 ? 0.01 : tail }
            let horizon = 1 + seed % 10
            let forecast = try forecaster(horizon: horizon).forecast(returns: returns, garch: .given(model))

            let average = try EWMA.variance(returns: returns, decay: 0.94, seed: .normalisedWeights)
            let variances = try model.forecast(nextVariance: model.variances(returns: returns, seed: .backcast)[300], horizon: horizon)
            #expect(forecast.ewma.variances == Array(repeating: average, count: horizon))
            #expect(forecast.garchOpinion?.variances == variances)
            let garch = variances.reduce(0, +)
            #expect(forecast.horizonVariance == max(forecast.ewma.horizonVariance, garch))
            #expect((forecast.leader == .garch) == (garch > forecast.ewma.horizonVariance))
            #expect((forecast.ewma.horizonVariance / (average * Double(horizon)) - 1).magnitude < 1e-12)
            leaders.insert(forecast.leader)
        }
        #expect(leaders.count == 2)
    }

    @Test("a longer horizon never needs less, and a larger last return never lowers the forecast")
    func monotone() throws {
        var normal = NormalGenerator(seed: SeededGenerator.runSeed)
        let returns = try normal.next(200).map { 0.01 * $0 }
        let model = try GARCH(omega: 0.000_004, alpha: 0.1, beta: 0.85)
        var last = 0.0
        for horizon in [1, 2, 5, 20, 250] {
            let variance = try forecaster(horizon: horizon).forecast(returns: returns, garch: .given(model)).horizonVariance
            #expect(variance > last)
            last = variance
        }
        last = 0
        for size in [0.0, 0.01, 0.02, 0.1, 0.5] {
            let variance = try forecaster(horizon: 3).forecast(returns: returns.dropLast() + [-size], garch: .given(model)).horizonVariance
            #expect(variance >= last)
            last = variance
        }
    }

    @Test("GARCH is fitted to the returns given, or silent with a reason, and the moving average then speaks alone")
    func fitting() throws {
        let path = try PredictionPaths.cluster(seed: 3)
        let fitted = try forecaster(horizon: 2).forecast(returns: path.returns, garch: .fitted)
        guard case .spoke(_, let model, let fit?) = fitted.garch else {
            Issue.record("no fit: \(fitted.garch)")
            return
        }
        #expect(try fit == GARCH.fit(returns: path.returns, seed: .backcast))
        let given = try forecaster(horizon: 2).forecast(returns: path.returns, garch: .given(model))
        #expect(given.horizonVariance == fitted.horizonVariance)

        for returns in [Array(path.returns.prefix(49)), [Double](repeating: 0, count: 60)] {
            let forecast = try forecaster(horizon: 2).forecast(returns: returns, garch: .fitted)
            guard case .silent(let reason) = forecast.garch else {
                Issue.record("a model from \(returns.count) returns")
                continue
            }
            #expect(!reason.isEmpty && forecast.leader == .ewma && forecast.horizonVariance == forecast.ewma.horizonVariance)
        }
    }

    @Test("an explanation names both, what they began with and which counts, in 100 columns")
    func explanation() throws {
        let path = try PredictionPaths.cluster(seed: 4)
        let seeds: [EWMA.Seed] = [.firstSquare, .normalisedWeights, .variance(1.234_567_890_123e-300)]
        for seed in seeds {
            for count in [10, 300] {
                let returns = Array(path.returns.prefix(count))
                let lines = try forecaster(horizon: 1_000, seed: seed).forecast(returns: returns, garch: .fitted).explanation
                #expect(lines.allSatisfy { $0.count <= 100 }, "\(lines)")
                #expect(lines.contains { $0.hasPrefix("  ewma") } && lines.contains { $0.hasPrefix("  garch") })
                #expect(lines.last?.hasPrefix("  counts ") == true)
            }
        }
    }

    @Test("what is no horizon, decay, seed or history is refused")
    func refusals() {
        #expect(throws: RiskModelError.self) { try forecaster(horizon: 0) }
        #expect(throws: RiskModelError.self) { try forecaster(horizon: 1_001) }
        #expect(throws: RiskModelError.self) { try forecaster(horizon: 1, seed: .variance(-1)) }
        #expect(throws: RiskModelError.self) { try forecaster(horizon: 1).forecast(returns: [], garch: .fitted) }
        #expect(throws: RiskModelError.self) { try forecaster(horizon: 1).forecast(returns: [.nan], garch: .fitted) }
        #expect(throws: RiskModelError.self) { try forecaster(horizon: 1_000).forecast(returns: [1e154], garch: .fitted) }
    }
}

@Suite("From volatility to a rate")
struct CalculatedRateTests {
    @Test("quantile times volatility, rounded up")
    func rate() throws {
        let rate = try CalculatedRate.rate(horizonVolatility: 0.02, confidence: 0.99, tailMultiplier: 1)
        #expect((AmountConversion.double(rate) - 0.046_526_957_480_8).magnitude < 1e-12)
        let exact = try ElementaryFunctions.inverseNormal(0.99) * 0.02
        #expect(try rate == AmountConversion.amount(exact, rounding: .ceiling))
        #expect(try CalculatedRate.rate(horizonVolatility: 0, confidence: 0.99, tailMultiplier: 1) == .zero)
        for bad in [0.5, 1, .nan] {
            #expect(throws: RiskModelError.self) { try CalculatedRate.rate(horizonVolatility: 0.02, confidence: bad, tailMultiplier: 1) }
        }
        #expect(throws: RiskModelError.self) { try CalculatedRate.rate(horizonVolatility: -1, confidence: 0.9, tailMultiplier: 1) }
        #expect(throws: RiskModelError.self) { try CalculatedRate.rate(horizonVolatility: 1e300, confidence: 0.9, tailMultiplier: 1) }
    }

    @Test("the long run is the root mean square over the horizon")
    func longRun() throws {
        let volatility = try CalculatedRate.longRunVolatility(returns: [0.03, -0.04, 0, 0][...], horizon: 4)
        #expect((volatility - 0.05).magnitude < 1e-15)
        #expect(throws: RiskModelError.self) { try CalculatedRate.longRunVolatility(returns: [], horizon: 1) }
    }

    @Test("stressed observations raise calm and never lower a storm")
    func stress() throws {
        let stress = try StressedObservations(variance: 0.0004, weight: 0.25)
        #expect(try (stress.mixed(horizonVariance: 0.0002, horizon: 2) - (0.75 * 0.0002 + 0.25 * 0.0008)).magnitude < 1e-18)
        #expect(try stress.mixed(horizonVariance: 0.01, horizon: 2) == 0.01)
        #expect(throws: RiskModelError.self) { try StressedObservations(variance: -1, weight: 0.25) }
        #expect(throws: RiskModelError.self) { try StressedObservations(variance: 1, weight: 1) }
    }
}
