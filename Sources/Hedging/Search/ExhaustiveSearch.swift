internal import Quantities

/// Every set of whole units, one by one: the proof for any requirement whatever its shape.
struct ExhaustiveSearch {
    let question: HedgeQuestion

    /// How many sets there are; nil above `limit`.
    func portfolios(atMost limit: Int) -> Int? {
        var count = 1
        for trade in question.menu.trades {
            let (product, overflow) = count.multipliedReportingOverflow(by: trade.mostUnits + 1)
            if overflow || product > limit { return nil }
            count = product
        }
        return count
    }

    private struct Candidate {
        let units: [Int]
        let requirement: Double
        let cost: FixedPoint
    }

    /// The cheapest that meets the target, of equals the one with the lowest requirement; when none does, the lowest requirement, of equals
    /// the cheapest. Of equals in both the first, counting up from the last trade.
    func run(portfolios: Int) throws(HedgingError) -> HedgeFinding {
        var units = [Int](repeating: 0, count: question.menu.trades.count)
        var best = Candidate(units: units, requirement: try question.requirement(units), cost: .zero)
        while advance(&units) {
            let candidate = Candidate(units: units, requirement: try question.requirement(units), cost: try question.cost(units))
            if isBetter(candidate, than: best) { best = candidate }
        }
        return HedgeFinding(units: best.units, proof: .exhaustive(portfolios: portfolios))
    }

    private func isBetter(_ new: Candidate, than old: Candidate) -> Bool {
        let (meets, met) = (new.requirement <= question.target, old.requirement <= question.target)
        if meets != met { return meets }
        if meets { return (new.cost, new.requirement) < (old.cost, old.requirement) }
        return (new.requirement, new.cost) < (old.requirement, old.cost)
    }

    /// The next set, as a number with one digit a trade; false after the last.
    private func advance(_ units: inout [Int]) -> Bool {
        for index in units.indices.reversed() {
            if units[index] < question.menu.trades[index].mostUnits {
                units[index] += 1
                return true
            }
            units[index] = 0
        }
        return false
    }
}
