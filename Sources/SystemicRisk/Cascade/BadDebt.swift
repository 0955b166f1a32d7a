import Quantities

/// What one bankrupt account cannot pay, divided among what it owes in proportion to the amounts; the parts add up exactly.
struct BadDebt {
    private(set) var byAsset: [(asset: AssetIndex, amount: FixedPoint)] = []
    private(set) var inCash = FixedPoint.zero

    /// - Parameter total: in quote units, 0 or more.
    init(_ total: FixedPoint, of account: Int, in book: RiskBook, under conditions: MarketConditions) throws(SystemicRiskError) {
        try computing("the bad debt of account \(account)") { () throws(QuantityError) in
            var owed: [(asset: AssetIndex, value: FixedPoint)] = []
            for debt in book.debts[book.debtRange(account)] {
                let value = try debt.quantity.multiplied(by: conditions.liabilityPrices[debt.asset.position], rounding: .ceiling)
                owed.append((debt.asset, value))
            }
            for position in book.positions[book.positionRange(account)] {
                owed.append((position.asset, try position.loss(under: conditions)))
            }
            try divide(total, owed, max(.zero, book.cash[account].negated()))
        }
    }

    /// Each part is what the parts up to it have together less what those before it have, so that nothing is lost to rounding.
    private mutating func divide(
        _ total: FixedPoint, _ owed: [(asset: AssetIndex, value: FixedPoint)], _ owedCash: FixedPoint
    ) throws(QuantityError) {
        var all = owedCash
        for (_, value) in owed { all = try all.adding(value) }
        var reached = FixedPoint.zero
        var given = FixedPoint.zero
        for (asset, value) in owed where !all.isZero {
            reached = try reached.adding(value)
            let share = try reached.divided(by: all, rounding: .floor)
            let upToHere = try total.multiplied(by: share, rounding: .floor)
            byAsset.append((asset, try upToHere.subtracting(given)))
            given = upToHere
        }
        inCash = try total.subtracting(given)
    }
}

extension RiskPosition {
    /// Its loss at the side of the price that is worse for it; 0 for a profit.
    fileprivate func loss(under conditions: MarketConditions) throws(QuantityError) -> FixedPoint {
        let price = quantity.isNegative ? conditions.liabilityPrices[asset.position] : conditions.collateralPrices[asset.position]
        let gain = try quantity.multiplied(by: price.subtracting(entryPrice), rounding: .floor)
        return try max(.zero, gain.negated())
    }
}
