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
        let undiscounted = Self.undiscountedValue(
            kind: kind, forward: forward, strike: strike, logMoneyness: logMoneyness, totalVolatility: totalVolatility)
        return try Require.result(discount * undiscounted, "the option's value")
    }

    /// The logarithm of F / K, with what rounding took from the quotient put back: near the forward that is all there is.
    var logMoneyness: Double {
        let quotient = forward / strike
        guard quotient.isNormal else { return ElementaryFunctions.log(forward) - ElementaryFunctions.log(strike) }
        guard quotient > 0.5, quotient < 2, strike < 1e300 else { return ElementaryFunctions.log(quotient) }
        let (product, error) = twoProduct(quotient, strike)
        return ElementaryFunctions.log(quotient) + ((forward - product) - error) / forward
    }

    /// The expected payoff: `w (F N(w d1) - K N(w d2))`, `w` being 1 for calls and -1 for puts.
    ///
    /// Unchecked. The option of this strike that is out of the money is valued, and parity gives the other: what it is worth keeps its
    /// digits however small. A put on F at K is a call on K at F, so one formula does.
    static func undiscountedValue(kind: OptionKind, forward: Double, strike: Double, logMoneyness: Double, totalVolatility: Double) -> Double {
        let intrinsic = max(0, kind.sign * (forward - strike))
        guard totalVolatility > 0 else { return intrinsic }
        return intrinsic + outOfTheMoneyValue(min(forward, strike), max(forward, strike), -logMoneyness.magnitude, totalVolatility)
    }

    /// Of a call on `forward` at a `strike` that is not below it: F N(d1) - K N(d2).
    ///
    /// In the tail F phi(d1) = K phi(d2), so that it is F phi(d1) (R(-d1) - R(-d2)) with R the tail over the density: the exponential, and
    /// with it most of the error, stands before the difference.
    private static func outOfTheMoneyValue(_ forward: Double, _ strike: Double, _ logMoneyness: Double, _ total: Double) -> Double {
        let d1 = logMoneyness / total + 0.5 * total
        let d2 = d1 - total
        if d1 < -ElementaryFunctions.largestDeviation { return 0 }
        if d1 < -ElementaryFunctions.centralLimit {
            let ratios = ElementaryFunctions.tailRatio(-d1) - ElementaryFunctions.tailRatio(-d2)
            return max(0, forward * (ElementaryFunctions.gaussian(d1) * ratios))
        }
        return max(0, forward * ElementaryFunctions.distribution(d1) - strike * ElementaryFunctions.distribution(d2))
    }
}
