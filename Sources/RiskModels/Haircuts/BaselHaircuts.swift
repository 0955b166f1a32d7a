/// The supervisors' comprehensive approach to collateral.
///
/// Source: Basel Committee, CRE22.40 (exposure after mitigation) and CRE22.59 (scaling); 12 CFR 1240.39.
public enum BaselHaircuts {
    /// `max(0, E (1 + He) - C (1 - Hc - Hfx))`, quote units.
    ///
    /// - Parameters:
    ///   - exposure: what is owed, 0 or more; `exposureHaircut` is for what it may grow by.
    ///   - collateral: its value, 0 or more.
    ///   - currencyHaircut: only where collateral and exposure differ in currency, else 0.
    /// - Throws: `notFinite`, `outOfRange`, `overflow`.
    public static func adjustedExposure(
        exposure: Double, exposureHaircut: Double, collateral: Double, collateralHaircut: Double, currencyHaircut: Double
    ) throws(RiskModelError) -> Double {
        try Require.nonNegative(exposure, "exposure")
        try Require.nonNegative(exposureHaircut, "exposure haircut")
        try Require.nonNegative(collateral, "collateral")
        try Require.within(0...1, collateralHaircut, "collateral haircut")
        try Require.within(0...1, currencyHaircut, "currency haircut")
        let counted = collateral * max(0, 1 - collateralHaircut - currencyHaircut)
        return try Require.result(max(0, exposure * (1 + exposureHaircut) - counted), "adjusted exposure")
    }

    /// A haircut for daily revaluation as one for less frequent revaluation: `H sqrt((N + T - 1) / T)`, never above 1.
    ///
    /// - Parameters:
    ///   - haircut: for a holding period of `holdingDays` with daily revaluation.
    ///   - revaluationDays: actual days between revaluations, at least 1.
    public static func scaled(haircut: Double, holdingDays: Double, revaluationDays: Double) throws(RiskModelError) -> Double {
        try Require.within(0...1, haircut, "haircut")
        try Require.within(1...10_000, holdingDays, "holding days")
        try Require.within(1...10_000, revaluationDays, "days between revaluations")
        return min(1, haircut * ((revaluationDays + holdingDays - 1) / holdingDays).squareRoot())
    }

    /// A haircut measured over one period as one for another: `H sqrt(T / T0)`, never above 1.
    ///
    /// Source: CRE22.61.
    public static func scaled(haircut: Double, fromDays: Double, toDays: Double) throws(RiskModelError) -> Double {
        try Require.within(0...1, haircut, "haircut")
        try Require.within(0.001...10_000, fromDays, "days measured")
        try Require.within(0...10_000, toDays, "days wanted")
        return min(1, haircut * (toDays / fromDays).squareRoot())
    }
}
