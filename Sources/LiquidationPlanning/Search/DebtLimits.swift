internal import Quantities
internal import RiskModels

/// What the rules let be repaid of one debt, exactly.
struct DebtLimits {
    let owed: FixedPoint
    /// The most that can be repaid while something stays owed.
    let partLimit: FixedPoint
    let canRepayWhole: Bool
    let liquidationEndRate: FixedPoint

    /// - Parameters:
    ///   - health: adjusted value over liabilities and maintenance requirement.
    ///   - collateral: market value of all that can be sold.
    ///
    /// Between the two lines, above maintenance and below the end of liquidation, the close factor is asked as just below maintenance: a
    /// liquidation that has begun goes on (hysteresis).
    init(_ liability: Liability, rules: LiquidationRules, health: FixedPoint, collateral: FixedPoint) throws(LiquidationError) {
        var share = FixedPoint.one
        if let factor = rules.closeFactor {
            share = try applying { () throws(RiskModelError) in
                try factor.share(debt: liability.value, collateral: collateral, health: min(health, FixedPoint(raw: FixedPoint.one.raw - 1)))
            }
        }
        let most = try computing("repayable share") { () throws(QuantityError) in try liability.value.multiplied(by: share, rounding: .floor) }
        let dustless = try computing("debt above dust") { () throws(QuantityError) in try liability.value.subtracting(rules.dust) }
        owed = liability.value
        partLimit = max(.zero, min(most, dustless))
        canRepayWhole = share == .one
        liquidationEndRate = liability.liquidationEndRate
    }

    var repayable: RepayableDebt {
        RepayableDebt(
            gain: 1 + AmountConversion.double(liquidationEndRate), owed: AmountConversion.double(owed),
            partLimit: AmountConversion.double(partLimit), canRepayWhole: canRepayWhole)
    }
}
