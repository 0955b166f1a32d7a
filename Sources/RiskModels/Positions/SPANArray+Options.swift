/// How far SPAN moves price and volatility.
public struct SPANRanges: Hashable, Sendable {
    /// In quote units.
    public var price: Double
    /// In volatility: 0.05 is five points.
    public var volatility: Double
    /// Years that pass before the scenario.
    public var lookAhead: Double

    public init(price: Double, volatility: Double, lookAhead: Double) {
        self.price = price
        self.volatility = volatility
        self.lookAhead = lookAhead
    }
}

extension SPANScenario {
    /// What one long option gains in this scenario, by Black (1976).
    ///
    /// - Throws: `outOfRange` when the move takes the forward to zero or below; `overflow`.
    public func profit(of option: Black76, ranges: SPANRanges) throws(RiskModelError) -> Double {
        try Require.nonNegative(ranges.price, "price scan range")
        try Require.nonNegative(ranges.volatility, "volatility scan range")
        try Require.nonNegative(ranges.lookAhead, "look-ahead")
        let moved = try Black76(
            kind: option.kind, forward: option.forward + priceShare * ranges.price, strike: option.strike,
            time: max(0, option.time - ranges.lookAhead), volatility: max(0, option.volatility + volatilityDirection * ranges.volatility),
            discount: option.discount)
        return try Require.result(cover * (moved.value() - option.value()), "profit of the scenario")
    }

    /// What one long future gains.
    public func profitOfFuture(ranges: SPANRanges) throws(RiskModelError) -> Double {
        try Require.nonNegative(ranges.price, "price scan range")
        return try Require.result(cover * priceShare * ranges.price, "profit of the scenario")
    }
}
