public import Quantities

/// Volatility from prices that come at irregular times.
///
/// Source: RiskMetrics Technical Document (4th ed., 1996), 5.2, for the weights; Müller, Operators on inhomogeneous time series, for irregular steps:
/// the decay of a step is a power of its length, and a squared return counts by the time it took. For equal steps it is ``EWMA/update(previousVariance:decay:return:)``.
public enum YearlyVolatility {
    /// A year has 365 days, as everywhere here.
    public static let yearMilliseconds = 31_536_000_000.0
    private static let naturalLogarithmOf2 = 0.693_147_180_559_945_3

    /// The standard deviation of the yearly logarithmic return after one more price; rounded up.
    ///
    /// - Parameters:
    ///   - volatility: before; 0 or more.
    ///   - earlier: the price before, more than 0.
    ///   - later: the price now, more than 0.
    ///   - elapsed: milliseconds between the two; zero, with any prices, leaves the volatility as it is.
    ///   - halfLife: after so many milliseconds an old return counts half; 1 or more.
    /// - Throws: `outOfRange`, `overflow`.
    public static func update(
        _ volatility: FixedPoint, from earlier: FixedPoint, to later: FixedPoint, elapsed: UInt64, halfLife: UInt64
    ) throws(RiskModelError) -> FixedPoint {
        try Require.nonNegative(volatility, "volatility")
        try Require.positive(earlier, "earlier price")
        try Require.positive(later, "later price")
        guard halfLife > 0 else { throw .outOfRange(name: "half-life", got: 0, expected: "1 or more") }
        guard elapsed > 0 else { return volatility }
        let before = AmountConversion.double(volatility)
        let decay = try ElementaryFunctions.exponential(-naturalLogarithmOf2 * Double(elapsed) / Double(halfLife))
        let move = try ElementaryFunctions.logarithm(AmountConversion.double(later) / AmountConversion.double(earlier))
        let yearly = move * move * (yearMilliseconds / Double(elapsed))
        let variance = try Require.result(decay * before * before + (1 - decay) * yearly, "variance")
        return try AmountConversion.amount(variance.squareRoot(), rounding: .ceiling)
    }
}
