import Quantities

/// What is owed of one asset, valued together, so that how it is split cannot change it; every rounding is up.
struct DebtPool {
    private let rates: RequirementRates
    private let price: AssetPrice
    /// What one whole unit costs.
    private let prices: MarginAmounts
    private var quantity = Int256.zero
    private var value = MarginAmounts.zero
    private var requirement = MarginAmounts.zero

    init(rates: RequirementRates, price: AssetPrice, rules: PriceRules) throws(MarginError) {
        self.rates = rates
        self.price = price
        prices = try price.owedPrices(rules)
    }

    /// Adds base units.
    ///
    /// - Returns: what they add to the value, and to the requirement.
    mutating func add(_ more: Int256) throws(MarginError) -> (value: MarginAmounts, requirement: MarginAmounts) {
        let (valueBefore, requirementBefore) = (value, requirement)
        quantity = try computing("the sum of all debt or positions of an asset") { () throws(QuantityError) in try quantity.adding(more) }
        value = try MarginAmounts { (kind) throws(MarginError) in try price.value(of: quantity, at: prices[kind], rounding: .ceiling) }
        requirement = try rates.requirement(on: value)
        return (
            try value.minus(valueBefore, "the value of an obligation"), try requirement.minus(requirementBefore, "a requirement")
        )
    }

    /// What the lenses see of it.
    var exposure: Exposure { Exposure(asset: price.asset, form: .debt(value: value.maintenance), isolated: requirement) }
}
