import Encoding
import RiskModels
import Testing
import TestVectors

/// Returns with a common factor, in percent, as correlated as real ones.
private func randomReturns(_ periods: Int, _ factors: Int, _ generator: inout SeededGenerator) -> [[Double]] {
    var normals = NormalGenerator(seed: generator.next())
    let loadings = (0..<factors).map { _ in Double.random(in: -0.5...1.5, using: &generator) }
    return (0..<periods).map { _ in
        let market = normals.next()
        return loadings.map { 0.05 + $0 * market + normals.next() }
    }
}

/// Returns of a GARCH(1,1) process, in percent.
private func simulatedReturns(_ model: GARCH, _ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    var normals = NormalGenerator(seed: generator.next())
    var variance = model.longRunVariance
    return (0..<count).map { _ in
        let move = variance.squareRoot() * normals.next()
        variance = model.omega + model.alpha * move * move + model.beta * variance
        return move
    }
}

private struct MovingAverageCase {
    let returns: [[Double]], decay: Double, start: Double
    var json: JSON { ["returns": .matrix(returns), "decay": .double(decay), "start": .double(start)] }
}

private struct ShrinkageCase {
    let returns: [[Double]], isCentred: Bool
    var json: JSON { ["returns": .matrix(returns), "isCentred": .bool(isCentred)] }
}

private struct GARCHCase {
    let returns: [Double], model: GARCH
    var json: JSON { ["returns": .doubles(returns), "parameters": .doubles([model.omega, model.alpha, model.beta])] }
}

extension PeerTests {
    @Test("EWMA, GARCH(1,1) and Ledoit-Wolf as numpy, arch and scikit-learn")
    func volatility() async throws {
        var generator = SeededGenerator()
        let averages = [(1, 1), (5, 3), (60, 4), (750, 8)].flatMap { periods, factors in
            [0.94, 0.97, Double.random(in: 0.6...0.995, using: &generator)].map { decay in
                MovingAverageCase(
                    returns: randomReturns(periods, factors, &generator), decay: decay, start: Double.random(in: 0.1...3, using: &generator))
            }
        }
        let shapes = [(2, 1), (10, 3), (40, 40), (25, 60), (500, 5), (250, 30)]
        let shrinkages = shapes.flatMap { periods, factors in
            [true, false].map { ShrinkageCase(returns: randomReturns(periods, factors, &generator), isCentred: $0) }
        }
        let models = try [(0.05, 0.08, 0.9), (0.2, 0.15, 0.7), (1, 0.3, 0.2), (0.01, 0.03, 0.965)].map { omega, alpha, beta in
            try GARCH(omega: omega, alpha: alpha, beta: beta)
        }
        let processes = models.flatMap { model in
            [60, 500, 2_000].map { GARCHCase(returns: simulatedReturns(model, $0, &generator), model: model) }
        }
        let answer = try await PeerProgram(name: "volatility").answer([
            "ewma": .array(averages.map(\.json)), "ledoitWolf": .array(shrinkages.map(\.json)), "garch": .array(processes.map(\.json)),
        ])
        try compare(averages, answer["ewma"].array(max: 1_000))
        try compare(shrinkages, answer["ledoitWolf"].array(max: 1_000))
        try compare(processes, answer["garch"].array(max: 1_000))
        try compareFits(processes, answer["garch"].array(max: 1_000))
    }

    /// Each seed against the weighted sum that it stands for. arch's EWMA is our known variance before the first return; it says the
    /// variance before each return comes, ours after the last.
    private func compare(_ cases: [MovingAverageCase], _ theirs: [JSONNode]) throws {
        var toNumpy = PeerComparison("EWMA variances and covariances, numpy")
        var toArch = PeerComparison("EWMA variance, arch")
        for (average, answer) in zip(cases, theirs) {
            for (key, seed) in [("normalised", EWMA.Seed.normalisedWeights), ("firstSquare", .firstSquare), ("known", .variance(average.start))] {
                let ours = try EWMA.covariance(returns: average.returns, decay: average.decay, seed: seed)
                let matrix = try answer[key].matrix()
                // A covariance is what products of both signs leave: the room is in terms of the variances.
                let scale = (0..<matrix.count).reduce(0) { max($0, matrix[$1][$1]) }
                for (row, other) in zip(ours.rows, matrix) { toNumpy.compare(row, other, within: 1e-11, floor: 1e-13 * scale) }
            }
            let variance = try EWMA.variance(returns: average.returns.map { $0[0] }, decay: average.decay, seed: .variance(average.start))
            toArch.compare(variance, try answer["archKnown"].double(), within: 1e-12)
        }
        toNumpy.report()
        toArch.report()
    }

    private func compare(_ cases: [ShrinkageCase], _ theirs: [JSONNode]) throws {
        var covariances = PeerComparison("Ledoit-Wolf covariances, scikit-learn")
        var shrinkages = PeerComparison("Ledoit-Wolf shrinkages, scikit-learn")
        for (shrinkage, answer) in zip(cases, theirs) {
            let ours = try LedoitWolf(returns: shrinkage.returns, isCentred: shrinkage.isCentred)
            let context = "\(shrinkage.returns.count) x \(shrinkage.returns[0].count), centred \(shrinkage.isCentred)"
            for (row, other) in zip(ours.covariance.rows, try answer["covariance"].matrix()) {
                covariances.compare(row, other, within: 1e-9, floor: 1e-13 * ours.meanVariance, context)
            }
            // A share: what is left of sums of the order of one.
            shrinkages.compare(ours.shrinkage, try answer["shrinkage"].double(), within: 1e-9, floor: 1e-13, context)
        }
        covariances.report()
        shrinkages.report()
    }

    private func compare(_ cases: [GARCHCase], _ theirs: [JSONNode]) throws {
        var variances = PeerComparison("GARCH(1,1) variances, arch")
        var likelihoods = PeerComparison("GARCH(1,1) log-likelihoods, arch")
        for (process, answer) in zip(cases, theirs) {
            let ours = try process.model.variances(returns: process.returns, seed: .backcast)
            // The last is the forecast, which arch does not list among the past.
            variances.compare(Array(ours.dropLast()), try answer["variances"].doubles(), within: 1e-11)
            likelihoods.compare(
                try process.model.logLikelihood(returns: process.returns, seed: .backcast), try answer["logLikelihood"].double(), within: 1e-11)
        }
        variances.report()
        likelihoods.report()
    }

    /// The two searches differ, so no parameters are compared but what both maximise: ours must not be below arch's optimum.
    private func compareFits(_ cases: [GARCHCase], _ theirs: [JSONNode]) throws {
        var behind = -Double.infinity
        for (process, answer) in zip(cases, theirs) {
            let optimum = try answer["fittedLogLikelihood"].double()
            let parameters = try answer["fitted"].doubles()
            let fit = try GARCH.fit(returns: process.returns, seed: .backcast)
            behind = max(behind, optimum - fit.logLikelihood)
            #expect(fit.logLikelihood >= optimum - 1e-5, "\(process.returns.count) returns of \(process.model): \(fit), arch \(parameters)")
        }
        print("side by side: GARCH(1,1) fits, arch: \(cases.count) compared, at most \(behind) of log-likelihood behind")
    }
}
