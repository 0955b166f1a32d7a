internal import RiskModels

/// The cheapest hedge of a requirement that is the largest of some lines: an integer program, its relaxation a linear one.
///
/// Every point that is taken is valued by the model itself and never lies above the target: the program only proposes and bounds.
struct LinearSearch {
    let question: HedgeQuestion
    let lines: RequirementLines
    let maximumNodes: Int
    let patience: Patience

    func run() throws(HedgingError) -> HedgeFinding {
        let cheapest = solveCheapest(question, start: [])
        if let best = cheapest.best { return try finding(best.x, cheapest) }
        let lowest = solveLowest()
        guard let reached = lowest.best else {
            return HedgeFinding(units: question.menu.trades.map { _ in 0 }, proof: .bounded(by: max(0, lowest.bound), nodes: lowest.nodes))
        }
        if reached.value <= question.target { return try finding(reached.x, cheapest) }
        // As low as it gets, and of all that get there the cheapest.
        let again = solveCheapest(question.aiming(at: reached.value), start: [Array(reached.x.prefix(count))])
        let units = again.best.map(\.x) ?? reached.x
        let isProven = lowest.isProven && again.isProven && cheapest.bound == .infinity
        let proof: HedgeProof =
            isProven ? .integerProgram(nodes: lowest.nodes + again.nodes) : .bounded(by: max(0, min(lowest.bound, reached.value)), nodes: lowest.nodes)
        return HedgeFinding(units: whole(units), proof: proof)
    }

    private var count: Int { question.menu.trades.count }
    private var limits: [Double] { question.menu.trades.map { Double($0.mostUnits) } }
    private var costs: [Double] { question.menu.trades.map { AmountConversion.double($0.costPerUnit) } }

    private func whole(_ x: [Double]) -> [Int] { x.prefix(count).map { Int($0) } }

    private func finding(_ x: [Double], _ outcome: IntegerProgram.Outcome) throws(HedgingError) -> HedgeFinding {
        HedgeFinding(
            units: whole(x),
            proof: outcome.isProven ? .integerProgram(nodes: outcome.nodes) : .bounded(by: max(0, outcome.bound), nodes: outcome.nodes))
    }

    /// A refusal of the model is no hedge.
    private func requirement(_ x: [Double]) -> Double? {
        try? question.requirement(whole(x))
    }

    private func solveCheapest(_ question: HedgeQuestion, start: [[Double]]) -> IntegerProgram.Outcome {
        let rows = zip(lines.base, lines.perUnit).map { base, perUnit in
            LinearProgram.Row(coefficients: perUnit.map { -$0 }, atLeast: base - question.target)
        }
        let prices = costs
        let program = IntegerProgram(
            program: LinearProgram(costs: prices, rows: rows, upper: limits), whole: count, maximumNodes: maximumNodes,
            slack: 1e-12 * zip(prices, limits).reduce(1) { $0 + $1.0 * $1.1 },
            accepts: { x in
                guard let requirement = requirement(x), requirement <= question.target else { return nil }
                return zip(prices, x).reduce(0) { $0 + $1.0 * $1.1 }
            }, patience: patience)
        return program.solve(start: start)
    }

    /// One more variable, the requirement itself, is at least every line.
    private func solveLowest() -> IntegerProgram.Outcome {
        let rows = zip(lines.base, lines.perUnit).map { base, perUnit in
            LinearProgram.Row(coefficients: perUnit.map { -$0 } + [1], atLeast: base)
        }
        let size = lines.base.reduce(1) { max($0, $1.magnitude) }
        let program = IntegerProgram(
            program: LinearProgram(costs: costs.map { _ in 0 } + [1], rows: rows, upper: limits + [.infinity]), whole: count,
            maximumNodes: maximumNodes, slack: 1e-12 * size, accepts: requirement, patience: patience)
        return program.solve(start: [[Double](repeating: 0, count: count + 1)])
    }
}
