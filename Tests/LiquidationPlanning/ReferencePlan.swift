import ChainIdentity
import LiquidationPlanning
import Quantities
import RiskModels

/// The slow, obvious twin of the planner: it values one vector of sales straight from the rules, and tries very many vectors.
struct ReferencePlan {
    let problem: LiquidationProblem
    let chains: [ChainID: ChainTerms]
    private let values: [Double]
    private let owed: [Double]
    private let loanToValue: Double
    private let missing: Double
    private let repayable: [(part: Double, whole: Double?)]

    init(_ problem: LiquidationProblem, chains: [ChainTerms]) throws {
        self.problem = problem
        self.chains = Dictionary(uniqueKeysWithValues: chains.map { ($0.chain, $0) })
        let values = problem.holdings.map { $0.quantity.double * $0.price.double }
        let owed = problem.liabilities.map(\.value.double)
        self.values = values
        self.owed = owed
        loanToValue = owed.reduce(0, +) / values.reduce(0, +)
        let adjusted = zip(problem.holdings, values).reduce(0) { $0 + $1.0.countedShare.double * $1.1 }
        missing = -(adjusted - zip(problem.liabilities, owed).reduce(0) { $0 + $1.1 * (1 + $1.0.liquidationEndRate.double) })
        let maintenance = zip(problem.liabilities, owed).reduce(0) { $0 + $1.1 * (1 + $1.0.maintenanceRate.double) }
        repayable = try owed.map { debt in
            let share = try problem.rules.closeFactor?.share(
                debt: fixed(debt), collateral: fixed(values.reduce(0, +)), health: fixed(min(adjusted / maintenance, 0.9999999))).double ?? 1
            let dustless = problem.rules.dust.isZero ? debt : max(0, debt - problem.rules.dust.double)
            return (min(debt * share, dustless), share == 1 ? debt : nil)
        }
    }

    /// What a sale brings, transaction paid; nil where the rules forbid it.
    private func proceeds(_ index: Int, _ value: Double) -> Double? {
        let holding = problem.holdings[index]
        guard let terms = chains[holding.chain] else { return nil }
        let (dust, least): (Double, Double) = (problem.rules.dust.double, problem.rules.minimumSale.double)
        if value < least - 1e-9 { return nil }
        let left = values[index] - value
        if left > 1e-9, left < dust - 1e-9 { return nil }
        let delay = 0.5 * (Double(terms.delaySeconds) / 31_536_000).squareRoot()
        var (from, brought) = (0.0, 0.0)
        for level in holding.depth.levels where value > from {
            let rate = (1 - level.slippage.double - delay) / (1 + holding.bonus.double)
            if rate <= loanToValue { return nil }
            brought += (min(value, level.upTo.double) - from) * rate
            from = min(value, level.upTo.double)
        }
        if value > from + 1e-9 { return nil }
        let net = brought - terms.transactionCost.double
        return net > value * loanToValue ? net : nil
    }

    /// The best excess that so many proceeds can bring, over all ways to choose debts to be repaid in whole; nil when they cannot be used.
    private func gain(_ proceeds: Double) -> Double? {
        var best: Double?
        for choice in 0..<(1 << owed.count) {
            var (left, gain, isPossible) = (proceeds, 0.0, true)
            for (index, liability) in problem.liabilities.enumerated() where choice >> index & 1 == 1 {
                guard let whole = repayable[index].whole, left >= whole else {
                    isPossible = false
                    break
                }
                gain += whole * (1 + liability.liquidationEndRate.double)
                left -= whole
            }
            if !isPossible { continue }
            for (index, liability) in problem.liabilities.enumerated() where choice >> index & 1 == 0 {
                let repaid = min(left, repayable[index].part)
                gain += repaid * (1 + liability.liquidationEndRate.double)
                left -= repaid
            }
            if let kept = problem.rules.keptProceedsShare { gain += left * kept.double } else if left > 1e-7 { continue }
            best = max(best ?? gain, gain)
        }
        return best
    }

    /// Loss and gain of selling so much of each holding; nil where it is forbidden.
    func outcome(_ sales: [Double]) -> (loss: Double, gain: Double)? {
        var (sold, total, given) = (0.0, 0.0, 0.0)
        for (index, value) in sales.enumerated() where value > 0 {
            guard let proceeds = proceeds(index, value) else { return nil }
            sold += value
            total += proceeds
            given += value * problem.holdings[index].countedShare.double
        }
        guard let gain = gain(total) else { return nil }
        return (sold - total, gain - given)
    }

    /// The amounts at which something changes, and a grid between them.
    private func candidates(_ index: Int, grid: Int) -> [Double] {
        let whole = values[index]
        let corners = problem.holdings[index].depth.levels.map(\.upTo.double) + [
            problem.rules.minimumSale.double, whole - problem.rules.dust.double, whole,
        ]
        let even = (0...grid).map { whole * Double($0) / Double(grid) }
        return Set((corners + even).filter { $0 >= 0 && $0 <= whole }).sorted()
    }

    /// The least loss of all vectors tried that restore the account: every grid vector, the last amount of each found by halving.
    /// - Parameter beyond: how much more than what is missing has to be gained.
    func leastLoss(grid: Int, beyond: Double = 0) -> Double? {
        var best: Double?
        for free in values.indices {
            let fixed = values.indices.filter { $0 != free }
            var sales = [Double](repeating: 0, count: values.count)
            func visit(_ position: Int) {
                if position < fixed.count {
                    for value in candidates(fixed[position], grid: grid) {
                        sales[fixed[position]] = value
                        visit(position + 1)
                    }
                    return
                }
                if let loss = leastLoss(of: free, sales, missing + beyond) { best = min(best ?? loss, loss) }
            }
            visit(0)
        }
        return best
    }

    private func leastLoss(of free: Int, _ fixed: [Double], _ missing: Double) -> Double? {
        var (sales, best) = (fixed, Double?.none)
        func restores(_ value: Double) -> Double? {
            sales[free] = value
            guard let outcome = outcome(sales), outcome.gain >= missing else { return nil }
            return outcome.loss
        }
        let corners = candidates(free, grid: 3)
        for (index, corner) in corners.enumerated() {
            guard let loss = restores(corner) else { continue }
            best = min(best ?? loss, loss)
            // The least amount between the corner before and this one.
            guard index > 0 else { continue }
            var (low, high) = (corners[index - 1], corner)
            for _ in 0..<36 {
                let middle = (low + high) / 2
                if let loss = restores(middle) {
                    best = min(best ?? loss, loss)
                    high = middle
                } else {
                    low = middle
                }
            }
        }
        return best
    }
}
