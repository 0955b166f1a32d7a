/// The worst case over a grid of scenarios: what the account and one unit of each trade gain or lose in each of them.
///
/// requirement = factor * max(0, largest over s of -(base_s + sum of units_t * pnl_ts)) + sum of units_t * charge_t, so a scenario grid with
/// its contingencies for what is sold fits.
public struct ScenarioMatrixModel: RequirementModel {
    public static let maximumScenarios = 4_096

    /// By scenario, in quote units; a loss is negative.
    public let basePnL: [Double]
    /// By trade, then by scenario: of one unit.
    public let tradePnL: [[Double]]
    /// What a unit of each trade demands beside the scenarios; 0 or more.
    public let chargePerUnit: [Double]
    /// What the worst loss is multiplied with; more than 0.
    public let lossFactor: Double

    /// - Throws: `count`, `sizeMismatch`, `notFinite`, `outOfRange`.
    public init(
        basePnL: [Double], tradePnL: [[Double]], chargePerUnit: [Double]? = nil, lossFactor: Double = 1
    ) throws(HedgingError) {
        try Bounds.count(basePnL.count, "scenarios", atLeast: 1, atMost: Self.maximumScenarios)
        try Bounds.count(tradePnL.count, "trades", atLeast: 0, atMost: HedgeMenu.maximumTrades)
        try Bounds.finite(basePnL, count: basePnL.count, "PnL of the account")
        for (trade, pnl) in tradePnL.enumerated() { try Bounds.finite(pnl, count: basePnL.count, "PnL of trade \(trade)") }
        let charges = chargePerUnit ?? [Double](repeating: 0, count: tradePnL.count)
        try Bounds.finite(charges, count: tradePnL.count, "charges")
        for charge in charges { try Bounds.nonNegative(charge, "charge of a trade") }
        try Bounds.nonNegative(lossFactor, "loss factor")
        if lossFactor == 0 { throw .outOfRange(name: "loss factor", got: 0, expected: "more than 0") }
        self.basePnL = basePnL
        self.tradePnL = tradePnL
        self.chargePerUnit = charges
        self.lossFactor = lossFactor
    }

    public var tradeCount: Int { tradePnL.count }

    public func requirement(units: [Double]) throws(HedgingError) -> Double {
        if units.count != tradeCount { throw .sizeMismatch(name: "units", got: units.count, expected: tradeCount) }
        var worst = 0.0
        for scenario in basePnL.indices {
            var pnl = basePnL[scenario]
            for trade in units.indices { pnl += units[trade] * tradePnL[trade][scenario] }
            worst = max(worst, -pnl)
        }
        return lossFactor * worst + zip(units, chargePerUnit).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// One line for each scenario, and one for the charges alone.
    public var lines: RequirementLines? {
        let perUnit = basePnL.indices.map { scenario in
            tradePnL.indices.map { chargePerUnit[$0] - lossFactor * tradePnL[$0][scenario] }
        }
        return RequirementLines(base: basePnL.map { -lossFactor * $0 } + [0], perUnit: perUnit + [chargePerUnit])
    }
}
