internal import Quantities
public import RiskModels

/// The cheapest set of trades from a menu that brings a requirement to a target or below it.
public enum HedgePlanner {
    /// - Parameters:
    ///   - model: knows the trades of the menu by position.
    ///   - target: the requirement that is wanted, in quote units; 0 or more.
    ///   - patience: asked at every node and pivot of an integer program; a search by valuations leaves it to the model.
    /// - Returns: the same answer on every machine.
    /// - Throws: `sizeMismatch` when menu and model differ; `notFinite`, `outOfRange`; `risk` with `givenUp`; what the model throws.
    ///
    /// A requirement that is the largest of some lines is searched as an integer program. Any other is searched one set after the other where
    /// the menu is small enough, and greedily where it is not. No trade is suggested without which the plan would do as well.
    public static func plan(
        _ menu: HedgeMenu, model: any RequirementModel, target: Double, limits: HedgeLimits = .usual, patience: Patience = .endless
    ) throws(HedgingError) -> HedgeAnswer {
        try Bounds.nonNegative(target, "target")
        if model.tradeCount != menu.trades.count {
            throw .sizeMismatch(name: "trades of the model", got: model.tradeCount, expected: menu.trades.count)
        }
        let question = HedgeQuestion(menu: menu, model: model, target: target)
        let before = try question.requirement(menu.trades.map { _ in 0 })
        if before <= target { return .notNeeded(requirement: before) }
        let found = try search(question, limits, patience)
        try applying { () throws(RiskModelError) in try patience.verify() }
        let reached = try question.requirement(found.units)
        let goal = max(target, min(reached, before))
        let units = try pruned(found.units, question.aiming(at: goal))
        let plan = try describe(units, question, before: before, proof: found.proof)
        return plan.requirementAfter <= target ? .hedged(plan) : .outOfReach(plan)
    }

    private static func search(
        _ question: HedgeQuestion, _ limits: HedgeLimits, _ patience: Patience
    ) throws(HedgingError) -> HedgeFinding {
        if let lines = question.model.lines {
            try check(lines, trades: question.menu.trades.count)
            return try LinearSearch(question: question, lines: lines, maximumNodes: limits.nodes, patience: patience).run()
        }
        let exhaustive = ExhaustiveSearch(question: question)
        if let portfolios = exhaustive.portfolios(atMost: limits.portfolios) { return try exhaustive.run(portfolios: portfolios) }
        var local = LocalSearch(question: question, maximumEvaluations: limits.evaluations)
        return try local.run()
    }

    private static func check(_ lines: RequirementLines, trades: Int) throws(HedgingError) {
        try Bounds.finite(lines.base, count: lines.perUnit.count, "lines of the requirement")
        for (index, perUnit) in lines.perUnit.enumerated() { try Bounds.finite(perUnit, count: trades, "line \(index)") }
    }

    /// Leaves out what the goal does not need, until there is nothing more: a trade may be idle only once a cheaper one has been cut.
    ///
    /// Of a cheapest hedge that can only be what is free.
    private static func pruned(_ units: [Int], _ question: HedgeQuestion) throws(HedgingError) -> [Int] {
        var units = units
        while true {
            let fewer = try prunedOnce(units, question)
            if fewer == units { return units }
            units = fewer
        }
    }

    /// The dearest trade first: whole trades, then ever fewer units.
    private static func prunedOnce(_ units: [Int], _ question: HedgeQuestion) throws(HedgingError) -> [Int] {
        var units = units
        let dearest = units.indices.sorted { left, right in
            let (one, two) = (question.menu.trades[left].costPerUnit, question.menu.trades[right].costPerUnit)
            return one == two ? left < right : one > two
        }
        for index in dearest {
            var size = units[index]
            while size > 0 {
                var less = units
                less[index] -= size
                if try question.requirement(less) <= question.target { units = less } else { size /= 2 }
                size = min(size, units[index])
            }
        }
        return units
    }

    private static func describe(
        _ units: [Int], _ question: HedgeQuestion, before: Double, proof: HedgeProof
    ) throws(HedgingError) -> HedgePlan {
        let after = try question.requirement(units)
        var lines: [HedgeLine] = []
        for index in units.indices where units[index] > 0 {
            var without = units
            without[index] = 0
            var alone = units.map { _ in 0 }
            alone[index] = units[index]
            lines.append(HedgeLine(
                trade: question.menu.trades[index], units: units[index], cost: try question.cost(alone),
                marginalContribution: try question.requirement(without) - after))
        }
        return HedgePlan(
            lines: lines, cost: try question.cost(units), requirementBefore: before, requirementAfter: after, target: question.target, proof: proof)
    }
}
