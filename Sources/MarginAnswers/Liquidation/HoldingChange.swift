import ChainIdentity
import CollateralState
import LiquidationPlanning
import Margin
public import Quantities
public import UnifiedView

/// What a plan does to one holding.
public struct HoldingChange: Hashable, Sendable {
    /// As it is before.
    public let line: HoldingLine
    /// Base units; negative for a sale or a repayment.
    public let change: Int256
}

/// A plan as changes of holdings.
struct PlanChanges {
    private(set) var changes: [HoldingChange] = []

    init(_ plan: LiquidationPlan, of account: AccountForSale) throws(MarginAnswersError) {
        for sale in plan.sales {
            guard let group = account.saleables.groups.first(where: { $0.asset.text == sale.asset && $0.chain == sale.chain }) else { continue }
            let units = sale.isWhole
                ? group.quantity
                : try computing("the sale of \(sale.asset)") { () throws(QuantityError) in
                    min(group.quantity, try sale.quantity.baseUnits(decimals: Int(group.price.decimals), rounding: .ceiling))
                }
            try take(units, from: group.lines)
        }
        for repayment in plan.repayments {
            guard let debt = account.debts.first(where: { $0.asset.text == repayment.asset && $0.chain == repayment.chain }) else { continue }
            try take(repayment.isWhole ? debt.quantity : try Self.part(repayment.amount, of: debt), from: debt.lines)
        }
    }

    /// quantity * amount / value; rounded down, so that no more is repaid than was brought.
    private static func part(_ amount: FixedPoint, of debt: DebtGroup) throws(MarginAnswersError) -> Int256 {
        try computing("the repayment of \(debt.asset)") { () throws(QuantityError) in
            let (part, whole) = (try Int256(decimal: "\(amount.raw)"), try Int256(decimal: "\(debt.value.raw)"))
            return try debt.quantity.multiplied(by: part).quotient(dividingBy: whole, rounding: .floor)
        }
    }

    /// Takes so many base units from the lines, one after the other.
    private mutating func take(_ units: Int256, from lines: [MarginLine]) throws(MarginAnswersError) {
        var left = units
        for line in lines where left > .zero {
            let part = min(left, line.holding.holding.quantity)
            let rest = left
            let taken = try computing("a sale") { () throws(QuantityError) in (change: try part.negated(), left: try rest.subtracting(part)) }
            left = taken.left
            changes.append(HoldingChange(line: line.holding, change: taken.change))
        }
    }

    /// The lines with the changes made; a holding of which nothing is left is gone.
    func applied(to lines: [HoldingLine]) throws(MarginAnswersError) -> [HoldingLine] {
        let changed = Dictionary(changes.map { ($0.line, $0.change) }, uniquingKeysWith: { first, _ in first })
        var result: [HoldingLine] = []
        for line in lines {
            guard let change = changed[line] else { result.append(line); continue }
            let quantity = try computing("a changed holding") { () throws(QuantityError) in try line.holding.quantity.adding(change) }
            if quantity != .zero { result.append(try line.holding(quantity)) }
        }
        return result
    }
}

extension HoldingLine {
    /// The same place with another quantity of the same.
    fileprivate func holding(_ quantity: Int256) throws(MarginAnswersError) -> HoldingLine {
        let changed: Holding
        do { changed = try Holding(kind: holding.kind, asset: holding.asset, quantity: quantity) } catch { throw .margin(.record(error)) }
        return HoldingLine(
            account: account, stream: stream, holding: changed, sequence: sequence, asOfBlock: asOfBlock, asOfTime: asOfTime, finality: finality,
            evidence: evidence, standing: standing)
    }
}
