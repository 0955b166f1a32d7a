public import Quantities

/// A requirement whose rate grows with the size of the position itself.
public enum LinearConcentration {
    /// `size * (base + size * slope) * price`, rounded up.
    ///
    /// - Parameters:
    ///   - size: units of the underlying, either sign.
    ///   - base: rate of a small position.
    ///   - slope: added to the rate per unit.
    /// - Throws: `outOfRange`; `arithmetic`.
    ///
    /// Source: Deribit, initial and maintenance margin of linear perpetuals.
    public static func requirement(
        size: FixedPoint, price: FixedPoint, base: FixedPoint, slope: FixedPoint
    ) throws(RiskModelError) -> FixedPoint {
        try Require.nonNegative(price, "price")
        try Require.nonNegative(base, "base rate")
        try Require.nonNegative(slope, "slope")
        let amount = size.isNegative ? try size.opposite() : size
        let rate = try base.plus(amount.times(slope, .ceiling))
        return try amount.times(rate, .ceiling).times(price, .ceiling)
    }
}
