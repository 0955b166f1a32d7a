import Quantities

/// Collateral of one asset that is known equally well, valued together.
///
/// Rounding is done on the sum, and each line gets what it adds to it. So how a holding is split over lines, and in which order they
/// stand, cannot change the account's value by even the last digit; and no line differs from its own value by more than that digit.
struct CollateralPool {
    /// What is removed, one after the other; none is zero, so that a reason which removes nothing does not set a line apart.
    let shares: [MarginAmounts]
    private var quantity = Int256.zero
    /// The value before the first deduction and after each.
    private var levels: [MarginAmounts]

    init(shares: [MarginAmounts]) {
        self.shares = shares
        levels = Array(repeating: .zero, count: shares.count + 1)
    }

    /// Adds base units.
    ///
    /// - Returns: what they add to the value before the first deduction and after each; as many as `shares`, and one more.
    mutating func add(_ more: Int256, at price: AssetPrice?) throws(MarginError) -> [MarginAmounts] {
        quantity = try computing("the sum of all collateral of an asset") { () throws(QuantityError) in try quantity.adding(more) }
        let before = levels
        levels[0] = MarginAmounts(all: try price?.value(of: quantity, rounding: .floor) ?? .zero)
        for (index, share) in shares.enumerated() { levels[index + 1] = try levels[index].less(share) }
        var added: [MarginAmounts] = []
        added.reserveCapacity(levels.count)
        for index in levels.indices { added.append(try levels[index].minus(before[index], "adjusted value")) }
        return added
    }
}

/// What is owed of one asset, or its long or its short positions, valued together for the same reason; every rounding is up.
struct ObligationPool {
    let rates: RequirementRates
    let price: AssetPrice
    /// What one whole unit costs.
    let prices: MarginAmounts
    private var quantity = Int256.zero
    private var value = MarginAmounts.zero
    private var requirement = MarginAmounts.zero

    init(rates: RequirementRates, price: AssetPrice, rules: PriceRules) throws(MarginError) {
        self.rates = rates
        self.price = price
        prices = try price.owedPrices(rules)
    }

    /// Adds base units of one sign.
    ///
    /// - Returns: what they add to the value without sign, and to the requirement.
    mutating func add(_ more: Int256) throws(MarginError) -> (value: MarginAmounts, requirement: MarginAmounts) {
        let (valueBefore, requirementBefore) = (value, requirement)
        quantity = try computing("the sum of all debt or positions of an asset") { () throws(QuantityError) in try quantity.adding(more) }
        value = try MarginAmounts { (kind) throws(MarginError) in
            let signed = try price.value(of: quantity, at: prices[kind], rounding: .awayFromZero)
            return try computing("the value of an obligation") { () throws(QuantityError) in try signed.magnitude() }
        }
        requirement = try rates.requirement(on: value)
        return (
            try value.minus(valueBefore, "the value of an obligation"), try requirement.minus(requirementBefore, "a requirement")
        )
    }
}
