/// How volatility is forecast: the parameters of both models, and where each begins.
public struct VolatilityForecaster: Hashable, Sendable {
    /// Which GARCH model speaks.
    public enum GARCHChoice: Hashable, Sendable {
        /// A model fitted before, for example some days ago in a walk forward.
        case given(GARCH)
        /// The model of greatest likelihood for the returns of this forecast.
        case fitted
    }

    /// Of the moving average, strictly between 0 and 1.
    public let decay: Double
    public let ewmaSeed: EWMA.Seed
    public let garchSeed: GARCH.Seed
    /// Periods ahead.
    public let horizon: Int

    /// - Throws: `outOfRange` and `notFinite` for the decay or a seed; `count` unless the horizon is from 1 to 1,000.
    public init(decay: Double, ewmaSeed: EWMA.Seed, garchSeed: GARCH.Seed, horizon: Int) throws(RiskModelError) {
        try Require.openUnit(decay, "decay")
        if case .variance(let variance) = ewmaSeed { try Require.nonNegative(variance, "seed variance of the moving average") }
        if case .variance(let variance) = garchSeed { try Require.nonNegative(variance, "seed variance of GARCH") }
        try Require.count(horizon, "horizon", atLeast: 1, atMost: 1_000)
        self.decay = decay
        self.ewmaSeed = ewmaSeed
        self.garchSeed = garchSeed
        self.horizon = horizon
    }

    /// What both models say after the last return.
    ///
    /// - Parameter returns: oldest first; at least one. Nothing but these is looked at.
    /// - Throws: `count`, `notFinite`, `overflow`. That GARCH cannot be fitted is no error: it is silent, and says why.
    public func forecast(returns: [Double], garch choice: GARCHChoice) throws(RiskModelError) -> VolatilityForecast {
        try Require.count(returns.count, "returns", atLeast: 1)
        let ewma = try movingAverage(returns)
        let garch = try conditional(returns, choice)
        let answer = VolatilityForecast(observations: returns.count, ewma: ewma, garch: garch)
        _ = try Require.result(answer.horizonVariance, "variance over the horizon")
        return answer
    }

    /// The variance of every period ahead is today's: an exponentially weighted average has no mean to return to.
    private func movingAverage(_ returns: [Double]) throws(RiskModelError) -> VolatilityForecast.Opinion {
        let variance = try EWMA.variance(returns: returns, decay: decay, seed: ewmaSeed)
        return VolatilityForecast.Opinion(variances: Array(repeating: variance, count: horizon), seeding: ewmaSeed.explanation)
    }

    private func conditional(_ returns: [Double], _ choice: GARCHChoice) throws(RiskModelError) -> VolatilityForecast.ConditionalOpinion {
        switch choice {
        case .given(let model): return try .spoke(opinion(of: model, returns), model: model, fit: nil)
        case .fitted:
            guard returns.count >= GARCH.minimumFitReturns else {
                return .silent("\(returns.count) returns are too few to fit; \(GARCH.minimumFitReturns) are needed")
            }
            guard returns.contains(where: { $0 != 0 }) else { return .silent("all returns are zero") }
            let fit = try GARCH.fit(returns: returns, seed: garchSeed)
            return try .spoke(opinion(of: fit.model, returns), model: fit.model, fit: fit)
        }
    }

    private func opinion(of model: GARCH, _ returns: [Double]) throws(RiskModelError) -> VolatilityForecast.Opinion {
        let variances = try model.variances(returns: returns, seed: garchSeed)
        return VolatilityForecast.Opinion(
            variances: try model.forecast(nextVariance: variances[returns.count], horizon: horizon), seeding: garchSeed.explanation)
    }
}

extension EWMA.Seed {
    var explanation: String {
        switch self {
        case .firstSquare: "the first squared return"
        case .variance(let variance): "a variance of \(SignificantDigits.text(variance, 6)) from before the first return"
        case .normalisedWeights: "no seed, weights over their sum"
        }
    }
}

extension GARCH.Seed {
    var explanation: String {
        switch self {
        case .sampleVariance: "the mean of all squared returns"
        case .backcast: "the weighted mean of the first 75 squared returns"
        case .variance(let variance): "a variance of \(SignificantDigits.text(variance, 6)) from before the first return"
        }
    }
}
