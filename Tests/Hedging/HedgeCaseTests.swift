import Hedging
import Quantities
import RiskModels
import Testing

@Suite("Hedges of known accounts")
struct HedgeCaseTests {
    /// Long 10 of something at 100, moves of 10 and 20 %.
    private let shocks = [-20.0, -10, 10, 20]

    private enum Unexpected: Error { case answer }

    private func menu() throws -> HedgeMenu {
        func trade(_ name: String, _ side: HedgeTrade.Side, _ cost: String) throws -> HedgeTrade {
            try HedgeTrade(
                name: name, side: side, unitSize: 1, mostUnits: 20,
                cost: .init(halfSpread: FixedPoint(parsing: cost), fee: FixedPoint(parsing: "0.1"), financing: .zero))
        }
        return try HedgeMenu([trade("perp", .sell, "0.2"), trade("perp", .buy, "0.2"), trade("put", .buy, "3")])
    }

    private func model() throws -> ScenarioMatrixModel {
        try ScenarioMatrixModel(
            basePnL: shocks.map { 10 * $0 }, tradePnL: [shocks.map { -$0 }, shocks, shocks.map { max(0, -$0) }])
    }

    @Test("a long position is hedged by selling the perpetual, and not by more than is needed")
    func sellsPerpetual() throws {
        guard case .hedged(let plan) = try HedgePlanner.plan(menu(), model: model(), target: 60) else { throw Unexpected.answer }
        #expect(plan.lines.map(\.trade.name) == ["perp"] && plan.lines.map(\.trade.side) == [.sell] && plan.lines.map(\.units) == [7])
        #expect(plan.requirementBefore == 200 && plan.requirementAfter == 60 && plan.lines[0].marginalContribution == 140)
        #expect(try plan.cost == FixedPoint(parsing: "2.1"))
        #expect(plan.proof.isOptimal)
    }

    @Test("a target of a fraction of a unit takes the next whole unit")
    func roundsSafely() throws {
        guard case .hedged(let plan) = try HedgePlanner.plan(menu(), model: model(), target: 59.9) else { throw Unexpected.answer }
        #expect(plan.lines.map(\.units) == [8] && plan.requirementAfter == 40)
    }

    @Test("at or under the target nothing is traded")
    func notNeeded() throws {
        #expect(try HedgePlanner.plan(menu(), model: model(), target: 200) == .notNeeded(requirement: 200))
        #expect(try HedgePlanner.plan(HedgeMenu([]), model: RequirementFunction(tradeCount: 0) { _ in 5 }, target: 5) == .notNeeded(requirement: 5))
    }

    @Test("where the menu cannot reach the target, the lowest requirement it reaches is named, and what raises it is not in it")
    func outOfReach() throws {
        let wrong = try HedgeMenu([HedgeTrade(name: "perp", side: .buy, unitSize: 1, mostUnits: 9, cost: .init(halfSpread: .zero, fee: .zero, financing: .zero))])
        let rising = try ScenarioMatrixModel(basePnL: shocks.map { 10 * $0 }, tradePnL: [shocks])
        guard case .outOfReach(let nothing) = try HedgePlanner.plan(wrong, model: rising, target: 60) else { throw Unexpected.answer }
        #expect(nothing.lines.isEmpty && nothing.requirementAfter == 200 && nothing.cost == .zero && nothing.proof.isOptimal)

        let floor = try ScenarioMatrixModel(basePnL: shocks.map { 10 * $0 - 5 }, tradePnL: [shocks.map { -$0 }, shocks])
        let perpetuals = try HedgeMenu(Array(menu().trades.prefix(2)))
        guard case .outOfReach(let plan) = try HedgePlanner.plan(perpetuals, model: floor, target: 4) else { throw Unexpected.answer }
        #expect(plan.requirementAfter == 5 && plan.lines.map(\.units) == [10] && plan.proof.isOptimal)
    }

    @Test("trades that only help together are found together")
    func together() throws {
        let pair = RequirementFunction(tradeCount: 2) { units in 10 + 5 * (units[0] - units[1]).magnitude - 8 * min(units[0], units[1]) }
        let trades = try (0..<2).map { try HedgeWorld.trade($0, cost: 1, most: 1) }
        for portfolios in [1, 100] {
            let limits = try HedgeLimits(portfolios: portfolios, nodes: 1, evaluations: 1_000)
            guard case .hedged(let plan) = try HedgePlanner.plan(HedgeMenu(trades), model: pair, target: 4, limits: limits) else {
                Issue.record("not found with \(portfolios)")
                continue
            }
            #expect(plan.lines.map(\.units) == [1, 1] && plan.requirementAfter == 2 && plan.lines.allSatisfy { $0.marginalContribution == 13 })
            #expect(plan.proof.isOptimal == (portfolios == 100))
        }
    }

    @Test("value at risk is that of the closed form")
    func deltaNormal() throws {
        let model = try DeltaNormalModel(
            baseExposure: [100, 0], tradeExposure: [[-10, 0], [0, 10]], covariance: SymmetricMatrix(rows: [[0.04, 0], [0, 0.01]]), confidence: 0.975)
        #expect((try model.requirement(units: [0, 0]) - 1.959963984540054 * 20).magnitude < 1e-9)
        #expect((try model.requirement(units: [10, 1]) - 1.959963984540054).magnitude < 1e-9)
    }

    @Test("what cannot be meant is refused by name")
    func refusals() throws {
        #expect(throws: HedgingError.sizeMismatch(name: "trades of the model", got: 2, expected: 3)) {
            try HedgePlanner.plan(menu(), model: RequirementFunction(tradeCount: 2) { _ in 0 }, target: 1)
        }
        #expect(throws: HedgingError.notFinite(name: "target")) { try HedgePlanner.plan(menu(), model: model(), target: .nan) }
        #expect(throws: HedgingError.notFinite(name: "requirement")) {
            try HedgePlanner.plan(menu(), model: RequirementFunction(tradeCount: 3) { _ in .nan }, target: 1)
        }
        let trade = try HedgeWorld.trade(0, cost: 1, most: 1)
        #expect(throws: HedgingError.duplicate(name: "trade buy trade-0")) { try HedgeMenu([trade, trade]) }
        #expect(throws: HedgingError.self) { try HedgeWorld.trade(0, cost: -1, most: 1) }
        #expect(throws: HedgingError.self) { try HedgeWorld.trade(0, cost: 1, most: 1_000_001) }
        #expect(throws: HedgingError.sizeMismatch(name: "PnL of trade 0", got: 1, expected: 2)) {
            try ScenarioMatrixModel(basePnL: [1, 2], tradePnL: [[1]])
        }
        let impossible = try SymmetricMatrix(rows: [[1, 2], [2, 1]])
        #expect(throws: HedgingError.self) {
            try DeltaNormalModel(baseExposure: [1, 1], tradeExposure: [], covariance: impossible, confidence: 0.99)
        }
    }
}
