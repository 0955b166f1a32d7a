import Hedging
import Quantities
import RiskModels
import Synchronization
import Testing

@Suite("Bounds of the hedge search")
struct SearchBoundTests {
    private func menu(_ count: Int) throws -> HedgeMenu {
        try HedgeMenu(
            (0..<count).map {
                try HedgeTrade(
                    name: "trade \($0)", side: .buy, unitSize: .one, mostUnits: HedgeTrade.maximumUnits,
                    cost: HedgeTrade.Cost(halfSpread: .one, fee: .zero, financing: .zero))
            })
    }

    @Test("a search by valuations makes no more of them than it may, however many trades and units there are")
    func evaluations() throws {
        let count = Counter()
        let model = RequirementFunction(tradeCount: 200) { units in
            count.number.withLock { $0 += 1 }
            return max(0, 1e6 - units.reduce(0, +))
        }
        let limits = try HedgeLimits(portfolios: 1, nodes: 1, evaluations: 100)
        _ = try HedgePlanner.plan(menu(200), model: model, target: 0, limits: limits)
        // Beside the search: before, after, and leaving out of the few trades that were taken.
        #expect(count.number.withLock { $0 } < 100 + 3 * 64)
    }

    @Test("an integer program with thousands of lines is given up between two pivots")
    func programs() throws {
        let lines = (0..<2_000).map { line in (0..<100).map { trade in Double((line * 31 + trade * 17) % 23) - 11.5 } }
        let asked = Counter()
        let patience = Patience { asked.number.withLock { $0 += 1; return $0 > 20 } }
        #expect(throws: HedgingError.risk(.givenUp)) {
            try HedgePlanner.plan(menu(100), model: Lines(perUnit: lines), target: 1, patience: patience)
        }
        #expect(asked.number.withLock { $0 } < 40)
    }

    private struct Lines: RequirementModel {
        let perUnit: [[Double]]
        var tradeCount: Int { perUnit[0].count }
        var lines: RequirementLines? { RequirementLines(base: perUnit.map { 100 + $0[0] }, perUnit: perUnit) }

        func requirement(units: [Double]) throws(HedgingError) -> Double {
            perUnit.reduce(0) { worst, line in max(worst, zip(line, units).reduce(100 + line[0]) { $0 + $1.0 * $1.1 }) }
        }
    }

    private final class Counter: Sendable {
        let number = Mutex(0)
    }
}
