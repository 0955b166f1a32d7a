import Quantities

/// Collateral of one asset that is treated alike, valued together.
///
/// Rounding is done on the sum, and each line gets what it adds to it. So how a holding is split over lines, and in which order they
/// stand, cannot change the account's value by even the last digit; and no line differs from its own value by more than that digit.
struct CollateralPool {
    /// The shares removed, one after the other; none is zero, so that a reason which removes nothing does not set a line apart.
    let shares: [FixedPoint]
    private var quantity = Int256.zero
    /// The value before the first deduction and after each.
    private var levels: [FixedPoint]

    init(shares: [FixedPoint]) {
        self.shares = shares
        levels = Array(repeating: .zero, count: shares.count + 1)
    }

    /// Adds base units.
    ///
    /// - Returns: what they add to the value before the first deduction and after each; as many as `shares`, and one more.
    mutating func add(_ more: Int256, at price: AssetPrice?) throws(MarginError) -> [FixedPoint] {
        quantity = try computing("the sum of all collateral of an asset") { () throws(QuantityError) in try quantity.adding(more) }
        let before = levels
        levels[0] = try price?.value(of: quantity, rounding: .floor) ?? .zero
        for (index, share) in shares.enumerated() {
            levels[index + 1] = try computing("adjusted value") { () throws(QuantityError) in
                try levels[index].multiplied(by: try FixedPoint.one.subtracting(share), rounding: .floor)
            }
        }
        return try zip(levels, before).map { (after, before) throws(MarginError) in
            try computing("adjusted value") { () throws(QuantityError) in try after.subtracting(before) }
        }
    }
}

/// Debt of one asset, or its long or its short positions, valued together for the same reason; every rounding is up.
struct ObligationPool {
    let rates: RequirementRates
    let price: AssetPrice
    private var quantity = Int256.zero
    private var value = FixedPoint.zero
    private var requirement = MarginAmounts.zero

    init(rates: RequirementRates, price: AssetPrice) {
        self.rates = rates
        self.price = price
    }

    /// Adds base units of one sign.
    ///
    /// - Returns: what they add to the value without sign, and to the requirement.
    mutating func add(_ more: Int256) throws(MarginError) -> (value: FixedPoint, requirement: MarginAmounts) {
        let (valueBefore, requirementBefore) = (value, requirement)
        quantity = try computing("the sum of all debt or positions of an asset") { () throws(QuantityError) in try quantity.adding(more) }
        let signed = try price.value(of: quantity, rounding: .awayFromZero)
        value = try computing("the value of an obligation") { () throws(QuantityError) in try signed.magnitude() }
        requirement = try rates.requirement(on: value)
        return try computing("requirement") { () throws(QuantityError) in
            (
                try value.subtracting(valueBefore),
                MarginAmounts(
                    initial: try requirement.initial.subtracting(requirementBefore.initial),
                    maintenance: try requirement.maintenance.subtracting(requirementBefore.maintenance))
            )
        }
    }
}
