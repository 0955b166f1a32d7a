public import Quantities

/// How fast a stable price may follow the market.
public struct StablePriceRule: Hashable, Sendable {
    /// How long the slow average looks back, in milliseconds.
    public let delay: UInt64
    /// The largest relative change of the slow average in an hour.
    public let delayGrowthPerHour: FixedPoint
    /// The largest relative change of the stable price in an hour, where it agrees with the slow average.
    public let stableGrowthPerHour: FixedPoint
    /// A longer step counts as one of this length, in milliseconds: a source that was silent for hours cannot move far at once.
    public let longestStep: UInt64

    /// - Throws: `outOfRange` for a time of zero, a growth of zero or less, or a growth that could take a price to zero in one longest step.
    public init(delay: UInt64, delayGrowthPerHour: FixedPoint, stableGrowthPerHour: FixedPoint, longestStep: UInt64) throws(RiskModelError) {
        (self.delay, self.longestStep) = (delay, longestStep)
        (self.delayGrowthPerHour, self.stableGrowthPerHour) = (delayGrowthPerHour, stableGrowthPerHour)
        try Self.require(delay, "delay")
        try Self.require(longestStep, "longest step")
        for (growth, name) in [(delayGrowthPerHour, "growth of the slow average"), (stableGrowthPerHour, "growth of the stable price")] {
            try Require.positive(growth, name)
            let most = try limit(growth, over: longestStep)
            guard most < .one else { throw .outOfRange(name: "\(name) in the longest step", got: most.approximate, expected: "below 1") }
        }
    }

    /// A year: longer times are a mistake.
    private static func require(_ time: UInt64, _ name: String) throws(RiskModelError) {
        guard (1...31_536_000_000).contains(time) else {
            throw .outOfRange(name: "\(name) in milliseconds", got: Double(time), expected: "from 1 to a year")
        }
    }

    /// The share a price may change in so many milliseconds; rounded down.
    func limit(_ growthPerHour: FixedPoint, over elapsed: UInt64) throws(RiskModelError) -> FixedPoint {
        try growthPerHour.times(share(elapsed, of: 3_600_000), .floor)
    }

    func share(_ elapsed: UInt64, of time: UInt64) throws(RiskModelError) -> FixedPoint {
        let whole = FixedPoint(raw: Int128(min(elapsed, 31_536_000_000)))
        return try whole.over(FixedPoint(raw: Int128(time)), .floor)
    }
}

/// A price that moves no faster than a rule allows: who prints a wrong price for a moment moves it by next to nothing.
///
/// Two numbers: a slow average of the market, itself held to a growth limit; and the stable price, which follows the market but the slower, the further
/// it is from the slow average. Exact arithmetic, so that everybody computes the same.
///
/// Source: Mango v4, `stable_price.rs` (`StablePriceModel`). Departure: the source keeps 24 hourly averages and uses the one of a day ago; here one running
/// average with the same memory takes their place, so that a signed price can carry all that the next step needs. It reacts at once, so it needs a lower
/// growth limit than the source's 6 % per hour: with 1 % tenfold prices are followed as there. The source's other limits: 0.03 % per second, steps of
/// at most 10 minutes, 24 h.
public struct StablePrice: Hashable, Sendable {
    public let stable: FixedPoint
    /// The slow average.
    public let delayed: FixedPoint

    /// - Throws: `outOfRange` for a price of zero or less.
    public init(stable: FixedPoint, delayed: FixedPoint) throws(RiskModelError) {
        try Require.positive(stable, "stable price")
        try Require.positive(delayed, "delayed price")
        (self.stable, self.delayed) = (stable, delayed)
    }

    /// Where smoothing begins: at the market.
    public init(startingAt price: FixedPoint) throws(RiskModelError) {
        try self.init(stable: price, delayed: price)
    }

    /// Both numbers after a market price was seen.
    ///
    /// - Parameter elapsed: milliseconds since the step before; zero leaves all as it is.
    /// - Throws: `outOfRange` for a price of zero or less; `arithmetic` when a limit does not fit.
    ///
    /// Limits are rounded inwards: a growth limit is never exceeded, not by the last digit.
    public func after(_ price: FixedPoint, elapsed: UInt64, rule: StablePriceRule) throws(RiskModelError) -> StablePrice {
        try Require.positive(price, "price")
        let step = min(elapsed, rule.longestStep)
        let average = try delayed.plus(price.minus(delayed).times(min(.one, rule.share(step, of: rule.delay)), .towardZero))
        let slow = try Self.clamp(average, around: delayed, by: rule.limit(rule.delayGrowthPerHour, over: step))
        let agreement = try min(stable, slow).over(max(stable, slow), .floor)
        let limit = try rule.limit(rule.stableGrowthPerHour, over: step).times(agreement, .floor).times(agreement, .floor)
        return try StablePrice(stable: Self.clamp(price, around: stable, by: limit), delayed: slow)
    }

    private static func clamp(_ target: FixedPoint, around centre: FixedPoint, by limit: FixedPoint) throws(RiskModelError) -> FixedPoint {
        let reach = try centre.times(limit, .floor)
        return try min(max(target, centre.minus(reach)), centre.plus(reach))
    }
}
