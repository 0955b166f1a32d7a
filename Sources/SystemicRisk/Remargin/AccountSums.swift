import Quantities

/// The sums over one account, in raw units; none is negative. Overflow is remembered and asked for once.
struct AccountSums {
    var market: Int128 = 0
    var adjusted: Int128 = 0
    /// Debts, losses and cash owed.
    var liabilities: Int128 = 0
    /// What forced sales and closed positions brought.
    var proceeds: Int128 = 0
    /// The part of the liabilities that are losses of closed positions.
    var closedLosses: Int128 = 0
    var debtMaintenance: Int128 = 0
    var debtLiquidationEnd: Int128 = 0
    var positionMaintenance: Int128 = 0
    var positionLiquidationEnd: Int128 = 0
    var overflow = false

    @inline(__always)
    mutating func product(_ left: Int128, _ right: FixedPoint, roundingUp: Bool) -> Int128 {
        Int128.scaledProduct(left, right.raw, roundingUp: roundingUp, &overflow)
    }

    @inline(__always)
    mutating func add(_ value: Int128, to sum: WritableKeyPath<AccountSums, Int128>) {
        let (total, overflow) = self[keyPath: sum].addingReportingOverflow(value)
        self[keyPath: sum] = total
        self.overflow = self.overflow || overflow
    }
}

extension AccountSums {
    /// Profit or loss of `size` units. An open profit is weighed; a closed one is money; a loss is a liability either way.
    @inline(__always)
    mutating func addResult(of size: Int128, isShort: Bool, at price: FixedPoint, _ position: RiskPosition, isOpen: Bool) {
        // Both are 0 or more, so the difference fits.
        let move = isShort ? position.entryPrice.raw &- price.raw : price.raw &- position.entryPrice.raw
        if move < 0 {
            let loss = product(size, FixedPoint(raw: -move), roundingUp: true)
            add(loss, to: \.liabilities)
            if !isOpen { add(loss, to: \.closedLosses) }
            return
        }
        let profit = product(size, FixedPoint(raw: move), roundingUp: false)
        if isOpen {
            add(profit, to: \.market)
            let weighted = product(profit, position.profitWeight, roundingUp: false)
            add(weighted, to: \.adjusted)
        } else {
            add(profit, to: \.proceeds)
        }
    }

    /// Pays liabilities out of the proceeds. The share that is paid also frees that share of the requirement on debts; what is left is cash.
    mutating func settle() {
        // Wrapped sums must not be computed with.
        if overflow { return }
        let paid = min(proceeds, liabilities)
        if paid > 0 {
            let left = remainingShare(paid: paid)
            debtMaintenance = product(debtMaintenance, left, roundingUp: true)
            debtLiquidationEnd = product(debtLiquidationEnd, left, roundingUp: true)
            liabilities -= paid
        }
        let cash = proceeds - paid
        add(cash, to: \.market)
        add(cash, to: \.adjusted)
    }

    /// One less `paid / liabilities`, rounded up. 0 < paid <= liabilities.
    mutating func remainingShare(paid: Int128) -> FixedPoint {
        do {
            let share = try FixedPoint(raw: paid).divided(by: FixedPoint(raw: liabilities), rounding: .floor)
            return try FixedPoint.one.subtracting(share)
        } catch {
            overflow = true
            return .one
        }
    }

    @inline(__always)
    mutating func sum(_ left: Int128, _ right: Int128) -> Int128 {
        let (total, overflow) = left.addingReportingOverflow(right)
        self.overflow = self.overflow || overflow
        return total
    }
}
