import ChainIdentity
import CollateralState
import LiquidationPlanning
import Margin
import Quantities
import UnifiedView

/// All that is owed of one asset on one chain.
struct DebtGroup {
    let asset: AssetID
    let chain: ChainID
    var lines: [MarginLine] = []
    var quantity = Int256.zero
    /// In quote units, at what it costs where a liquidation ends.
    var value = FixedPoint.zero

    /// In the order of the report; what is worth nothing is left out.
    static func all(of report: MarginReport) throws(MarginAnswersError) -> [DebtGroup] {
        var groups: [DebtGroup] = []
        for line in report.lines {
            guard case .debt(let liability, _) = line.contribution, liability.liquidationEnd > .zero else { continue }
            let (asset, chain) = (line.holding.holding.asset, line.holding.account.chain)
            let index = groups.firstIndex { $0.asset == asset && $0.chain == chain } ?? groups.endIndex
            if index == groups.endIndex { groups.append(DebtGroup(asset: asset, chain: chain)) }
            let before = groups[index]
            groups[index].lines.append(line)
            (groups[index].quantity, groups[index].value) = try computing("all debt of \(asset)") { () throws(QuantityError) in
                (try before.quantity.adding(line.holding.holding.quantity), try before.value.adding(liability.liquidationEnd))
            }
        }
        return groups
    }

    /// The debt with what it requires.
    ///
    /// - Parameter scale: what the account's requirement is of the sum of all requirements alone: below one where a mode nets.
    func liability(_ parameters: ParameterSet, scale: MarginAmounts) throws(MarginAnswersError) -> Liability {
        let rates = parameters.rules(for: asset)?.rules.debt
        func rate(_ kind: MarginKind) throws(MarginAnswersError) -> FixedPoint {
            try computing("the requirement of \(asset)") { () throws(QuantityError) in
                try (rates?[kind] ?? .zero).multiplied(by: scale[kind], rounding: .floor)
            }
        }
        let maintenance = min(try rate(.maintenance), 100)
        let end = min(max(maintenance, try rate(.liquidationEnd)), 100)
        return try liquidating { () throws(LiquidationError) in
            try Liability(asset: asset.text, chain: chain, value: value, maintenanceRate: maintenance, liquidationEndRate: end)
        }
    }
}
