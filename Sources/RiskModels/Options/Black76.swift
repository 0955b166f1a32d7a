/// A European option on a forward, priced by the model of Black (1976). Amounts are in quote units per one unit of the underlying.
///
/// Source: F. Black, The pricing of commodity contracts (1976), formula 16; E. G. Haug, The Complete Guide to Option Pricing
/// Formulas (2nd ed., 2007), 1.1.4 and chapter 2 for the Greeks.
public struct Black76: Hashable, Sendable {
    public let kind: OptionKind
    /// The forward price for delivery at expiry; positive.
    public let forward: Double
    /// Positive.
    public let strike: Double
    /// Years until expiry; 0 or more.
    public let time: Double
    /// Per square root of a year: 0.8 is 80 %; 0 or more.
    public let volatility: Double
    /// What one unit paid at expiry is worth today; positive.
    public let discount: Double

    /// - Throws: `notFinite` or `outOfRange`, naming the input.
    public init(kind: OptionKind, forward: Double, strike: Double, time: Double, volatility: Double, discount: Double) throws(RiskModelError) {
        try Require.positive(forward, "forward")
        try Require.positive(strike, "strike")
        try Require.nonNegative(time, "time")
        try Require.nonNegative(volatility, "volatility")
        try Require.positive(discount, "discount")
        // Otherwise d1 - d2 is infinity less infinity.
        try Require.finite(volatility * time.squareRoot(), "volatility over the whole time")
        self.kind = kind
        self.forward = forward
        self.strike = strike
        self.time = time
        self.volatility = volatility
        self.discount = discount
    }

    /// Standard deviation of the logarithm of the forward at expiry.
    var totalVolatility: Double { volatility * time.squareRoot() }

    /// Today's value.
    ///
    /// - Throws: `overflow`.
    public func value() throws(RiskModelError) -> Double {
        let logMoneyness = ElementaryFunctions.log(forward / strike)
        let undiscounted = Self.undiscountedValue(
            kind: kind, forward: forward, strike: strike, logMoneyness: logMoneyness, totalVolatility: totalVolatility)
        return try Require.result(discount * undiscounted, "the option's value")
    }

    /// The expected payoff: `w (F N(w d1) - K N(w d2))`, `w` being 1 for calls and -1 for puts.
    ///
    /// Unchecked, for inner loops; the logarithm of F / K is given because grids know it already.
    @inline(__always)
    static func undiscountedValue(kind: OptionKind, forward: Double, strike: Double, logMoneyness: Double, totalVolatility: Double) -> Double {
        let sign = kind.sign
        guard totalVolatility > 0 else { return max(0, sign * (forward - strike)) }
        let d1 = logMoneyness / totalVolatility + 0.5 * totalVolatility
        let d2 = d1 - totalVolatility
        let value = sign * (forward * ElementaryFunctions.distribution(sign * d1) - strike * ElementaryFunctions.distribution(sign * d2))
        // Far out of the money the difference of two tiny numbers may fall below zero by a rounding.
        return max(0, value)
    }
}
