import ChainIdentity
import Encoding
import LiquidationPlanning
import Margin
import Quantities
import UnifiedView

extension LiquidationPlanAnswer {
    /// For people: at most 100 columns, amounts with two places, rounded against the account.
    public var text: [String] {
        var rows = AnswerRows()
        rows.row("liquidation plan of margin account \(before.account.id.hex.prefix(16)) on \(before.network)")
        rows.row(
            "report \(before.digest.hex.prefix(8)); parameters \(before.parameters.digest.hex.prefix(8)); market assumptions \(market.hex.prefix(8))")
        rows.heading(verdict)
        if !mayBegin, plan != nil { rows.row("! maintenance margin holds: nobody may liquidate; this is what its owner could do") }
        if let plan { explain(plan, to: &rows) }
        if case .outOfReach(let shortfall) = outcome { rows.row("bad debt if all were sold", shortfall.badDebt, rounding: .ceiling, indent: 2) }
        rows.heading("the report, and made again with the plan carried out")
        rows.figures(before: before, after: after)
        if let missing { rows.row("! the report made again is short of the end of a liquidation by", missing, rounding: .ceiling, indent: 2) }
        if let auction { explain(auction, to: &rows) }
        if !kept.isEmpty {
            rows.heading("not for sale")
            for holding in kept { rows.row("\(AnswerRows.cut(holding.asset.text, to: 60)): \(holding.reason.text)", indent: 2) }
        }
        return rows.lines
    }

    private var verdict: String {
        switch outcome {
        case .notNeeded: "nothing needs to be sold: the margin at which a liquidation ends holds"
        case .restored(let plan): plan.sales.count == 1 ? "one sale ends the liquidation" : "\(plan.sales.count) sales end the liquidation"
        case .outOfReach(let shortfall):
            switch shortfall.reason {
            case .beyondToxicFrontier: "no plan: every sale would cost more of the collateral than it repays of the debt"
            case .notEnough: "no plan goes all the way: what may be sold and repaid is not enough"
            case .searchEnded: "no plan was found within the search"
            }
        }
    }

    private func explain(_ plan: LiquidationPlan, to rows: inout AnswerRows) {
        for sale in plan.sales {
            let all = sale.isWhole ? ", all of it" : ""
            rows.row("sell \(sale.quantity) of \(AnswerRows.cut(sale.asset, to: 44)) on \(sale.chain)\(all)", sale.value, rounding: .floor, indent: 2)
            let costs = [("slippage", sale.slippage), ("delay", sale.delayCost), ("liquidator", sale.bonus), ("transaction", sale.transactionCost)]
                .filter { !$0.1.isZero }.map { "\($0.0) \($0.1.twoPlaces(rounding: .ceiling))" }
            let after = costs.isEmpty ? "no costs" : costs.joined(separator: ", ")
            rows.row("brings, after \(after), in \(sale.delaySeconds) s", sale.proceeds, rounding: .floor, indent: 4)
        }
        for repayment in plan.repayments {
            let all = repayment.isWhole ? ", all of it" : ""
            rows.row("repay \(AnswerRows.cut(repayment.asset, to: 48)) on \(repayment.chain)\(all)", repayment.amount, rounding: .floor, indent: 2)
        }
        if let proceeds { rows.row("keep the rest", proceeds.value, rounding: .floor, indent: 2) }
        rows.row("lost on the way", plan.totalLoss, rounding: .ceiling, indent: 2)
        switch plan.proof {
        case .optimal: rows.row("no plan under the same assumptions is better", indent: 2)
        case .bounded(let bound, let nodes): rows.row("searched \(nodes) nodes; no plan is better than \(bound.twoPlaces(rounding: .floor))", indent: 2)
        }
    }

    private func explain(_ auction: PlanAuction, to rows: inout AnswerRows) {
        rows.heading("as an auction")
        for lot in auction.lots {
            let last = lot.lastSecond.map { "until second \($0)" } ?? "never above what the market brings"
            rows.row("\(AnswerRows.cut(lot.sale.asset, to: 44)) on \(lot.sale.chain), \(last)", lot.startPrice, rounding: .ceiling, indent: 2)
        }
    }
}

extension KeptHolding.Reason {
    fileprivate var text: String {
        switch self {
        case .noPrice: "it has no price"
        case .noMarket: "the market assumptions do not name it"
        case .noChainTerms: "the market assumptions say nothing of its chain"
        case .notKnown: "nothing of it counts as known"
        case .worthless: "it is worth nothing"
        case .tooMany: "the account has too many holdings"
        }
    }
}
