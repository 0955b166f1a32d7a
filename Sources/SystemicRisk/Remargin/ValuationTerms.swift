import Quantities

/// What accounts are valued with: the conditions of now, and on which terms a forced sale is settled.
struct ValuationTerms: Sendable {
    var conditions: MarketConditions
    let bounds: StandingBounds
    /// At this a closed short is settled: a later fall, which sales themselves cause, is no gain on what is already closed.
    var openingLiabilityPrices: [FixedPoint]
    /// Into how many equal parts all that an account has is cut.
    let lots: Int32
    /// Share of a sale's value that reaches the account: one less the fee of liquidation.
    let proceedsShare: FixedPoint

    /// Terms under which nothing has been sold.
    init(_ conditions: MarketConditions, bounds: StandingBounds) {
        self.init(conditions, bounds: bounds, lots: 1, proceedsShare: .one)
    }

    init(_ conditions: MarketConditions, bounds: StandingBounds, lots: Int32, proceedsShare: FixedPoint) {
        self.conditions = conditions
        self.bounds = bounds
        self.lots = lots
        self.proceedsShare = proceedsShare
        openingLiabilityPrices = conditions.liabilityPrices
    }

    /// `quantity * sold / lots` of a quantity that is not negative, rounded up: all of it when all lots are sold.
    @inline(__always)
    func part(_ quantity: Int128, sold: Int32) -> Int128 {
        if sold == 0 { return 0 }
        // Whole multiples first: the second product is below lots * lots.
        let (whole, rest) = quantity.quotientAndRemainder(dividingBy: Int128(lots))
        return whole * Int128(sold) + (rest * Int128(sold) + Int128(lots) - 1) / Int128(lots)
    }
}
