import Quantities
import RiskModels
import SystemicRisk

/// The slow, obvious twin of the re-margin: one account, straight from the definition, in plain fixed-point arithmetic.
struct SlowStanding: Equatable {
    var market = FixedPoint.zero
    var adjusted = FixedPoint.zero
    var liabilities = FixedPoint.zero
    var maintenance = FixedPoint.zero
    var liquidationEnd = FixedPoint.zero

    /// - Parameter sold: lots sold of `lots`.
    init(
        _ account: RiskAccount, _ conditions: MarketConditions, sold: Int = 0, of lots: Int = 1, fee: FixedPoint = .zero,
        opening: [FixedPoint]? = nil
    ) throws {
        var proceeds = FixedPoint.zero
        var (debts, debtsEnd) = (FixedPoint.zero, FixedPoint.zero)
        if account.cash.isNegative {
            liabilities = try account.cash.negated()
        } else {
            market = account.cash
            adjusted = account.cash
        }
        for holding in account.holdings {
            let price = conditions.collateralPrices[Int(holding.asset.number)]
            let silent = conditions.silentChains[Int(holding.chain.number)]
            let gone = silent ? .zero : Self.part(holding.quantity, sold, lots)
            let value = try holding.quantity.subtracting(gone).multiplied(by: price, rounding: .floor)
            market = try market.adding(value)
            if !silent { adjusted = try adjusted.adding(value.multiplied(by: holding.weight, rounding: .floor)) }
            let share = try FixedPoint.one.subtracting(fee)
            proceeds = try proceeds.adding(gone.multiplied(by: price, rounding: .floor).multiplied(by: share, rounding: .floor))
        }
        for debt in account.debts {
            let value = try debt.quantity.multiplied(by: conditions.liabilityPrices[Int(debt.asset.number)], rounding: .ceiling)
            liabilities = try liabilities.adding(value)
            debts = try debts.adding(value.multiplied(by: debt.rates.maintenance, rounding: .ceiling))
            debtsEnd = try debtsEnd.adding(value.multiplied(by: debt.rates.liquidationEnd, rounding: .ceiling))
        }
        for position in account.positions {
            let asset = Int(position.asset.number)
            let short = position.quantity.isNegative
            let size = try position.quantity.magnitude()
            let closed = Self.part(size, sold, lots)
            let open = try size.subtracting(closed)
            let mark = short ? conditions.liabilityPrices[asset] : conditions.collateralPrices[asset]
            let settled = short ? (opening ?? conditions.liabilityPrices)[asset] : mark
            for (quantity, price, isOpen) in [(open, mark, true), (closed, settled, false)] {
                let move = short ? try position.entryPrice.subtracting(price) : try price.subtracting(position.entryPrice)
                if move.isNegative {
                    liabilities = try liabilities.adding(quantity.multiplied(by: move.magnitude(), rounding: .ceiling))
                } else if isOpen {
                    let profit = try quantity.multiplied(by: move, rounding: .floor)
                    market = try market.adding(profit)
                    adjusted = try adjusted.adding(profit.multiplied(by: position.profitWeight, rounding: .floor))
                } else {
                    proceeds = try proceeds.adding(quantity.multiplied(by: move, rounding: .floor))
                }
            }
            let value = try open.multiplied(by: conditions.liabilityPrices[asset], rounding: .ceiling)
            maintenance = try maintenance.adding(value.multiplied(by: position.rates.maintenance, rounding: .ceiling))
            liquidationEnd = try liquidationEnd.adding(value.multiplied(by: position.rates.liquidationEnd, rounding: .ceiling))
        }
        let paid = min(proceeds, liabilities)
        if paid > .zero {
            let left = try FixedPoint.one.subtracting(paid.divided(by: liabilities, rounding: .floor))
            debts = try debts.multiplied(by: left, rounding: .ceiling)
            debtsEnd = try debtsEnd.multiplied(by: left, rounding: .ceiling)
        }
        liabilities = try liabilities.subtracting(paid)
        market = try market.adding(proceeds.subtracting(paid))
        adjusted = try adjusted.adding(proceeds.subtracting(paid))
        maintenance = try maintenance.adding(debts).multiplied(by: conditions.requirementFactor, rounding: .ceiling)
        liquidationEnd = try liquidationEnd.adding(debtsEnd).multiplied(by: conditions.requirementFactor, rounding: .ceiling)
    }

    /// quantity * sold / lots, rounded up.
    static func part(_ quantity: FixedPoint, _ sold: Int, _ lots: Int) -> FixedPoint {
        FixedPoint(raw: (quantity.raw * Int128(sold) + Int128(lots) - 1) / Int128(lots))
    }

    func excess(_ requirement: FixedPoint) throws -> FixedPoint { try adjusted.subtracting(liabilities).subtracting(requirement) }

    func state(_ bounds: StandingBounds) throws -> StandingState {
        if market < liabilities { return .bankrupt }
        let net = try adjusted.subtracting(liabilities)
        if net < maintenance { return .liquidation }
        if net < (try maintenance.multiplied(by: bounds.reduceOnly, rounding: .ceiling)) { return .reduceOnly }
        if net < (try maintenance.multiplied(by: bounds.call, rounding: .ceiling)) { return .call }
        return .normal
    }

    init(_ standing: AccountStanding) {
        market = standing.marketValue
        adjusted = standing.adjustedValue
        liabilities = standing.liabilities
        maintenance = standing.maintenanceRequirement
        liquidationEnd = standing.liquidationEndRequirement
    }
}
