public import Quantities

/// What a risk score looks at.
public enum RiskComponent: String, Hashable, Sendable, CaseIterable {
    /// How near the account is to maintenance.
    case distance
    /// How much of its collateral is one asset.
    case concentration
    /// How long it takes to sell its collateral.
    case liquidity
    /// How much of its collateral was last seen long ago.
    case staleness
    /// How much the prices of its collateral move.
    case volatility
}

/// What is measured of one account.
public struct RiskMeasures: Hashable, Sendable {
    /// Nil for an account without requirement, which cannot be called.
    public let marginRatio: FixedPoint?
    /// Herfindahl index of its collateral over assets, 0 to 1.
    public let concentration: FixedPoint
    /// Days until the slowest part of its collateral is sold; nil for never.
    public let daysToLiquidate: FixedPoint?
    /// Share of its collateral that is stale, 0 to 1.
    public let staleShare: FixedPoint
    /// A year's volatility of its collateral as a whole, prices moving together; 0 or more.
    public let volatility: FixedPoint

    public init(
        marginRatio: FixedPoint?, concentration: FixedPoint, daysToLiquidate: FixedPoint?, staleShare: FixedPoint, volatility: FixedPoint
    ) {
        self.marginRatio = marginRatio
        self.concentration = concentration
        self.daysToLiquidate = daysToLiquidate
        self.staleShare = staleShare
        self.volatility = volatility
    }
}

/// From where a measure is as bad as it gets, and how much of the score it may take.
public struct RiskScoreScale: Hashable, Sendable {
    /// Margin ratio from which the distance to maintenance is no risk; more than 1.
    public let safeRatio: FixedPoint
    /// Days to liquidate that are as bad as never; more than 0.
    public let longestDays: FixedPoint
    /// A year's volatility that is as bad as any; more than 0.
    public let highestVolatility: FixedPoint
    /// Share of the remaining safety that each component other than distance takes when it is at its worst, 0 to 1. Absent is 0.
    public let weights: [RiskComponent: FixedPoint]

    /// - Throws: `outOfRange`. The weight of distance is always 1: an account at maintenance has no safety left.
    public init(
        safeRatio: FixedPoint, longestDays: FixedPoint, highestVolatility: FixedPoint, weights: [RiskComponent: FixedPoint]
    ) throws(SystemicRiskError) {
        guard safeRatio > .one else { throw .outOfRange(field: "safe ratio", expected: "more than 1", got: "\(safeRatio)") }
        try Require.positive(longestDays, "longest days to liquidate")
        try Require.positive(highestVolatility, "highest volatility")
        for (component, weight) in weights { try Require.share(weight, "weight of \(component.rawValue)") }
        self.safeRatio = safeRatio
        self.longestDays = longestDays
        self.highestVolatility = highestVolatility
        self.weights = weights.merging([.distance: .one]) { _, one in one }
    }
}

/// One number of an account's risk, 0 (nothing seen) to 100 (at or below maintenance); larger is worse.
///
/// Each component is a level from 0 to 1. Each takes `weight * level` of the safety the others leave:
/// `score = 100 * (1 - product of (1 - weight * level))`. So a worse measure never lowers the score, whatever the others are, no component
/// hides another, and the score is 100 exactly when a component with weight 1 is at its worst: at maintenance. All roundings go up.
public struct RiskScore: Hashable, Sendable {
    public struct Part: Hashable, Sendable {
        public let component: RiskComponent
        /// 0 to 1, 1 is worst.
        public let level: FixedPoint
        public let weight: FixedPoint
    }

    /// 0 to 100.
    public let score: FixedPoint
    /// In the order of `RiskComponent.allCases`.
    public let parts: [Part]

    /// - Throws: `outOfRange` for a share outside 0 to 1, or negative days or volatility; `arithmetic`.
    public init(_ measures: RiskMeasures, on scale: RiskScoreScale) throws(SystemicRiskError) {
        try measures.verify()
        let levels = try computing("the levels of the risk score") { () throws(QuantityError) in try measures.levels(on: scale) }
        parts = RiskComponent.allCases.map { component in
            Part(component: component, level: levels[component] ?? .zero, weight: scale.weights[component] ?? .zero)
        }
        var safety = FixedPoint.one
        for part in parts {
            safety = try computing("the risk score") { () throws(QuantityError) in
                let taken = try part.weight.multiplied(by: part.level, rounding: .ceiling)
                return try safety.multiplied(by: FixedPoint.one.subtracting(taken), rounding: .floor)
            }
        }
        let left = safety
        score = try computing("the risk score") { () throws(QuantityError) in
            try FixedPoint.one.subtracting(left).multiplied(by: 100, rounding: .ceiling)
        }
    }
}

extension RiskMeasures {
    fileprivate func verify() throws(SystemicRiskError) {
        try Require.share(concentration, "concentration")
        try Require.share(staleShare, "stale share")
        try Require.nonNegative(volatility, "volatility")
        if let daysToLiquidate { try Require.nonNegative(daysToLiquidate, "days to liquidate") }
    }

    fileprivate func levels(on scale: RiskScoreScale) throws(QuantityError) -> [RiskComponent: FixedPoint] {
        [
            .distance: try distance(to: scale.safeRatio),
            .concentration: concentration,
            .liquidity: try level(of: daysToLiquidate ?? scale.longestDays, worst: scale.longestDays),
            .staleness: staleShare,
            .volatility: try level(of: volatility, worst: scale.highestVolatility),
        ]
    }

    /// 1 at a ratio of 1 and below, 0 from the safe ratio upwards, a straight line between.
    private func distance(to safe: FixedPoint) throws(QuantityError) -> FixedPoint {
        guard let marginRatio, marginRatio < safe else { return .zero }
        if marginRatio <= .one { return .one }
        return try safe.subtracting(marginRatio).divided(by: safe.subtracting(.one), rounding: .ceiling)
    }

    private func level(of value: FixedPoint, worst: FixedPoint) throws(QuantityError) -> FixedPoint {
        value >= worst ? .one : try value.divided(by: worst, rounding: .ceiling)
    }
}
