/// How a tail was measured: different libraries mean different numbers by the same name, so every answer says which.
public enum TailMethod: Hashable, Sendable {
    /// Observations, each with the same weight.
    case historical(observations: Int)
    /// A given distribution of outcomes.
    case distribution
    /// The moments of a delta-gamma portfolio through the Cornish-Fisher expansion.
    case cornishFisher
    case monteCarlo(paths: Int, seed: UInt64, sampling: MonteCarlo.Sampling)
}

extension TailMethod: CustomStringConvertible {
    public var description: String {
        switch self {
        case .historical(let observations):
            "historical, \(observations) observations of equal weight; lower quantile, Acerbi-Tasche expected shortfall"
        case .distribution: "given distribution; lower quantile, Acerbi-Tasche expected shortfall"
        case .cornishFisher: "delta-gamma moments, Cornish-Fisher to the fourth cumulant"
        case .monteCarlo(let paths, let seed, let sampling):
            "Monte Carlo, \(paths) \(sampling.rawValue) paths from seed \(seed); lower quantile, Acerbi-Tasche expected shortfall"
        }
    }
}

/// Value at risk and expected shortfall. A loss is positive; a negative value at risk is a gain.
///
/// The one convention of this module, for whatever has a distribution function P(loss <= x):
/// value at risk is the lower quantile, the smallest loss x with P(loss <= x) >= confidence; expected shortfall is the mean of the
/// worst `1 - confidence` of probability, a quantile that is only partly in the tail counting in part, so it is never below the value
/// at risk. For PnL -10, -9 ... 9 at 0.95: 9 and 10.
/// Source: Acerbi and Tasche, On the coherence of expected shortfall (2002), definitions 2.2 and 2.6.
public struct TailMeasure: Hashable, Sendable {
    public let confidence: Double
    public let valueAtRisk: Double
    public let expectedShortfall: Double
    public let method: TailMethod
}
