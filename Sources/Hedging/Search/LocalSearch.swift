internal import RiskModels

/// Greedy choice and local improvement, for any requirement and any menu. Proves nothing.
struct LocalSearch {
    let question: HedgeQuestion
    let maximumEvaluations: Int
    private let prices: [Double]
    private var evaluations = 0

    init(question: HedgeQuestion, maximumEvaluations: Int) {
        self.question = question
        self.maximumEvaluations = maximumEvaluations
        prices = question.menu.trades.map { AmountConversion.double($0.costPerUnit) }
    }

    mutating func run() throws(HedgingError) -> HedgeFinding {
        var units = question.menu.trades.map { _ in 0 }
        var reached = try requirement(units)
        while reached > question.target, hasBudget, let step = try bestStep(from: units, reached) {
            units = step.units
            reached = step.requirement
        }
        if reached <= question.target {
            while hasBudget, let cheaper = try exchange(units) { units = cheaper }
        }
        return HedgeFinding(units: units, proof: .searched(evaluations: evaluations))
    }

    private var hasBudget: Bool { evaluations < maximumEvaluations }

    private mutating func requirement(_ units: [Int]) throws(HedgingError) -> Double {
        evaluations += 1
        return try question.requirement(units)
    }

    private func cost(_ units: [Int]) -> Double { zip(prices, units).reduce(0) { $0 + $1.0 * Double($1.1) } }

    /// 1, 2, 4 ... and the most.
    private func sizes(upTo most: Int) -> [Int] {
        guard most > 0 else { return [] }
        var sizes = [1]
        while let last = sizes.last, last < most { sizes.append(min(last * 2, most)) }
        return sizes
    }

    /// More of one trade, or of two together where one alone does not help: the most requirement lowered for the cost. What lies below the
    /// target counts nothing.
    private mutating func bestStep(from units: [Int], _ now: Double) throws(HedgingError) -> (units: [Int], requirement: Double)? {
        var best: (units: [Int], requirement: Double, worth: Double)?
        func consider(_ next: [Int], _ after: Double) {
            guard after < now else { return }
            let worth = (now - max(after, question.target)) / max(cost(next) - cost(units), 1e-12)
            if worth > (best?.worth ?? 0) { best = (next, after, worth) }
        }
        let trades = question.menu.trades
        for index in trades.indices {
            for size in sizes(upTo: trades[index].mostUnits - units[index]) where hasBudget {
                var next = units
                next[index] += size
                consider(next, try requirement(next))
            }
        }
        if let best { return (best.units, best.requirement) }
        for first in trades.indices where units[first] < trades[first].mostUnits {
            for second in trades.indices where second > first && units[second] < trades[second].mostUnits && hasBudget {
                var next = units
                next[first] += 1
                next[second] += 1
                consider(next, try requirement(next))
            }
        }
        return best.map { ($0.units, $0.requirement) }
    }

    /// Fewer of one trade, alone or for more of another, that still meets the target at a lower cost; the first that is found.
    private mutating func exchange(_ units: [Int]) throws(HedgingError) -> [Int]? {
        let trades = question.menu.trades
        let dearest = trades.indices.filter { units[$0] > 0 }.sorted { (prices[$1], $0) < (prices[$0], $1) }
        let now = cost(units)
        for out in dearest {
            for size in sizes(upTo: units[out]).reversed() {
                var less = units
                less[out] -= size
                if prices[out] > 0, try requirement(less) <= question.target { return less }
                for other in trades.indices where other != out {
                    for added in sizes(upTo: trades[other].mostUnits - units[other]) {
                        var next = less
                        next[other] += added
                        if cost(next) >= now - 1e-12 * now || !hasBudget { break }
                        if try requirement(next) <= question.target { return next }
                    }
                }
            }
        }
        return nil
    }
}
