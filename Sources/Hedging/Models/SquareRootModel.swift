public import RiskModels

/// The requirement by square-root aggregation with correlation and concentration. Not convex: concentration jumps in value as positions pass
/// each other, so long menus are searched without proof.
public struct SquareRootModel: RequirementModel {
    public let aggregation: SquareRootAggregation
    public let baseExposures: [FactorExposure]
    /// By trade: of one unit.
    public let tradeExposures: [[FactorExposure]]

    /// - Throws: `count`; `risk` for an exposure to a factor that the aggregation does not know.
    public init(
        aggregation: SquareRootAggregation, baseExposures: [FactorExposure], tradeExposures: [[FactorExposure]]
    ) throws(HedgingError) {
        try Bounds.count(tradeExposures.count, "trades", atLeast: 0, atMost: HedgeMenu.maximumTrades)
        self.aggregation = aggregation
        self.baseExposures = baseExposures
        self.tradeExposures = tradeExposures
        let all = baseExposures + tradeExposures.flatMap { $0 }
        _ = try applying { () throws(RiskModelError) in try aggregation.requirement(of: all) }
    }

    public var tradeCount: Int { tradeExposures.count }

    public func requirement(units: [Double]) throws(HedgingError) -> Double {
        if units.count != tradeCount { throw .sizeMismatch(name: "units", got: units.count, expected: tradeCount) }
        var exposures = baseExposures
        for (amount, trade) in zip(units, tradeExposures) where amount != 0 {
            for exposure in trade { exposures.append(FactorExposure(factor: exposure.factor, sensitivity: amount * exposure.sensitivity)) }
        }
        let all = exposures
        return try applying { () throws(RiskModelError) in try aggregation.requirement(of: all).requirement }
    }
}
