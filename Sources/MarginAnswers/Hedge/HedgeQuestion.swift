import ChainIdentity
import Encoding
import Hedging
public import Margin
public import Quantities
import RiskModels

/// What a hedge has to reach.
public enum HedgeTarget: Hashable, Sendable {
    /// A requirement in quote units; 0 or more.
    case requirement(FixedPoint)
    /// A share of the present requirement, 0 to 1.
    case share(FixedPoint)

    /// Reads an amount in quote units, or a share of the present requirement in percent: `25000` or `60%`.
    ///
    /// - Throws: `number`, `outOfRange` with what is wrong.
    public init(parsing text: String) throws(MarginAnswersError) {
        func number(_ text: String) throws(MarginAnswersError) -> FixedPoint {
            do { return try FixedPoint(parsing: text) } catch { throw .number(field: "target", error) }
        }
        if text.last == "%" {
            let percent = try number(String(text.dropLast()))
            guard (.zero ... 100).contains(percent) else { throw .outOfRange(field: "target", expected: "0% to 100%", got: excerpt(text)) }
            self = .share(try computing("the target") { () throws(QuantityError) in try percent.divided(by: 100, rounding: .floor) })
        } else {
            let amount = try number(text)
            guard !amount.isNegative else { throw .outOfRange(field: "target", expected: "zero or more", got: excerpt(text)) }
            self = .requirement(amount)
        }
    }

    func requirement(of present: FixedPoint) throws(MarginAnswersError) -> FixedPoint {
        switch self {
        case .requirement(let amount):
            guard !amount.isNegative else { throw .outOfRange(field: "target", expected: "zero or more", got: "\(amount)") }
            return amount
        case .share(let share):
            guard (.zero ... .one).contains(share) else { throw .outOfRange(field: "target", expected: "a share from 0 to 1", got: "\(share)") }
            return try computing("the target") { () throws(QuantityError) in try present.multiplied(by: share, rounding: .floor) }
        }
    }
}

/// Which trades of the menu bring a requirement down to a target at the least cost.
///
/// Where the scenario lens is the largest, its grid is searched, and a hedge is proven cheapest on it; then the report is made again with
/// the trades as positions. Where the report says otherwise (another lens is the largest then, sums are not straight), the target is drawn in by the
/// difference. Where no grid decides, or that does not end, every set of trades that is looked at is a report of its own.
public struct HedgeQuestion: Sendable {
    public static let maximumRounds = 6

    public let margin: MarginCase
    public let market: MarketAssumptions
    public let kind: MarginKind
    public let target: HedgeTarget
    /// How many reports are made at most where reports are searched.
    public let maximumReports: Int

    public init(_ margin: MarginCase, market: MarketAssumptions, kind: MarginKind = .maintenance, target: HedgeTarget, maximumReports: Int = 1_000) {
        (self.margin, self.market, self.kind) = (margin, market, kind)
        (self.target, self.maximumReports) = (target, maximumReports)
    }

    /// - Throws: `unpriceable` when something that is owed cannot be valued; `wrongQuote`; `outOfRange` for a target that is none; what the planner and
    ///   the report throw.
    public func answer() throws(MarginAnswersError) -> HedgePlanAnswer {
        try market.verify(quote: margin.prices.quote)
        let before = try margining { () throws(MarginError) in try margin.report() }
        if case .unpriceable(let obligations) = before.outcome { throw .unpriceable(obligations: obligations.count) }
        let desk = try TradingDesk(margin, before, market)
        let present = before.marginRequirement(kind) ?? .zero
        let wanted = try target.requirement(of: present)
        let best = try best(desk, from: present, to: wanted)
        return try HedgePlanAnswer(before: before, desk, best.answer, kind: kind, target: wanted, lens: best.lens, after: best.after, market: market.digest)
    }

    private func best(_ desk: TradingDesk, from present: FixedPoint, to wanted: FixedPoint) throws(MarginAnswersError) -> Found {
        if present > wanted, let lens = try ScenarioHedgeModel(desk, kind), let found = try search(lens, desk, wanted) { return found }
        return try searchReports(desk, wanted)
    }

    private struct Found {
        let answer: HedgeAnswer
        let lens: HedgePlanAnswer.Lens
        let after: MarginReport?
    }

    /// - Returns: nil where the grid and the report do not come together.
    private func search(_ lens: ScenarioHedgeModel, _ desk: TradingDesk, _ wanted: FixedPoint) throws(MarginAnswersError) -> Found? {
        var goal = AmountConversion.double(wanted)
        for _ in 0..<Self.maximumRounds where goal >= 0 {
            let aim = goal
            let answer = try hedging { () throws(HedgingError) in
                try HedgePlanner.plan(desk.menu, model: lens, target: aim, patience: margin.patience)
            }
            guard case .hedged(let plan) = answer else { return nil }
            let after = try desk.report(with: plan)
            guard let reached = after.marginRequirement(kind) else { return nil }
            if reached <= wanted { return Found(answer: answer, lens: .scenarios, after: after) }
            goal -= max(AmountConversion.double(reached) - goal, abs(goal) * 1e-9)
        }
        return nil
    }

    private func searchReports(_ desk: TradingDesk, _ wanted: FixedPoint) throws(MarginAnswersError) -> Found {
        let (count, kind, reports) = (desk.menu.trades.count, kind, maximumReports)
        let model = RequirementFunction(tradeCount: count) { [desk] (units) throws(HedgingError) in
            try desk.requirement(units: units, kind)
        }
        let aim = AmountConversion.double(wanted)
        let answer = try hedging { () throws(HedgingError) in
            try HedgePlanner.plan(
                desk.menu, model: model, target: aim, limits: try HedgeLimits(portfolios: reports, nodes: 1, evaluations: reports),
                patience: margin.patience)
        }
        switch answer {
        case .notNeeded: return Found(answer: answer, lens: .report, after: nil)
        case .hedged(let plan), .outOfReach(let plan): return Found(answer: answer, lens: .report, after: try desk.report(with: plan))
        }
    }
}
