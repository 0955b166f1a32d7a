import Encoding
import Hedging
import Margin
import Quantities
import UnifiedView

extension HedgePlanAnswer {
    /// For people: at most 100 columns, amounts with two places, rounded against the account.
    public var text: [String] {
        var rows = AnswerRows()
        rows.row("hedge of margin account \(before.account.id.hex.prefix(16)) on \(before.network)")
        rows.row(
            "report \(before.digest.hex.prefix(8)); parameters \(before.parameters.digest.hex.prefix(8)); market assumptions \(market.hex.prefix(8))")
        rows.row("\(kind) requirement wanted", target, rounding: .floor)
        rows.heading(verdict)
        if let plan {
            for line in plan.lines {
                rows.row("\(line.trade.side.rawValue) \(line.units) x \(line.trade.unitSize) of \(line.trade.name), costs", line.cost, rounding: .ceiling, indent: 2)
            }
            rows.row("cost of all", plan.cost, rounding: .ceiling, indent: 2)
            if !premium.isZero { rows.row("paid for options beside it", premium, rounding: .ceiling, indent: 2) }
            rows.row(proof(plan), indent: 2)
        }
        rows.heading("the report, and made again with the trades as positions")
        rows.figures(before: before, after: after)
        if let paid = excessPaid(kind) { rows.row("\(kind.words) excess when all is paid", paid, rounding: .floor, indent: 2) }
        if !unvalued.isEmpty {
            rows.heading("no choice, because a unit cannot be valued")
            for offer in unvalued { rows.row(offer.trade.name, indent: 2) }
        }
        return rows.lines
    }

    private var verdict: String {
        switch outcome {
        case .notNeeded: "nothing needs to be hedged: the requirement is not above the target"
        case .hedged, .outOfReach:
            if isReached {
                "these trades bring the requirement to the target"
            } else if plan == nil {
                "no trade of the menu lowers the requirement"
            } else {
                "the target is out of reach; this is as low as the menu gets"
            }
        }
    }

    private func proof(_ plan: HedgePlan) -> String {
        let lens = lens == .scenarios ? "on the scenario grid" : "over reports made again"
        return switch plan.proof {
        case .exhaustive(let portfolios): "the cheapest of all \(portfolios) sets of trades, \(lens)"
        case .integerProgram: "proven the cheapest, \(lens)"
        case .bounded(let bound, let nodes): "searched \(nodes) nodes \(lens); none is better than \(bound)"
        case .searched(let evaluations): "the best of \(evaluations) sets looked at, \(lens); not proven"
        }
    }
}
