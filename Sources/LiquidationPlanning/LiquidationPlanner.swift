internal import Quantities
public import RiskModels

/// Which assets to sell, on which chain, how much and in what order, so that the liquidation-end excess is not negative any more, at the
/// least loss.
public enum LiquidationPlanner {
    /// Enough to prove a dozen holdings with costs and dust.
    public static let usualNodes = 20_000

    /// - Parameters:
    ///   - maximumNodes: bounds the search, 1 to 10,000,000; a plan that is not proven within it says so.
    ///   - patience: asked at every node, and within its relaxation.
    /// - Returns: the same answer whatever the order of the inputs, on every machine.
    /// - Throws: `outOfRange`, `arithmetic`; `risk` with `givenUp`.
    ///
    /// No sale makes the account worse: each raises the excess and lowers the loan-to-value, alone and as a part of every beginning of the plan.
    public static func plan(
        _ problem: LiquidationProblem, maximumNodes: Int = usualNodes, patience: Patience = .endless
    ) throws(LiquidationError) -> LiquidationAnswer {
        try Bounds.count(maximumNodes, "nodes of the search", atLeast: 1, atMost: 10_000_000)
        let before = try AccountState(problem).figures(in: problem)
        if !before.liquidationEndExcess.isNegative { return .notNeeded(before) }
        let account = try AccountToLiquidate(problem, before, patience)
        var wasProven = true
        // Rounding to 18 places can eat a gain of a part in 10^12; then a little more is wanted.
        for slack in [account.size * 1e-12, account.size * 1e-9] {
            let search = account.search(.cheapest(gaining: account.missing + slack), slack: slack, maximumNodes)
            let outcome = try search.run()
            guard let best = outcome.best else {
                wasProven = outcome.bound == nil
                break
            }
            if let plan = try account.builder.plan(best, order: search.order(best), proof: proof(outcome.bound, outcome.nodes)), !plan.after.liquidationEndExcess.isNegative {
                return .restored(plan)
            }
            wasProven = false
        }
        return .outOfReach(try shortfall(account, wasProven: wasProven, maximumNodes))
    }

    private static func shortfall(_ account: AccountToLiquidate, wasProven: Bool, _ maximumNodes: Int) throws(LiquidationError) -> LiquidationShortfall {
        let reason: LiquidationShortfall.Reason =
            account.isBeyondFrontier ? .beyondToxicFrontier : wasProven ? .notEnough : .searchEnded
        let search = account.search(.furthest, slack: account.size * 1e-12, maximumNodes)
        let outcome = try search.run()
        var furthest: LiquidationPlan?
        if let best = outcome.best {
            let proof = try proof(outcome.bound, outcome.nodes, from: account.before.liquidationEndExcess)
            furthest = try account.builder.plan(best, order: search.order(best), proof: proof)
        }
        // A plan that its exact figures refused leaves its gain as the bound.
        let open = try proof(outcome.bound ?? outcome.best?.point.gain, outcome.nodes, from: account.before.liquidationEndExcess)
        let nothing = LiquidationPlan(
            sales: [], repayments: [], keptProceeds: .zero, before: account.before, after: account.before, totalLoss: .zero, proof: open)
        return LiquidationShortfall(reason: reason, furthest: furthest ?? nothing, badDebt: try account.badDebt())
    }

    /// A bound from above, of the excess that is reached, starts at an excess and is rounded up; one from below, of a loss, at 0 and down.
    private static func proof(_ bound: Double?, _ nodes: Int, from start: FixedPoint? = nil) throws(LiquidationError) -> PlanProof {
        guard let bound else { return .optimal(nodes: nodes) }
        let amount = try applying { () throws(RiskModelError) in
            try AmountConversion.amount(min(max(bound, 0), 1e20), rounding: start == nil ? .floor : .ceiling)
        }
        let level = try computing("bound") { () throws(QuantityError) in try (start ?? .zero).adding(amount) }
        return .bounded(by: level, nodes: nodes)
    }
}

/// The problem as the search sees it.
struct AccountToLiquidate {
    let problem: LiquidationProblem
    let before: AccountFigures
    let curves: [SaleCurve]
    let limits: [DebtLimits]
    /// What the excess has to rise by.
    let missing: Double
    /// Everything that is added up, in quote units: what rounding errors are measured by.
    let size: Double
    private let patience: Patience

    init(_ problem: LiquidationProblem, _ before: AccountFigures, _ patience: Patience) throws(LiquidationError) {
        self.problem = problem
        self.patience = patience
        self.before = before
        var collateral = FixedPoint.zero
        for holding in problem.holdings {
            let value = try holding.value(of: holding.quantity)
            collateral = try computing("collateral") { () throws(QuantityError) in try collateral.adding(value) }
        }
        let demanded = try computing("liabilities and requirement") { () throws(QuantityError) in
            try before.liabilities.adding(before.maintenanceRequirement)
        }
        // The excess is negative, so something is owed or required.
        let health = demanded.isZero
            ? .zero : try computing("health") { () throws(QuantityError) in try before.adjustedValue.divided(by: demanded, rounding: .floor) }
        var limits: [DebtLimits] = []
        for liability in problem.liabilities {
            limits.append(try DebtLimits(liability, rules: problem.rules, health: health, collateral: collateral))
        }
        let assets = AmountConversion.double(collateral) + AmountConversion.double(problem.untouched.adjustedValue)
        let owed = AmountConversion.double(before.liabilities)
        // Against the account by more than the rounding of the numbers it is compared with.
        let loanToValue = assets > 0 ? owed / assets * (1 + 1e-12) : .infinity
        var curves: [SaleCurve] = []
        for holding in problem.holdings {
            curves.append(try SaleCurve(holding, terms: problem.terms(of: holding), rules: problem.rules, loanToValue: loanToValue))
        }
        self.limits = limits
        self.curves = curves
        missing = -AmountConversion.double(before.liquidationEndExcess)
        size = assets + owed + AmountConversion.double(before.liquidationEndRequirement) + 1
    }

    var isBeyondFrontier: Bool { !curves.isEmpty && curves.allSatisfy(\.segments.isEmpty) }

    var builder: PlanBuilder { PlanBuilder(problem: problem, limits: limits, curves: curves) }

    func search(_ aim: SaleSearch.Aim, slack: Double, _ maximumNodes: Int) -> SaleSearch {
        SaleSearch(
            curves: curves, debts: limits.map(\.repayable), keptShare: problem.rules.keptProceedsShare.map(AmountConversion.double),
            slack: slack, aim: aim, maximumNodes: maximumNodes, patience: patience)
    }

    /// What is owed and would stay so after selling all that the markets take.
    func badDebt() throws(LiquidationError) -> FixedPoint {
        var left = try computing("bad debt") { () throws(QuantityError) in
            try before.liabilities.adding(problem.untouched.owed).subtracting(problem.untouched.adjustedValue)
        }
        for holding in problem.holdings {
            let value = min(try holding.value(of: holding.quantity), holding.depth.reach)
            let brought = try SaleProceeds(selling: value, of: holding, terms: problem.terms(of: holding))
            left = try computing("bad debt") { () throws(QuantityError) in try left.subtracting(max(.zero, brought.net)) }
        }
        return max(.zero, left)
    }
}
