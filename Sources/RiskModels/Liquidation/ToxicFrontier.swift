public import Quantities

/// Where liquidating stops to help: repaying one unit of debt takes `1 + bonus` of collateral, so the loan-to-value falls only while it
/// is below `1 / (1 + bonus)`. Beyond it every liquidation makes the account worse.
///
/// Source: Warmuz, Chaudhary, Pinna, Toxic liquidation spirals (arXiv:2212.07306).
public enum ToxicFrontier {
    /// The loan-to-value from which a liquidation no longer improves health; rounded down, so that what lies below it is safely below.
    ///
    /// - Parameter bonus: what the liquidator gets on top, 0.05 is 5 %; 0 or more.
    public static func largestLoanToValue(bonus: FixedPoint) throws(RiskModelError) -> FixedPoint {
        try Require.nonNegative(bonus, "bonus")
        return try FixedPoint.one.over(FixedPoint.one.plus(bonus), .floor)
    }

    /// Whether a liquidation at this debt, collateral value and bonus leaves the account with a lower loan-to-value.
    public static func improvesHealth(debt: FixedPoint, collateral: FixedPoint, bonus: FixedPoint) throws(RiskModelError) -> Bool {
        try Require.nonNegative(debt, "debt")
        try Require.nonNegative(collateral, "collateral")
        try Require.nonNegative(bonus, "bonus")
        return try debt.times(FixedPoint.one.plus(bonus), .ceiling) < collateral
    }
}
