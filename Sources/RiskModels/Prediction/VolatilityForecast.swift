/// What the moving average and GARCH(1,1) say about the volatility ahead; the larger of the two counts.
///
/// Sources: those of `EWMA` and `GARCH`. The variance over the horizon is the sum of the periods' variances, because returns are
/// taken to be uncorrelated.
public struct VolatilityForecast: Hashable, Sendable {
    public enum Model: String, Hashable, Sendable, CaseIterable {
        case ewma, garch
    }

    /// One model's forecast.
    public struct Opinion: Hashable, Sendable {
        /// The variance of each period ahead, the next one first.
        public let variances: [Double]
        /// What the recursion began with.
        public let seeding: String

        /// Over the whole horizon.
        public var horizonVariance: Double { variances.reduce(0, +) }
        public var horizonVolatility: Double { horizonVariance.squareRoot() }
    }

    public enum ConditionalOpinion: Hashable, Sendable {
        /// - Parameter fit: how good the model is; nil when it was given.
        case spoke(Opinion, model: GARCH, fit: GARCHFit?)
        /// There is no model, because of this.
        case silent(String)
    }

    /// Returns that were looked at.
    public let observations: Int
    public let ewma: Opinion
    public let garch: ConditionalOpinion

    public var garchOpinion: Opinion? {
        if case .spoke(let opinion, _, _) = garch { opinion } else { nil }
    }

    /// Whose forecast counts; the moving average's when both are equal.
    public var leader: Model {
        guard let garchOpinion else { return .ewma }
        return garchOpinion.horizonVariance > ewma.horizonVariance ? .garch : .ewma
    }

    /// The larger of the two, over the whole horizon.
    public var horizonVariance: Double { max(ewma.horizonVariance, garchOpinion?.horizonVariance ?? 0) }
    public var horizonVolatility: Double { horizonVariance.squareRoot() }
}

extension VolatilityForecast {
    /// For people: lines of at most 100 columns.
    public var explanation: [String] {
        let periods = ewma.variances.count
        var lines = ["volatility over \(periods == 1 ? "1 period" : "\(periods) periods") from \(observations) returns"]
        lines.append("  ewma   \(SignificantDigits.text(ewma.horizonVolatility, 6)), begun with \(ewma.seeding)")
        switch garch {
        case .silent(let reason): lines.append("  garch  silent: \(reason)")
        case .spoke(let opinion, let model, let fit):
            lines.append("  garch  \(SignificantDigits.text(opinion.horizonVolatility, 6)), begun with \(opinion.seeding)")
            let parameters = [model.omega, model.alpha, model.beta].map { SignificantDigits.text($0, 6) }
            let origin = fit.map { $0.hasConverged ? "fitted" : "fitted, search not at its end" } ?? "given"
            lines.append("         omega \(parameters[0]), alpha \(parameters[1]), beta \(parameters[2]), \(origin)")
        }
        lines.append("  counts \(leader.rawValue): \(SignificantDigits.text(horizonVolatility, 6))")
        return lines
    }
}
