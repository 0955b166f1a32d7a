internal import Quantities
internal import RiskModels

/// Turns a choice of sales into the plan with its exact figures, and refuses one that does not keep its promises when computed exactly.
struct PlanBuilder {
    let problem: LiquidationProblem
    let limits: [DebtLimits]
    let curves: [SaleCurve]

    /// - Returns: nil when a step, computed exactly, would lower the excess or raise the loan-to-value, or a debt that is to be repaid in
    ///   whole is not.
    func plan(_ choice: SaleSearch.Choice, order: [Int], proof: PlanProof) throws(LiquidationError) -> LiquidationPlan? {
        var sold: [(index: Int, quantity: FixedPoint, brought: SaleProceeds)] = []
        for index in order {
            let quantity = try quantity(of: index, value: choice.point.values[index])
            let holding = problem.holdings[index]
            let brought = try SaleProceeds(selling: holding.value(of: quantity), of: holding, terms: problem.terms(of: holding))
            if brought.net <= .zero { return nil }
            sold.append((index, quantity, brought))
        }
        let nets = sold.map(\.brought.net)
        let total = try computing("proceeds") { () throws(QuantityError) in
            var sum = FixedPoint.zero
            for net in nets { sum = try sum.adding(net) }
            return sum
        }
        guard let repaid = try repayments(of: total, whole: choice.wholeDebts) else { return nil }
        return try carriedOut(sold, repaid: repaid, proof: proof)
    }

    /// Whole units, rounded up so that what is needed is sold.
    private func quantity(of index: Int, value: Double) throws(LiquidationError) -> FixedPoint {
        let (holding, curve) = (problem.holdings[index], curves[index])
        if curve.canSellWhole, value >= curve.whole * (1 - 1e-14) { return holding.quantity }
        let exact = try applying { () throws(RiskModelError) in try AmountConversion.amount(value, rounding: .ceiling) }
        return try computing("quantity of \(holding.asset)") { () throws(QuantityError) in
            min(holding.quantity, try exact.divided(by: holding.price, rounding: .ceiling))
        }
    }

    /// How much of each debt is repaid in the end: those in whole first, then by falling rate.
    private func repayments(of total: FixedPoint, whole: Set<Int>) throws(LiquidationError) -> [FixedPoint]? {
        var left = total
        var repaid = [FixedPoint](repeating: .zero, count: limits.count)
        func take(_ index: Int, _ most: FixedPoint) throws(LiquidationError) {
            repaid[index] = min(left, most)
            left = try computing("proceeds") { () throws(QuantityError) in try left.subtracting(repaid[index]) }
        }
        for index in limits.indices where whole.contains(index) {
            try take(index, limits[index].owed)
            if repaid[index] < limits[index].owed { return nil }
        }
        for index in limits.indices where !whole.contains(index) { try take(index, limits[index].partLimit) }
        return repaid
    }

    private func carriedOut(
        _ sold: [(index: Int, quantity: FixedPoint, brought: SaleProceeds)], repaid: [FixedPoint], proof: PlanProof
    ) throws(LiquidationError) -> LiquidationPlan? {
        var state = AccountState(problem)
        let before = try state.figures(in: problem)
        var (after, loss) = (before, FixedPoint.zero)
        var sales: [PlannedSale] = []
        for (index, quantity, brought) in sold {
            guard try lowersLoanToValue(state, brought) else { return nil }
            try settle(brought.net, repaid: repaid, selling: quantity, of: index, in: &state)
            let next = try state.figures(in: problem)
            if next.liquidationEndExcess <= after.liquidationEndExcess { return nil }
            after = next
            let sale = try sale(index, quantity, brought, left: state.quantities[index], excessAfter: after.liquidationEndExcess)
            loss = try computing("total loss") { () throws(QuantityError) in try loss.adding(sale.loss) }
            sales.append(sale)
        }
        let repayments = problem.liabilities.indices.filter { !repaid[$0].isZero }.map { index in
            PlannedRepayment(
                asset: problem.liabilities[index].asset, chain: problem.liabilities[index].chain, amount: repaid[index],
                isWhole: repaid[index] == problem.liabilities[index].value)
        }
        return LiquidationPlan(
            sales: sales, repayments: repayments, keptProceeds: state.kept, before: before, after: after, totalLoss: loss, proof: proof)
    }

    /// Below the toxic frontier, with all that the sale loses as the bonus. Kept proceeds count as repaid.
    private func lowersLoanToValue(_ state: AccountState, _ brought: SaleProceeds) throws(LiquidationError) -> Bool {
        var collateral = problem.untouched.adjustedValue
        for (holding, quantity) in zip(problem.holdings, state.quantities) {
            let value = try holding.value(of: quantity)
            collateral = try computing("collateral") { () throws(QuantityError) in try collateral.adding(value) }
        }
        let debt = try computing("debt") { () throws(QuantityError) in
            var debt = try state.kept.negated()
            for owed in state.owed { debt = try debt.adding(owed) }
            return max(debt, .zero)
        }
        let bonus = try computing("loss of a sale") { () throws(QuantityError) in
            try max(.zero, brought.value.divided(by: brought.net, rounding: .ceiling).subtracting(.one))
        }
        return try applying { () throws(RiskModelError) in
            try ToxicFrontier.improvesHealth(debt: debt, collateral: collateral, bonus: bonus)
        }
    }

    /// Takes the quantity away and repays, highest rate first, up to what is repaid in the end; the rest is kept.
    private func settle(
        _ proceeds: FixedPoint, repaid: [FixedPoint], selling quantity: FixedPoint, of index: Int, in state: inout AccountState
    ) throws(LiquidationError) {
        var left = proceeds
        state.quantities[index] = try computing("quantity left") { () throws(QuantityError) in
            try state.quantities[index].subtracting(quantity)
        }
        for debt in repaid.indices where left > .zero {
            try computing("repayment") { () throws(QuantityError) in
                let done = try problem.liabilities[debt].value.subtracting(state.owed[debt])
                let now = min(left, try repaid[debt].subtracting(done))
                state.owed[debt] = try state.owed[debt].subtracting(now)
                left = try left.subtracting(now)
            }
        }
        state.kept = try computing("kept proceeds") { () throws(QuantityError) in try state.kept.adding(left) }
    }

    private func sale(
        _ index: Int, _ quantity: FixedPoint, _ brought: SaleProceeds, left: FixedPoint, excessAfter: FixedPoint
    ) throws(LiquidationError) -> PlannedSale {
        let holding = problem.holdings[index]
        let (counted, remaining) = (try holding.adjustedValue(of: holding.quantity), try holding.adjustedValue(of: left))
        let released = try computing("haircut released") { () throws(QuantityError) in
            try max(.zero, brought.value.subtracting(counted.subtracting(remaining)))
        }
        let loss = try computing("loss") { () throws(QuantityError) in try brought.value.subtracting(brought.net) }
        return PlannedSale(
            asset: holding.asset, chain: holding.chain, quantity: quantity, isWhole: left.isZero, value: brought.value, proceeds: brought.net,
            slippage: brought.slippage, delayCost: brought.delayCost, bonus: brought.bonus, transactionCost: brought.transactionCost,
            haircutReleased: released, delaySeconds: try problem.terms(of: holding).delaySeconds, excessAfter: excessAfter, loss: loss)
    }
}
