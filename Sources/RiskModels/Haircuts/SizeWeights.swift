public import Quantities

/// Weights that worsen with the square root of a position's size: what a market can absorb grows no faster.
///
/// Whole numbers throughout: weights in units of 1/10,000, factors in units of 1/1,000,000, sizes in units of 10^-9 token. Roundings are
/// those of the source and part of the rule.
/// Source: Drift Protocol v2, size premium liability weight and size discount asset weight.
public enum SizeWeights {
    /// Units of one in a weight.
    public static let weightUnits: UInt64 = 10_000

    /// `min(weight, floor(1.1e6 * 1e4 / (1e6 + floor(isqrt(10 size + 1) factor / 1e5))))`.
    ///
    /// - Parameters:
    ///   - weight: what a small holding counts.
    ///   - size: 10^-9 tokens.
    ///   - factor: 0 leaves the weight alone.
    /// - Throws: `arithmetic` on overflow.
    public static func asset(weight: UInt64, size: UInt256, factor: UInt64) throws(RiskModelError) -> UInt64 {
        if factor == 0 { return weight }
        let premium = try root(size).times(UInt256(factor)).over(100_000, .floor)
        let discounted = try UInt256(11_000_000_000).over(premium.plus(1_000_000), .floor)
        return min(weight, UInt64(exactly: discounted) ?? weight)
    }

    /// `max(weight, weight - weight / 5 + isqrt(10 size + 1) factor / 1e7)`, each division rounded down.
    ///
    /// - Throws: `overflow` beyond 64 bits; `arithmetic`.
    public static func liability(weight: UInt64, size: UInt256, factor: UInt64) throws(RiskModelError) -> UInt64 {
        if factor == 0 { return weight }
        let premium = try root(size).times(UInt256(factor)).over(10_000_000, .floor)
        let sized = try premium.plus(UInt256(weight - weight / 5))
        guard let result = UInt64(exactly: sized) else { throw .overflow("the liability weight") }
        return max(weight, result)
    }

    private static func root(_ size: UInt256) throws(RiskModelError) -> UInt256 {
        try size.times(10).plus(1).squareRoot()
    }
}
