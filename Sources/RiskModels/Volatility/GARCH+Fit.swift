/// A fitted model with what says how good it is.
public struct GARCHFit: Hashable, Sendable {
    public let model: GARCH
    public let logLikelihood: Double
    /// How often the likelihood was computed.
    public let evaluations: Int
    /// Whether the search ended because it could not improve, and not because it ran out of steps.
    public let hasConverged: Bool
}

extension GARCH {
    /// Fewer returns than this say nothing about three parameters.
    public static let minimumFitReturns = 50

    /// The model of greatest likelihood.
    ///
    /// Nelder and Mead's simplex over (ln of the long-run variance, logit of alpha + beta, logit of alpha's share of it), from several
    /// fixed starting points: nothing random, bounded in steps, and alpha + beta stays below 1 by construction.
    /// Source of the search: Nelder and Mead, A simplex method for function minimization (1965).
    /// - Throws: `count` below 50 returns; `notFinite`; `noSolution` when all returns are zero; `overflow`.
    public static func fit(returns: [Double], seed: Seed) throws(RiskModelError) -> GARCHFit {
        try Require.count(returns.count, "returns", atLeast: minimumFitReturns)
        let mean = try startVariance(returns, .sampleVariance)
        guard mean > 0 else { throw .noSolution("all returns are zero: no variance can be fitted") }
        // In units of their own deviation the parameters are of order one, whatever the returns' unit.
        let scale = mean.squareRoot()
        let scaled = returns.map { $0 / scale }
        let scaledSeed: Seed = if case .variance(let variance) = seed { .variance(variance / mean) } else { seed }
        let start = try startVariance(scaled, scaledSeed)

        var best: SimplexSearch.Result?
        var evaluations = 0
        for (persistence, share) in startingPoints {
            let result = SimplexSearch.minimise(from: [0, logit(persistence), logit(share)]) { point in
                evaluations += 1
                let (omega, alpha, beta) = parameters(point)
                return -logLikelihood(scaled, omega, alpha, beta, start)
            }
            if best.map({ result.value < $0.value }) ?? true { best = result }
        }
        guard let best else { throw .noSolution("no starting point") }
        let (omega, alpha, beta) = parameters(best.point)
        let model = try GARCH(omega: omega * mean, alpha: alpha, beta: beta)
        return GARCHFit(
            model: model, logLikelihood: try model.logLikelihood(returns: returns, seed: seed), evaluations: evaluations,
            hasConverged: best.hasConverged)
    }

    /// alpha + beta and alpha's share of it: calm, usual and nervous markets.
    private static var startingPoints: [(Double, Double)] { [(0.98, 0.05), (0.9, 0.15), (0.5, 0.4)] }

    private static func parameters(_ point: [Double]) -> (omega: Double, alpha: Double, beta: Double) {
        // Within these bounds nothing overflows, and alpha + beta stays below one in the last bit.
        let longRun = ElementaryFunctions.exp(max(-20, min(20, point[0])))
        let persistence = logistic(max(-18, min(18, point[1])))
        let alpha = persistence * logistic(max(-18, min(18, point[2])))
        return (longRun * (1 - persistence), alpha, persistence - alpha)
    }

    private static func logistic(_ x: Double) -> Double { 1 / (1 + ElementaryFunctions.exp(-x)) }

    private static func logit(_ p: Double) -> Double { ElementaryFunctions.log(p / (1 - p)) }
}
