/// Exponentially weighted moving averages of squared returns: yesterday counts `decay` times today.
///
/// Source: J.P. Morgan/Reuters, RiskMetrics Technical Document (4th ed., 1996), 5.2; Hull, Risk Management and Financial Institutions, 5.6.
/// Returns are taken as they are: no mean is subtracted.
public enum EWMA {
    /// Where the recursion begins: libraries differ, so the caller says it.
    public enum Seed: Hashable, Sendable {
        /// The first return's square stands before the second return; the first is counted once.
        case firstSquare
        /// A variance known from before the first return.
        case variance(Double)
        /// No seed: weights `decay^k` over their sum, so that a short history is not pulled to a starting value.
        case normalisedWeights
    }

    /// One step: `decay * previous + (1 - decay) * squared return`.
    ///
    /// - Parameters:
    ///   - previousVariance: per period, 0 or more.
    ///   - decay: strictly between 0 and 1; 0.94 for days in the source.
    /// - Throws: `notFinite`, `outOfRange`, `overflow`.
    public static func update(previousVariance: Double, decay: Double, return move: Double) throws(RiskModelError) -> Double {
        try Require.nonNegative(previousVariance, "previous variance")
        try Require.openUnit(decay, "decay")
        try Require.finite(move, "return")
        return try Require.result(decay * previousVariance + (1 - decay) * move * move, "variance")
    }

    /// The variance per period after the last return.
    ///
    /// - Parameter returns: oldest first; at least one.
    /// - Throws: `count`, `notFinite`, `outOfRange`, `overflow`.
    public static func variance(returns: [Double], decay: Double, seed: Seed) throws(RiskModelError) -> Double {
        try check(decay, seed)
        try Require.count(returns.count, "returns", atLeast: 1)
        try Require.allFinite(returns, "returns")
        return try Require.result(average(returns, returns, decay, seed), "variance")
    }

    /// Covariances per period after the last row. With `Seed.variance` every variance starts from that number and every covariance from 0.
    ///
    /// - Parameter returns: one row a period, oldest first, one column a factor.
    /// - Throws: as `variance`, and `sizeMismatch` for rows of different lengths.
    public static func covariance(returns: [[Double]], decay: Double, seed: Seed) throws(RiskModelError) -> SymmetricMatrix {
        try check(decay, seed)
        let columns = try ReturnTable(returns).columns
        let size = columns.count
        var values = [Double](repeating: 0, count: size * size)
        for i in 0..<size {
            for j in 0...i {
                let start: Seed = if case .variance = seed, i != j { .variance(0) } else { seed }
                let covariance = try Require.result(average(columns[i], columns[j], decay, start), "covariance")
                values[i * size + j] = covariance
                values[j * size + i] = covariance
            }
        }
        return SymmetricMatrix(size: size, values: values)
    }

    private static func check(_ decay: Double, _ seed: Seed) throws(RiskModelError) {
        try Require.openUnit(decay, "decay")
        if case .variance(let variance) = seed { try Require.nonNegative(variance, "seed variance") }
    }

    private static func average(_ left: [Double], _ right: [Double], _ decay: Double, _ seed: Seed) -> Double {
        var average = 0.0
        var weight = 0.0
        for i in left.indices {
            let square = left[i] * right[i]
            switch seed {
            case .firstSquare where i == 0: average = square
            case .variance(let variance) where i == 0: average = decay * variance + (1 - decay) * square
            default: average = decay * average + (1 - decay) * square
            }
            weight = decay * weight + (1 - decay)
        }
        return seed == .normalisedWeights ? average / weight : average
    }
}
