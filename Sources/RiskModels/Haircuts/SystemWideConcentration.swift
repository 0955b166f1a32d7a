public import Quantities

/// Weights that worsen when everybody together holds, or owes, too much of one asset: then nobody can sell it in time.
///
/// Source: Drift Protocol v2 (scaled initial asset weight) and Mango v4 (deposit and borrow weight scaling).
public enum SystemWideConcentration {
    /// An asset weight times `start / deposits` once deposits are worth more than `start`; rounded down.
    ///
    /// - Parameters:
    ///   - weight: 0 to 1.
    ///   - deposits: what all accounts hold, in quote units.
    ///   - start: from where it worsens; nil for never.
    /// - Throws: `outOfRange`; `arithmetic`.
    public static func assetWeight(_ weight: FixedPoint, deposits: FixedPoint, start: FixedPoint?) throws(RiskModelError) -> FixedPoint {
        try Require.share(weight, "asset weight")
        try Require.nonNegative(deposits, "deposits")
        guard let start else { return weight }
        try Require.nonNegative(start, "start of scaling")
        if deposits <= start { return weight }
        return try weight.times(start, .floor).over(deposits, .floor)
    }

    /// A liability weight times `borrows / start` once borrows are worth more than `start`; rounded up.
    public static func liabilityWeight(_ weight: FixedPoint, borrows: FixedPoint, start: FixedPoint?) throws(RiskModelError) -> FixedPoint {
        try Require.nonNegative(weight, "liability weight")
        try Require.nonNegative(borrows, "borrows")
        guard let start else { return weight }
        try Require.positive(start, "start of scaling")
        if borrows <= start { return weight }
        return try weight.times(borrows, .ceiling).over(start, .ceiling)
    }

    /// The rule of `assetWeight` in whole numbers: a weight in any unit, values in one common unit; rounded down.
    public static func assetWeight(units weight: UInt64, deposits: UInt256, start: UInt256) throws(RiskModelError) -> UInt64 {
        if deposits < start || deposits.isZero { return weight }
        let scaled = try UInt256(weight).times(start).over(deposits, .floor)
        return UInt64(exactly: scaled) ?? weight
    }
}
