import Quantities

extension RiskBook {
    /// Values one account of which `sold` lots have been sold.
    ///
    /// Each value is quantity times price, rounded against the account, and each weight or rate is applied to that rounded value. So for
    /// an account that owes only what does not change in price, every sum here moves against it when a price falls, exactly.
    /// - Throws: `overflow`.
    @inline(__always)
    func standing(of account: Int, sold: Int32, under terms: ValuationTerms) throws(SystemicRiskError) -> AccountStanding {
        var sums = sums(of: account, sold: sold, under: terms)
        if sold > 0 { sums.settle() }
        let factor = terms.conditions.requirementFactor
        var maintenance = sums.sum(sums.debtMaintenance, sums.positionMaintenance)
        var liquidationEnd = sums.sum(sums.debtLiquidationEnd, sums.positionLiquidationEnd)
        if factor != .one {
            maintenance = sums.product(maintenance, factor, roundingUp: true)
            liquidationEnd = sums.product(liquidationEnd, factor, roundingUp: true)
        }
        guard !sums.overflow,
            let standing = AccountStanding(
                marketValue: sums.market, adjustedValue: sums.adjusted, liabilities: sums.liabilities, maintenance: maintenance,
                liquidationEnd: liquidationEnd, bounds: terms.bounds)
        else { throw .overflow(computing: "the standing", account: account) }
        return standing
    }

    /// The sums over one account before the proceeds of sales have paid for anything.
    @inline(__always)
    func sums(of account: Int, sold: Int32, under terms: ValuationTerms) -> AccountSums {
        var sums = AccountSums()
        addCash(account, to: &sums)
        addHoldings(account, sold, terms, to: &sums)
        addDebts(account, terms, to: &sums)
        addPositions(account, sold, terms, to: &sums)
        return sums
    }

    @inline(__always)
    private func addCash(_ account: Int, to sums: inout AccountSums) {
        let amount = cash[account].raw
        if amount < 0 {
            sums.liabilities = -amount
        } else {
            sums.market = amount
            sums.adjusted = amount
        }
    }

    @inline(__always)
    private func addHoldings(_ account: Int, _ sold: Int32, _ terms: ValuationTerms, to sums: inout AccountSums) {
        for index in holdingRange(account) {
            let holding = holdings[index]
            let price = terms.conditions.collateralPrices[holding.asset.position]
            let isSilent = terms.conditions.silentChains[holding.chain.position]
            var kept = holding.quantity.raw
            if sold > 0, !isSilent {
                let part = terms.part(kept, sold: sold)
                kept -= part
                let value = sums.product(part, price, roundingUp: false)
                let proceeds = sums.product(value, terms.proceedsShare, roundingUp: false)
                sums.add(proceeds, to: \.proceeds)
            }
            let value = sums.product(kept, price, roundingUp: false)
            sums.add(value, to: \.market)
            if !isSilent {
                let weighted = sums.product(value, holding.weight, roundingUp: false)
                sums.add(weighted, to: \.adjusted)
            }
        }
    }

    @inline(__always)
    private func addDebts(_ account: Int, _ terms: ValuationTerms, to sums: inout AccountSums) {
        for index in debtRange(account) {
            let debt = debts[index]
            let value = sums.product(debt.quantity.raw, terms.conditions.liabilityPrices[debt.asset.position], roundingUp: true)
            sums.add(value, to: \.liabilities)
            let maintenance = sums.product(value, debt.rates.maintenance, roundingUp: true)
            sums.add(maintenance, to: \.debtMaintenance)
            let liquidationEnd = sums.product(value, debt.rates.liquidationEnd, roundingUp: true)
            sums.add(liquidationEnd, to: \.debtLiquidationEnd)
        }
    }

    @inline(__always)
    private func addPositions(_ account: Int, _ sold: Int32, _ terms: ValuationTerms, to sums: inout AccountSums) {
        for index in positionRange(account) {
            let position = positions[index]
            let asset = position.asset.position
            let isShort = position.quantity.isNegative
            let size = isShort ? -position.quantity.raw : position.quantity.raw
            let liabilityPrice = terms.conditions.liabilityPrices[asset]
            let mark = isShort ? liabilityPrice : terms.conditions.collateralPrices[asset]
            let closed = terms.part(size, sold: sold)
            let open = size - closed
            sums.addResult(of: open, isShort: isShort, at: mark, position, isOpen: true)
            if closed > 0 {
                let price = isShort ? terms.openingLiabilityPrices[asset] : mark
                sums.addResult(of: closed, isShort: isShort, at: price, position, isOpen: false)
            }
            let value = sums.product(open, liabilityPrice, roundingUp: true)
            let maintenance = sums.product(value, position.rates.maintenance, roundingUp: true)
            sums.add(maintenance, to: \.positionMaintenance)
            let liquidationEnd = sums.product(value, position.rates.liquidationEnd, roundingUp: true)
            sums.add(liquidationEnd, to: \.positionLiquidationEnd)
        }
    }
}
