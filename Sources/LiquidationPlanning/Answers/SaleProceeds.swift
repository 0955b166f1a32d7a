internal import Quantities

/// What a sale of one holding brings, exactly: slippage, then the delay, then the liquidator's bonus, then the transaction.
struct SaleProceeds {
    let value: FixedPoint
    let slippage: FixedPoint
    let delayCost: FixedPoint
    let bonus: FixedPoint
    let transactionCost: FixedPoint
    /// Negative where the transaction costs more than the sale brings.
    let net: FixedPoint

    /// - Parameter value: at the marked price, 0 or more.
    init(selling value: FixedPoint, of holding: SaleableHolding, terms: ChainTerms) throws(LiquidationError) {
        let slippage = try holding.depth.slippage(selling: value)
        let share = try terms.delayShare(volatility: holding.volatility)
        let delayCost = try computing("delay cost") { () throws(QuantityError) in
            try min(value.subtracting(slippage), value.multiplied(by: share, rounding: .ceiling))
        }
        let sold = try computing("proceeds") { () throws(QuantityError) in try value.subtracting(slippage).subtracting(delayCost) }
        let repaid = try computing("proceeds") { () throws(QuantityError) in
            try sold.divided(by: FixedPoint.one.adding(holding.bonus), rounding: .floor)
        }
        self.value = value
        self.slippage = slippage
        self.delayCost = delayCost
        transactionCost = terms.transactionCost
        bonus = try computing("bonus") { () throws(QuantityError) in try sold.subtracting(repaid) }
        net = try computing("proceeds") { () throws(QuantityError) in try repaid.subtracting(terms.transactionCost) }
    }
}
