internal import RiskModels

/// The choice of sales: branch and bound over what is not convex, which is the cost of a transaction, the least sale, and dust.
///
/// A node has some holdings and debts decided; its relaxation is solved to the end and bounds all below it. A relaxation that happens to
/// keep every rule is a plan. Otherwise the first rule it breaks is decided, each way.
struct SaleSearch {
    enum Aim {
        /// Least loss at this gain.
        case cheapest(gaining: Double)
        /// Highest gain.
        case furthest
    }

    struct Choice {
        let point: SalePoint
        let repayment: RepaymentCurve
        /// Debts that are repaid in whole.
        let wholeDebts: Set<Int>
    }

    struct Outcome {
        let best: Choice?
        /// Loss that no plan is below (cheapest), or gain that none is above (furthest); nil when `best` is proven.
        let bound: Double?
        let nodes: Int
    }

    private struct Node {
        var sales: [SaleChoice]
        var debts: [DebtChoice]
        /// Of the parent: nothing below the node is better.
        var bound: Double
    }

    let curves: [SaleCurve]
    let debts: [RepayableDebt]
    let keptShare: Double?
    /// A part in 10^12 of the account's size: smaller differences are none.
    let slack: Double
    let aim: Aim
    let maximumNodes: Int
    let patience: Patience

    /// - Throws: `risk` with `givenUp`.
    func run() throws(LiquidationError) -> Outcome {
        let sales = curves.map { $0.most > 0 ? SaleChoice.open : .none }
        var stack = [Node(sales: sales, debts: debts.map { _ in .open }, bound: -.infinity)]
        var best: (score: Double, choice: Choice)?
        var rejected = Double.infinity
        var nodes = 0
        while let node = stack.popLast() {
            if let best, node.bound >= best.score - slack { continue }
            if nodes == maximumNodes {
                stack.append(node)
                break
            }
            nodes += 1
            try applying { () throws(RiskModelError) in try patience.verify() }
            let repayment = RepaymentCurve(debts, choices: node.debts, keptShare: keptShare, slack: slack)
            let relaxation = SaleRelaxation(curves, choices: node.sales, repayment: repayment, slack: slack)
            guard let point = solve(relaxation) else { continue }
            let score = score(point)
            if let best, score >= best.score - slack { continue }
            let children = children(of: node, at: point, repayment, score)
            if children.isEmpty {
                let choice = Choice(point: point, repayment: repayment, wholeDebts: Set(debts.indices.filter { node.debts[$0] == .whole }))
                if raisesEveryStep(choice) { best = (score, choice) } else { rejected = min(rejected, score) }
            }
            stack.append(contentsOf: children.reversed())
        }
        return outcome(best, open: min(rejected, stack.map(\.bound).min() ?? .infinity), nodes)
    }

    private func outcome(_ best: (score: Double, choice: Choice)?, open: Double, _ nodes: Int) -> Outcome {
        let isProven = open >= (best?.score ?? .infinity) - slack
        if isProven { return Outcome(best: best?.choice, bound: nil, nodes: nodes) }
        if case .furthest = aim { return Outcome(best: best?.choice, bound: -open, nodes: nodes) }
        return Outcome(best: best?.choice, bound: open, nodes: nodes)
    }

    private func solve(_ relaxation: SaleRelaxation) -> SalePoint? {
        switch aim {
        case .cheapest(let wanted): relaxation.cheapest(gaining: wanted, patience)
        case .furthest: relaxation.best(price: nil)
        }
    }

    private func score(_ point: SalePoint) -> Double {
        if case .furthest = aim { return -point.gain }
        return point.loss
    }

    /// Sales of a plan from the cheapest excess to the dearest, ties by the order of the holdings.
    func order(_ choice: Choice) -> [Int] {
        let last = choice.repayment.lastGain(at: choice.point.proceeds)
        let sold = curves.indices.filter { choice.point.values[$0] > 0 }
        let prices = sold.map { index in
            let value = choice.point.values[index]
            let proceeds = curves[index].proceeds(selling: value)
            let gain = last * proceeds - curves[index].counted * value
            return (index: index, price: gain > 0 ? (value - proceeds) / gain : .infinity)
        }
        return prices.sorted { ($0.price, $0.index) < ($1.price, $1.index) }.map(\.index)
    }

    /// Where no debt has to be repaid in whole this follows from least loss: a sale that does not raise the excess could be left out.
    private func raisesEveryStep(_ choice: Choice) -> Bool {
        var (proceeds, excess) = (0.0, 0.0)
        for index in order(choice) {
            let value = choice.point.values[index]
            let next = proceeds + curves[index].proceeds(selling: value)
            let gain = choice.repayment.gain(of: next) - choice.repayment.gain(of: proceeds) - curves[index].counted * value
            if gain <= 0 { return false }
            excess += gain
            proceeds = next
        }
        return true
    }

    // What the relaxation broke, decided each way; empty when it kept every rule.
    private func children(of node: Node, at point: SalePoint, _ repayment: RepaymentCurve, _ score: Double) -> [Node] {
        let broken = curves.indices.filter { breaksRule($0, node, point) }
        // The largest first: it decides most.
        if let index = broken.max(by: { (point.values[$0], $1) < (point.values[$1], $0) }) {
            let ways: [SaleChoice] = (curves[index].canSellPart ? [.part] : []) + (curves[index].canSellWhole ? [.whole] : []) + [.none]
            return ways.map { way in
                var child = node
                child.sales[index] = way
                child.bound = score
                return child
            }
        }
        guard let debt = debts.indices.first(where: { leavesDust($0, node, point, repayment) }) else { return [] }
        // A debt that can be gone is rather gone than kept beside money.
        return [DebtChoice.whole, .part].map { way in
            var child = node
            child.debts[debt] = way
            child.bound = score
            return child
        }
    }

    private func breaksRule(_ index: Int, _ node: Node, _ point: SalePoint) -> Bool {
        let (curve, value) = (curves[index], point.values[index])
        guard node.sales[index] == .open, value > 0 else { return false }
        let isMost = value >= curve.most * (1 - 1e-14)
        let understated = isMost ? 0 : curve.transactionCost * (1 - value / curve.most)
        if understated > 0 || value < curve.minimum { return true }
        return value > curve.partLimit && !isMost
    }

    private func leavesDust(_ index: Int, _ node: Node, _ point: SalePoint, _ repayment: RepaymentCurve) -> Bool {
        guard node.debts[index] == .open, debts[index].canRepayWhole else { return false }
        let repaid = repayment.repaid(of: point.proceeds, debts: debts.count)[index]
        return repaid > debts[index].partLimit && debts[index].partLimit < debts[index].owed
    }
}
