import ChainIdentity
import LiquidationPlanning
import Margin
import Quantities

/// An account as the planner sees it: what of the report is planned with, and what stays as it is.
struct AccountForSale {
    let saleables: Saleables
    let debts: [DebtGroup]
    let rules: LiquidationRules
    private let holdings: [SaleableHolding]
    private let liabilities: [Liability]
    private let chains: [ChainTerms]
    /// What counts of collateral that is not sold, of positions and of what is at venues; negative where sold options are worth more, or a venue is owed.
    private let staying: FixedPoint
    private let maintenance: FixedPoint
    private let liquidationEnd: FixedPoint

    init(
        _ report: MarginReport, _ totals: MarginTotals, parameters: ParameterSet, market: MarketAssumptions, keptShare: FixedPoint?
    ) throws(MarginAnswersError) {
        let (saleables, debts) = (try Saleables(report, market), try DebtGroup.all(of: report))
        let scale = try Self.scale(totals.requirements)
        let terms = market.liquidation
        rules = try liquidating { () throws(LiquidationError) in
            try LiquidationRules(
                closeFactor: terms.closeFactor, dust: terms.dust, minimumSale: terms.minimumSale, keptProceedsShare: keptShare)
        }
        var holdings: [SaleableHolding] = []
        for group in saleables.groups {
            if let market = market[group.asset] { holdings.append(try group.holding(market)) }
        }
        var liabilities: [Liability] = []
        for debt in debts.prefix(LiquidationProblem.maximumLiabilities) { liabilities.append(try debt.liability(parameters, scale: scale)) }
        staying = try computing("what is not sold") { () throws(QuantityError) in
            var staying = try report.collateral.adjustedValue.liquidationEnd.adding(totals.positionValue)
                .adding(report.venues.value.liquidationEnd)
            for group in saleables.groups { staying = try staying.subtracting(group.counted) }
            for debt in debts.dropFirst(LiquidationProblem.maximumLiabilities) { staying = try staying.subtracting(debt.value) }
            return staying
        }
        maintenance = try Self.rest(of: totals.requirement.maintenance, liabilities, \.maintenanceRate)
        liquidationEnd = try Self.rest(of: totals.requirement.liquidationEnd, liabilities, \.liquidationEndRate)
        let sold = Set(holdings.map(\.chain))
        chains = market.chains.filter { sold.contains($0.chain) }
        (self.saleables, self.debts, self.holdings, self.liabilities) = (saleables, debts, holdings, liabilities)
    }

    /// The mode's requirement over that of everything alone: what a unit of a debt's own requirement counts in it.
    private static func scale(_ requirements: RequirementReport) throws(MarginAnswersError) -> MarginAmounts {
        guard requirements.mode == .correlationAware else { return MarginAmounts(initial: .one, maintenance: .one, liquidationEnd: .one) }
        func scale(_ kind: MarginKind) throws(MarginAnswersError) -> FixedPoint {
            let (alone, requirement) = (requirements.isolated[kind], requirements.requirement[kind])
            if alone.isZero { return .one }
            return try computing("the requirement") { () throws(QuantityError) in
                try requirement.divided(by: alone, rounding: .floor)
            }
        }
        return MarginAmounts(initial: try scale(.initial), maintenance: try scale(.maintenance), liquidationEnd: try scale(.liquidationEnd))
    }

    private static func rest(
        of requirement: FixedPoint, _ liabilities: [Liability], _ rate: (Liability) -> FixedPoint
    ) throws(MarginAnswersError) -> FixedPoint {
        try computing("the requirement that stays") { () throws(QuantityError) in
            var rest = requirement
            for liability in liabilities { rest = try rest.subtracting(liability.value.multiplied(by: rate(liability), rounding: .floor)) }
            return max(.zero, rest)
        }
    }

    /// - Parameter reserve: what the plan has to bring beyond the report's own shortfall, in quote units; negative for less.
    func problem(reserve: FixedPoint) throws(MarginAnswersError) -> LiquidationProblem {
        let (value, least, end, owed) = try computing("what is not sold") { () throws(QuantityError) -> (FixedPoint, FixedPoint, FixedPoint, FixedPoint) in
            let owed = try min(staying, .zero).negated()
            let wanted = try liquidationEnd.adding(reserve).adding(owed)
            // A requirement below nothing counts as value.
            let value = try max(staying, .zero).adding(min(wanted, .zero).negated())
            return (value, min(try maintenance.adding(owed), max(wanted, .zero)), max(wanted, .zero), owed)
        }
        return try liquidating { () throws(LiquidationError) in
            try LiquidationProblem(
                holdings: holdings, liabilities: liabilities,
                untouched: try Untouched(adjustedValue: value, maintenanceRequirement: least, liquidationEndRequirement: end, owed: owed),
                chains: chains, rules: rules)
        }
    }
}
