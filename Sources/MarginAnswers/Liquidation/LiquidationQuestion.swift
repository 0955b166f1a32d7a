import ChainIdentity
import CollateralState
public import LiquidationPlanning
public import Margin
import Quantities
import UnifiedView

/// Which collateral to sell so that the account's liquidation ends.
///
/// The planner takes what collateral counts and what debts require as shares. That is exact where nothing nets and no tier ends; where it is not, the plan
/// is made again with what the report, made again, was off by, until the report agrees.
public struct LiquidationQuestion: Sendable {
    public static let maximumRounds = 12

    public let margin: MarginCase
    public let market: MarketAssumptions
    public let maximumNodes: Int

    public init(_ margin: MarginCase, market: MarketAssumptions, maximumNodes: Int = LiquidationPlanner.usualNodes) {
        (self.margin, self.market, self.maximumNodes) = (margin, market, maximumNodes)
    }

    /// - Throws: `unpriceable` when something that is owed cannot be valued; `wrongQuote`; what the planner and the report throw.
    public func answer() throws(MarginAnswersError) -> LiquidationPlanAnswer {
        try market.verify(quote: margin.prices.quote)
        let report = try margining { () throws(MarginError) in try margin.report() }
        switch report.outcome {
        case .unpriceable(let obligations): throw .unpriceable(obligations: obligations.count)
        case .determined(let totals):
            let place = try KeptProceedsPlace(margin, report, market)
            let account = try AccountForSale(
                report, totals, parameters: margin.parameters, market: market, keptShare: place?.countedShare)
            return try search(account, report, totals, place)
        }
    }

    private func search(
        _ account: AccountForSale, _ report: MarginReport, _ totals: MarginTotals, _ place: KeptProceedsPlace?
    ) throws(MarginAnswersError) -> LiquidationPlanAnswer {
        let tolerance = try Self.tolerance(totals)
        // The report says whether anything is missing; the planner must not find a last place that it rounded away.
        let isNeeded = totals.excess.liquidationEnd.isNegative
        var reserve = ReserveSearch(tolerance, from: isNeeded ? .zero : FixedPoint(raw: -tolerance.raw))
        var attempt = try attempt(account, place, reserve: reserve.next)
        // Only the first may say that nothing can be done: later ones ask for more or less than is missing.
        var (last, best, rounds) = (attempt, Attempt?.none, 1)
        while true {
            if attempt.isRestored, !attempt.excess.isNegative, best.map({ attempt.loss < $0.loss }) ?? true { best = attempt }
            guard isNeeded, attempt.isRestored || rounds > 1, rounds < Self.maximumRounds else { break }
            try reserve.record(attempt.isRestored || reserve.next.isNegative ? attempt.excess : nil)
            if reserve.isClosed { break }
            attempt = try self.attempt(account, place, reserve: reserve.next)
            rounds += 1
            if attempt.isRestored { last = attempt }
        }
        let chosen = best ?? last
        return try LiquidationPlanAnswer(
            before: report, market: market.digest, outcome: chosen.outcome, after: chosen.after, changes: chosen.changes,
            proceeds: chosen.proceeds, kept: account.saleables.kept, auction: auction(chosen), rounds: rounds)
    }

    /// A plan whose report is above the line by less is not improved: a ten-thousandth of all that is owed and required.
    private static func tolerance(_ totals: MarginTotals) throws(MarginAnswersError) -> FixedPoint {
        try computing("all that is required") { () throws(QuantityError) in
            try totals.liabilities.liquidationEnd.adding(totals.requirement.liquidationEnd).divided(by: 10_000, rounding: .ceiling)
        }
    }

    private struct Attempt {
        let problem: LiquidationProblem
        let outcome: LiquidationAnswer
        let plan: LiquidationPlan?
        let after: MarginReport?
        let changes: [HoldingChange]
        let proceeds: LiquidationPlanAnswer.KeptProceeds?
        let excess: FixedPoint

        var isRestored: Bool { if case .restored = outcome { true } else { false } }
        var loss: FixedPoint { plan?.totalLoss ?? .max }
    }

    private func attempt(_ account: AccountForSale, _ place: KeptProceedsPlace?, reserve: FixedPoint) throws(MarginAnswersError) -> Attempt {
        let problem = try account.problem(reserve: reserve)
        let outcome = try liquidating { () throws(LiquidationError) in
            try LiquidationPlanner.plan(problem, maximumNodes: maximumNodes, patience: margin.patience)
        }
        let plan: LiquidationPlan? =
            switch outcome {
            case .notNeeded: nil
            case .restored(let plan): plan
            case .outOfReach(let shortfall): shortfall.furthest.sales.isEmpty ? nil : shortfall.furthest
            }
        guard let plan else {
            let excess = try margining { () throws(MarginError) in try margin.report() }.marginExcess(.liquidationEnd)
            return Attempt(problem: problem, outcome: outcome, plan: nil, after: nil, changes: [], proceeds: nil, excess: excess ?? .zero)
        }
        let changes = try PlanChanges(plan, of: account)
        let proceeds = try place?.deposit(of: plan.keptProceeds)
        let changed = margin.holding(try changes.applied(to: margin.lines))
        let after = try margining { () throws(MarginError) in try changed.report(supposing: proceeds.map { [$0.deposit] } ?? []) }
        return Attempt(
            problem: problem, outcome: outcome, plan: plan, after: after, changes: changes.changes, proceeds: proceeds,
            excess: after.marginExcess(.liquidationEnd) ?? .zero)
    }

    private func auction(_ attempt: Attempt) throws(MarginAnswersError) -> PlanAuction? {
        guard let plan = attempt.plan, let terms = market.liquidation.auction, plan.before.maintenanceExcess.isNegative else { return nil }
        return try liquidating { () throws(LiquidationError) in try PlanAuction(plan, of: attempt.problem, terms: terms) }
    }
}

/// Looks for the reserve at which the report is above the line by next to nothing: first by what it was off, then between two that are on
/// either side.
struct ReserveSearch {
    private(set) var next: FixedPoint
    private(set) var isClosed = false
    private let tolerance: FixedPoint
    private var short: (reserve: FixedPoint, excess: FixedPoint)?
    private var enough: (reserve: FixedPoint, excess: FixedPoint)?

    init(_ tolerance: FixedPoint, from first: FixedPoint) { (self.tolerance, next) = (tolerance, first) }

    /// - Parameter excess: what the report has with the reserve last asked for; nil where no plan reaches so far.
    mutating func record(_ excess: FixedPoint?) throws(MarginAnswersError) {
        guard let excess else { isClosed = true; return }
        if excess.isNegative { short = (next, excess) } else { enough = (next, excess) }
        if !excess.isNegative, excess <= tolerance { isClosed = true; return }
        let (tried, short, enough) = (next, short, enough)
        next = try computing("the reserve of a plan") { () throws(QuantityError) in
            guard let short, let enough else {
                return try tried.subtracting(excess).adding(excess.isNegative ? tolerance.divided(by: 2, rounding: .ceiling) : .zero)
            }
            let width = try enough.reserve.subtracting(short.reserve)
            let rise = try enough.excess.subtracting(short.excess)
            let aim = try short.excess.negated().adding(tolerance.divided(by: 2, rounding: .floor))
            return try short.reserve.adding(width.multiplied(by: min(.one, aim.divided(by: rise, rounding: .ceiling)), rounding: .ceiling))
        }
        if next == short?.reserve || next == enough?.reserve { isClosed = true }
    }
}

/// Where proceeds go that nothing is owed for.
struct KeptProceedsPlace {
    let member: AccountID
    let asset: AssetID
    let price: AssetPrice
    /// What a unit of value there counts, as the report says.
    let countedShare: FixedPoint

    /// nil where the market assumptions name no asset for it, or nothing is known of any vault.
    init?(_ margin: MarginCase, _ report: MarginReport, _ market: MarketAssumptions) throws(MarginAnswersError) {
        guard let asset = market.liquidation.proceedsAsset, let member = margin.lines.map(\.account).min(by: { $0.text < $1.text }) else { return nil }
        guard let price = margin.prices[asset] else { throw .margin(.unpricedAsset(asset)) }
        let value = max(.one, report.collateral.marketValue)
        let units = try Self.units(of: value, at: price)
        guard units > .zero else { return nil }
        let more = try margining { () throws(MarginError) in try margin.report(supposing: [.change(member, .collateral, asset, units)]) }
        (self.member, self.asset, self.price) = (member, asset, price)
        countedShare = try computing("what proceeds count") { () throws(QuantityError) in
            let counted = try more.collateral.adjustedValue.liquidationEnd.subtracting(report.collateral.adjustedValue.liquidationEnd)
            let paid = try more.collateral.marketValue.subtracting(report.collateral.marketValue)
            return paid.isZero ? .zero : min(.one, max(.zero, try counted.divided(by: paid, rounding: .floor)))
        }
    }

    func deposit(of value: FixedPoint) throws(MarginAnswersError) -> LiquidationPlanAnswer.KeptProceeds? {
        let units = try Self.units(of: value, at: price)
        return units > .zero ? .init(deposit: .change(member, .collateral, asset, units), value: value) : nil
    }

    private static func units(of value: FixedPoint, at price: AssetPrice) throws(MarginAnswersError) -> Int256 {
        try computing("proceeds in \(price.asset)") { () throws(QuantityError) in
            try value.divided(by: price.price, rounding: .floor).baseUnits(decimals: Int(price.decimals), rounding: .floor)
        }
    }
}
