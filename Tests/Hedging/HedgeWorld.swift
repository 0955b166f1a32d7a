import Hedging
import Quantities
import RiskModels
import TestVectors

/// Random menus and models, and the slow, obvious twin of the planner.
enum HedgeWorld {
    static func trade(_ index: Int, cost: Double, most: Int) throws -> HedgeTrade {
        try HedgeTrade(
            name: "trade-\(index)", side: index % 2 == 0 ? .buy : .sell, unitSize: 1, mostUnits: most,
            cost: .init(halfSpread: AmountConversion.amount(cost, rounding: .ceiling), fee: .zero, financing: .zero))
    }

    static func menu(_ count: Int, most: Int, _ generator: inout SeededGenerator) throws -> HedgeMenu {
        var trades: [HedgeTrade] = []
        for index in 0..<count {
            let cost = Double(Int.random(in: 0...40, using: &generator)) / 4
            trades.append(try trade(index, cost: cost, most: Int.random(in: 0...most, using: &generator)))
        }
        return try HedgeMenu(trades)
    }

    /// Shocks of one underlying: perpetuals of both signs, and options that pay on one side.
    static func scenarios(_ count: Int, _ generator: inout SeededGenerator) throws -> ScenarioMatrixModel {
        let shocks = (0..<9).map { Double($0 - 4) * 5 }
        let delta = Double(Int.random(in: -8...8, using: &generator))
        let base = shocks.map { delta * $0 - 0.05 * $0 * $0 - Double(Int.random(in: 0...20, using: &generator)) }
        let trades = (0..<count).map { index in
            let size = Double(Int.random(in: 1...4, using: &generator))
            let strike = Double(Int.random(in: -2...2, using: &generator)) * 5
            return shocks.map { shock in
                switch index % 4 {
                case 0: size * shock
                case 1: -size * shock
                case 2: size * max(0, shock - strike) - 2
                default: size * max(0, strike - shock) - 2
                }
            }
        }
        let charges = (0..<count).map { _ in Double(Int.random(in: 0...2, using: &generator)) / 2 }
        return try ScenarioMatrixModel(basePnL: base, tradePnL: trades, chargePerUnit: charges, lossFactor: 1.25)
    }

    /// Every set of units in turn.
    static func sets(_ menu: HedgeMenu) -> [[Int]] {
        menu.trades.reduce([[]]) { sets, trade in sets.flatMap { set in (0...trade.mostUnits).map { set + [$0] } } }
    }

    static func cost(_ units: [Int], _ menu: HedgeMenu) -> Double {
        zip(units, menu.trades).reduce(0) { $0 + Double($1.0) * AmountConversion.double($1.1.costPerUnit) }
    }

    static func units(_ plan: HedgePlan, _ menu: HedgeMenu) -> [Int] {
        menu.trades.map { trade in plan.lines.first { $0.trade == trade }?.units ?? 0 }
    }
}
