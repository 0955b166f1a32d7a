public import Quantities

/// What statistics ask for, as exact rates: the input of `ProcyclicalityGuard`.
///
/// A rate is a requirement per unit of exposure (0.1 is 10 % of the position), or an amount where profits were measured in amounts.
public struct CalculatedRate: Hashable, Sendable {
    /// What the forecast asks for. 0 or more.
    public let rate: FixedPoint
    /// The least that is asked for in the calmest times. More than 0, so that a peak has a trough to be measured by.
    public let floor: FixedPoint

    /// The largest rate that is taken: far above any requirement, and every product of the guard fits.
    public static let largest = FixedPoint(1_000_000_000_000)

    /// - Throws: `outOfRange`.
    public init(rate: FixedPoint, floor: FixedPoint) throws(RiskModelError) {
        try Require.nonNegative(rate, "calculated rate")
        try Require.positive(floor, "floor")
        for (value, name) in [(rate, "calculated rate"), (floor, "floor")] where value > Self.largest {
            throw .outOfRange(name: name, got: value.approximate, expected: "at most \(Self.largest)")
        }
        self.rate = rate
        self.floor = floor
    }

    /// What has to be covered now: the calculated rate, or the floor where that is more.
    public var required: FixedPoint { max(rate, floor) }
}

extension CalculatedRate {
    /// The requirement that covers `confidence` of normally distributed losses: quantile times volatility times multiplier, rounded up.
    ///
    /// - Parameters:
    ///   - horizonVolatility: over the whole horizon, 0 or more.
    ///   - confidence: strictly between one half and 1.
    ///   - tailMultiplier: 1 for normal tails, more for fatter ones.
    /// - Throws: `outOfRange`, `notFinite`, `overflow`.
    public static func rate(horizonVolatility: Double, confidence: Double, tailMultiplier: Double) throws(RiskModelError) -> FixedPoint {
        try Require.nonNegative(horizonVolatility, "volatility")
        try Require.openUnit(confidence, "confidence")
        guard confidence > 0.5 else { throw .outOfRange(name: "confidence", got: confidence, expected: "more than 0.5 and less than 1") }
        try Require.positive(tailMultiplier, "tail multiplier")
        let quantile = ElementaryFunctions.quantile(confidence)
        return try AmountConversion.amount(quantile * horizonVolatility * tailMultiplier, rounding: .ceiling)
    }

    /// The volatility over a horizon that a long history shows: the root mean square, every return counting the same.
    ///
    /// Source: Commission Delegated Regulation (EU) 153/2013, article 28(1)(c): margins not lower than those from volatility estimated
    /// over ten years. No mean is subtracted, which can only raise it.
    /// - Parameter returns: all there are within the lookback; at least one.
    /// - Throws: `count`, `notFinite`, `overflow`.
    public static func longRunVolatility(returns: ArraySlice<Double>, horizon: Int) throws(RiskModelError) -> Double {
        try Require.count(returns.count, "returns", atLeast: 1)
        try Require.count(horizon, "horizon", atLeast: 1, atMost: 1_000)
        var sum = 0.0
        for move in returns {
            try Require.finite(move, "return")
            sum += move * move
        }
        return try Require.result((sum / Double(returns.count) * Double(horizon)).squareRoot(), "long-run volatility")
    }
}

/// Stressed observations among those of today.
///
/// Source: Commission Delegated Regulation (EU) 153/2013, article 28(1)(b): at least 25 % weight for stressed observations.
/// Departure: the mixture is never below today's variance. The article would let stress of long ago lower the requirement in a
/// greater storm; every rounding and rule here goes against the account.
public struct StressedObservations: Hashable, Sendable {
    /// Per period, of the stressed time.
    public let variance: Double
    /// Strictly between 0 and 1; 0.25 in the source.
    public let weight: Double

    /// - Throws: `outOfRange`, `notFinite`.
    public init(variance: Double, weight: Double) throws(RiskModelError) {
        try Require.nonNegative(variance, "stressed variance")
        try Require.openUnit(weight, "stressed weight")
        self.variance = variance
        self.weight = weight
    }

    /// - Parameter horizonVariance: today's forecast over `horizon` periods, 0 or more.
    /// - Throws: `outOfRange`, `notFinite`, `count`, `overflow`.
    public func mixed(horizonVariance: Double, horizon: Int) throws(RiskModelError) -> Double {
        try Require.nonNegative(horizonVariance, "variance over the horizon")
        try Require.count(horizon, "horizon", atLeast: 1, atMost: 1_000)
        let mixture = (1 - weight) * horizonVariance + weight * variance * Double(horizon)
        return try Require.result(max(horizonVariance, mixture), "mixed variance")
    }
}
