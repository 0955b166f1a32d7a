import Quantities

extension RiskBook {
    /// Takes what has been sold out of the book for good: what is left of each account, with its money, at the end of a step.
    ///
    /// Debts shrink by the share that was paid, rounded up; what the sales brought beyond that is cash, or cash owed.
    /// - Throws: `overflow`.
    mutating func settle(_ soldLots: [Int32], under terms: ValuationTerms) throws(SystemicRiskError) {
        for account in soldLots.indices where soldLots[account] > 0 {
            do { try settle(account, soldLots[account], under: terms) } catch {
                throw .overflow(computing: "the settlement", account: account)
            }
        }
    }

    private mutating func settle(_ account: Int, _ sold: Int32, under terms: ValuationTerms) throws(QuantityError) {
        var sums = sums(of: account, sold: sold, under: terms)
        if sums.overflow { throw .overflow(.addition, type: "FixedPoint") }
        let paid = min(sums.proceeds, sums.liabilities)
        let left = paid > 0 ? sums.remainingShare(paid: paid) : .one
        if sums.overflow { throw .overflow(.division, type: "FixedPoint") }
        var money = try FixedPoint(raw: sums.proceeds).subtracting(FixedPoint(raw: sums.closedLosses))
        for index in debtRange(account) {
            let debt = debts[index]
            let kept = try debt.quantity.multiplied(by: left, rounding: .ceiling)
            let price = terms.conditions.liabilityPrices[debt.asset.position]
            money = try money.subtracting(debt.quantity.subtracting(kept).multiplied(by: price, rounding: .ceiling))
            debts[index] = RiskDebt(asset: debt.asset, quantity: kept, rates: debt.rates)
        }
        let balance = try cash[account].adding(money)
        // A balance without an opposite could not be valued.
        if balance == .min { throw .overflow(.negation, type: "FixedPoint") }
        cash[account] = balance
        for index in holdingRange(account) where !terms.conditions.silentChains[holdings[index].chain.position] {
            let holding = holdings[index]
            let kept = holding.quantity.raw - terms.part(holding.quantity.raw, sold: sold)
            holdings[index] = RiskHolding(
                asset: holding.asset, chain: holding.chain, quantity: FixedPoint(raw: kept), weight: holding.weight)
        }
        for index in positionRange(account) { positions[index] = positions[index].closed(sold, terms) }
    }
}

extension RiskPosition {
    /// What is left of it after so many lots.
    fileprivate func closed(_ sold: Int32, _ terms: ValuationTerms) -> RiskPosition {
        let size = quantity.isNegative ? -quantity.raw : quantity.raw
        let open = size - terms.part(size, sold: sold)
        return RiskPosition(
            asset: asset, quantity: FixedPoint(raw: quantity.isNegative ? -open : open), entryPrice: entryPrice, profitWeight: profitWeight,
            rates: rates)
    }
}
