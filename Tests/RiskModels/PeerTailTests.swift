import Encoding
import RiskModels
import Testing
import TestVectors

private struct HistoricalCase {
    let pnl: [Double], confidence: Double
    var json: JSON { ["pnl": .doubles(pnl), "confidence": .double(confidence)] }
    /// How many observations the tail holds.
    var tail: Double { Double(pnl.count) * (1 - confidence) }
    var isWhole: Bool { tail == tail.rounded() }
}

private struct DeltaGammaCase {
    let portfolio: DeltaGammaPortfolio, covariance: SymmetricMatrix, confidence: Double
    var json: JSON {
        [
            "theta": .double(portfolio.theta), "delta": .doubles(portfolio.delta), "gamma": .matrix(portfolio.gamma.rows),
            "covariance": .matrix(covariance.rows), "confidence": .double(confidence),
        ]
    }
}

private struct LinearCase {
    let portfolio: DeltaGammaPortfolio, covariance: SymmetricMatrix, confidence: Double, run: MonteCarlo
    var json: JSON {
        [
            "delta": .doubles(portfolio.delta), "covariance": .matrix(covariance.rows), "confidence": .double(confidence),
            "paths": .integer(run.paths),
        ]
    }
}

extension PeerTests {
    @Test("value at risk and expected shortfall as QuantLib, numpy and scipy, where the conventions agree, and by how much they differ")
    func tails() async throws {
        var generator = SeededGenerator()
        let observed = (0..<120).map { index in historical(index, &generator) }
        let curved = try (0..<40).map { _ in try deltaGamma(&generator) }
        let straight = try [100_000, 200_000].flatMap { paths in
            try MonteCarlo.Sampling.allCases.flatMap { sampling in
                try [0.95, 0.975, 0.99].map { confidence in try linear(confidence, paths, sampling, &generator) }
            }
        }
        let answer = try await PeerProgram(name: "tails").answer([
            "historical": .array(observed.map(\.json)), "deltaGamma": .array(curved.map(\.json)), "linear": .array(straight.map(\.json)),
        ])
        try compare(observed, answer["historical"].array(max: 1_000))
        try compare(curved, answer["deltaGamma"].array(max: 1_000))
        try compare(straight, answer["linear"].array(max: 1_000))
    }

    /// One in three has a confidence of which the tail is exactly a whole number of observations. The worst tenth is always a loss,
    /// because QuantLib calls a tail of gains a risk of zero.
    private func historical(_ index: Int, _ generator: inout SeededGenerator) -> HistoricalCase {
        let count = index % 3 == 0 ? 32 * Int.random(in: 2...20, using: &generator) : Int.random(in: 60...700, using: &generator)
        let pnl = (0..<count).map { _ in Double.random(in: -90...10, using: &generator) }
        return HistoricalCase(pnl: pnl, confidence: index % 3 == 0 ? 0.96875 : Double.random(in: 0.901...0.98, using: &generator))
    }

    private func covariance(_ size: Int, _ generator: inout SeededGenerator) throws -> SymmetricMatrix {
        let loadings = (0..<size).map { _ in (0..<3).map { _ in Double.random(in: -0.02...0.03, using: &generator) } }
        return try SymmetricMatrix(
            rows: (0..<size).map { i in (0..<size).map { j in (0..<3).reduce(i == j ? 1e-4 : 0) { $0 + loadings[i][$1] * loadings[j][$1] } } })
    }

    private func portfolio(_ size: Int, curvature: Double, _ generator: inout SeededGenerator) throws -> DeltaGammaPortfolio {
        let delta = (0..<size).map { _ in Double.random(in: -1_000...1_000, using: &generator) }
        var gamma = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        for i in 0..<size {
            for j in 0...i { (gamma[i][j], gamma[j][i]) = { ($0, $0) }(curvature == 0 ? 0 : Double.random(in: -curvature...curvature, using: &generator)) }
        }
        return try DeltaGammaPortfolio(theta: curvature == 0 ? 0 : -3, delta: delta, gamma: SymmetricMatrix(rows: gamma))
    }

    private func deltaGamma(_ generator: inout SeededGenerator) throws -> DeltaGammaCase {
        let size = Int.random(in: 1...12, using: &generator)
        return try DeltaGammaCase(
            portfolio: portfolio(size, curvature: 2_000, &generator), covariance: covariance(size, &generator),
            confidence: Double.random(in: 0.9...0.995, using: &generator))
    }

    private func linear(
        _ confidence: Double, _ paths: Int, _ sampling: MonteCarlo.Sampling, _ generator: inout SeededGenerator
    ) throws -> LinearCase {
        try LinearCase(
            portfolio: portfolio(30, curvature: 0, &generator), covariance: covariance(30, &generator), confidence: confidence,
            run: MonteCarlo(paths: paths, seed: generator.next(), sampling: sampling))
    }

    /// The same convention: numpy's `inverted_cdf`, and expected shortfall as Rockafellar and Uryasev's minimum.
    ///
    /// Others differ on purpose:
    /// - QuantLib's value at risk is one observation worse where the tail is a whole number of observations: it takes the upper of
    ///   the two quantiles. Ours is the lower, P(loss <= x) >= confidence as Basel and Acerbi and Tasche write it.
    /// - QuantLib's expected shortfall is the mean of what is strictly worse than its value at risk: it leaves out the part of the
    ///   quantile that lies in the tail, and is no coherent measure. With n whole observations of a tail t: ours = v + n (theirs - v) / t.
    /// - numpy's default quantile lies between two observations, where no loss was ever seen; it is within one observation of ours.
    /// - the mean of all losses from the quantile on averages more than the tail where the tail is no whole number: never above ours.
    private func compare(_ cases: [HistoricalCase], _ theirs: [JSONNode]) throws {
        var quantiles = PeerComparison("historical value at risk, numpy's inverted_cdf")
        var shortfalls = PeerComparison("historical expected shortfall, numpy's minimum after Rockafellar and Uryasev")
        var quantLibQuantiles = PeerComparison("historical value at risk, QuantLib")
        var quantLibShortfalls = PeerComparison("historical expected shortfall, QuantLib's turned into ours")
        for (history, answer) in zip(cases, theirs) {
            let ours = try HistoricalTail.measure(pnl: history.pnl, confidence: history.confidence)
            quantiles.compare(ours.valueAtRisk, try answer["lowerQuantile"].double(), within: 0)
            shortfalls.compare(ours.expectedShortfall, try answer["minimumShortfall"].double(), within: 1e-12)
            let worst = history.pnl.map { -$0 }.sorted(by: >)
            let whole = Int(history.tail)
            quantLibQuantiles.compare(history.isWhole ? worst[whole - 1] : ours.valueAtRisk, try answer["quantlibValueAtRisk"].double(), within: 0)
            let theirMean = try answer["quantlibExpectedShortfall"].double()
            // Where the tail is whole, theirs is the mean of one observation less.
            let (value, held) = history.isWhole ? (worst[whole - 1], whole - 1) : (ours.valueAtRisk, whole)
            quantLibShortfalls.compare(ours.expectedShortfall, value + Double(held) * (theirMean - value) / history.tail, within: 1e-12)
            let linear = try answer["linearQuantile"].double()
            #expect(linear <= worst[max(whole - 1, 0)] && linear >= worst[whole + 1], "numpy's default is within one observation")
            #expect(try answer["meanFromQuantile"].double() <= ours.expectedShortfall * (1 + 1e-12))
        }
        for comparison in [quantiles, shortfalls, quantLibQuantiles, quantLibShortfalls] { comparison.report() }
    }

    /// Moments from the eigenvalues of the whitened curvature, ours from traces; the tail from scipy's quantile and its integral.
    private func compare(_ cases: [DeltaGammaCase], _ theirs: [JSONNode]) throws {
        var moments = PeerComparison("delta-gamma moments, numpy")
        var tails = PeerComparison("parametric and Cornish-Fisher tails, scipy")
        var refused = 0
        for (curved, answer) in zip(cases, theirs) {
            let ours = try curved.portfolio.moments(covariance: curved.covariance)
            moments.compare([ours.mean, ours.variance, ours.skewness, ours.excessKurtosis], try answer["moments"].doubles(), within: 1e-9, floor: 1e-12)
            do {
                let tail = try CornishFisherTail.measure(ours, confidence: curved.confidence)
                tails.compare(tail.valueAtRisk, try answer["valueAtRisk"].double(), within: 1e-9)
                tails.compare(tail.expectedShortfall, try answer["expectedShortfall"].double(), within: 1e-9)
            } catch RiskModelError.expansionNotMonotone {
                refused += 1
            }
        }
        moments.report()
        tails.report("\(refused) refused, where the expansion is no quantile function")
        #expect(tails.count >= cases.count)
    }

    /// Five standard errors: one run in a million is further off by chance. The parametric tail has none, and is exact.
    private func compare(_ cases: [LinearCase], _ theirs: [JSONNode]) throws {
        var parametric = PeerComparison("parametric tails of linear portfolios, scipy")
        var furthest = 0.0
        for (straight, answer) in zip(cases, theirs) {
            let ours = try straight.run.measure(straight.portfolio, covariance: straight.covariance, confidence: straight.confidence)
            let exact = try CornishFisherTail.measure(straight.portfolio, covariance: straight.covariance, confidence: straight.confidence)
            for (key, simulated, closed) in [
                ("valueAtRisk", ours.valueAtRisk, exact.valueAtRisk), ("expectedShortfall", ours.expectedShortfall, exact.expectedShortfall),
            ] {
                let truth = try answer[key].double()
                parametric.compare(closed, truth, within: 1e-11)
                let errors = (simulated - truth).magnitude / (try answer["\(key)Error"].double())
                furthest = max(furthest, errors)
                #expect(errors < 5, "\(key) of \(ours.method): \(simulated), closed form \(truth)")
            }
        }
        parametric.report()
        print("side by side: Monte Carlo tails of linear portfolios, scipy: \(2 * cases.count) compared, at most \(furthest) standard errors off")
    }
}
