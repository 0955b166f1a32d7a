import Foundation
import RiskModels
import Testing
import TestVectors

@Suite("Volatility")
struct VolatilityTests {
    private func simulated(_ model: GARCH, _ count: Int, seed: UInt64) throws -> [Double] {
        var normals = NormalGenerator(seed: seed)
        var variance = model.longRunVariance
        return (0..<count).map { _ in
            let move = variance.squareRoot() * normals.next()
            variance = model.omega + model.alpha * move * move + model.beta * variance
            return move
        }
    }

    @Test("the three seeds of the moving average: by hand, and equal after a long history")
    func seeds() throws {
        let returns = [0.02, -0.01, 0.03]
        let first = try EWMA.variance(returns: returns, decay: 0.9, seed: .firstSquare)
        #expect((first - (0.81 * 4e-4 + 0.09 * 1e-4 + 0.1 * 9e-4)).magnitude < 1e-18)
        let known = try EWMA.variance(returns: returns, decay: 0.9, seed: .variance(1e-3))
        #expect((known - (0.729 * 1e-3 + 0.081 * 4e-4 + 0.09 * 1e-4 + 0.1 * 9e-4)).magnitude < 1e-18)
        let normalised = try EWMA.variance(returns: returns, decay: 0.9, seed: .normalisedWeights)
        #expect((normalised - (0.81 * 4e-4 + 0.9 * 1e-4 + 9e-4) / 2.71).magnitude < 1e-18)
        let long = try simulated(GARCH(omega: 1e-6, alpha: 0.05, beta: 0.9), 2_000, seed: 3)
        let answers = try [EWMA.Seed.firstSquare, .variance(1), .normalisedWeights].map { try EWMA.variance(returns: long, decay: 0.94, seed: $0) }
        for answer in answers { #expect((answer / answers[0] - 1).magnitude < 1e-9) }
    }

    @Test("a covariance of one factor is its variance, and every covariance factorises")
    func covariance() throws {
        var generator = SeededGenerator()
        let rows = (0..<300).map { _ in
            let market = Double.random(in: -0.03...0.03, using: &generator)
            return (0..<4).map { market * Double($0) + Double.random(in: -0.01...0.01, using: &generator) }
        }
        for seed in [EWMA.Seed.firstSquare, .variance(1e-4), .normalisedWeights] {
            let matrix = try EWMA.covariance(returns: rows, decay: 0.94, seed: seed)
            let second = try EWMA.variance(returns: rows.map { $0[1] }, decay: 0.94, seed: seed)
            #expect(matrix.entry(1, 1) == second)
            _ = try CholeskyFactor(matrix)
        }
        let shrunk = try LedoitWolf(returns: rows, isCentred: false)
        #expect(shrunk.shrinkage >= 0 && shrunk.shrinkage <= 1)
        #expect((0..<4).map { shrunk.covariance.entry($0, $0) ?? .nan }.reduce(0, +) / 4 - shrunk.meanVariance < 1e-12)
        let (_, correlations) = try shrunk.covariance.volatilitiesAndCorrelations()
        #expect(correlations.entry(2, 2) == 1)
        #expect(try LedoitWolf(returns: [[0, 0], [0, 0]], isCentred: false).shrinkage == 0)
    }

    @Test("the likelihood is the product of normal densities")
    func likelihood() throws {
        let model = try GARCH(omega: 2e-6, alpha: 0.08, beta: 0.9)
        let returns = try simulated(model, 500, seed: 8)
        for seed in [GARCH.Seed.sampleVariance, .backcast, .variance(1e-4)] {
            let variances = try model.variances(returns: returns, seed: seed)
            #expect(variances.count == 501)
            let sum = zip(returns, variances).reduce(0) { $0 - 0.5 * (Foundation.log(2 * Double.pi * $1.1) + $1.0 * $1.0 / $1.1) }
            #expect((try model.logLikelihood(returns: returns, seed: seed) / sum - 1).magnitude < 1e-12)
        }
    }

    @Test("the fit beats the model the returns were made by, and finds it again")
    func fit() throws {
        let truth = try GARCH(omega: 2e-6, alpha: 0.1, beta: 0.85)
        let returns = try simulated(truth, 4_000, seed: 21)
        let fit = try GARCH.fit(returns: returns, seed: .backcast)
        #expect(fit.hasConverged)
        #expect(try fit.logLikelihood >= truth.logLikelihood(returns: returns, seed: .backcast))
        #expect((fit.model.alpha - 0.1).magnitude < 0.03 && (fit.model.beta - 0.85).magnitude < 0.05)
        // In percent it is the same model: nothing depends on the unit.
        let percent = try GARCH.fit(returns: returns.map { 100 * $0 }, seed: .backcast)
        #expect((percent.model.alpha - fit.model.alpha).magnitude < 1e-4)
        #expect(throws: RiskModelError.self) { try GARCH.fit(returns: [Double](repeating: 0, count: 60), seed: .sampleVariance) }
    }

    @Test("forecasts go to the long-run variance and begin at the given one")
    func forecast() throws {
        let model = try GARCH(omega: 1e-6, alpha: 0.1, beta: 0.8)
        let forecast = try model.forecast(nextVariance: 5e-5, horizon: 400)
        #expect(forecast[0] == 5e-5)
        #expect((forecast[1] - (1e-6 + 0.9 * 5e-5)).magnitude < 1e-20)
        #expect((forecast[399] / model.longRunVariance - 1).magnitude < 1e-12)
        #expect(throws: RiskModelError.self) { try GARCH(omega: 1e-6, alpha: 0.2, beta: 0.8) }
    }
}
