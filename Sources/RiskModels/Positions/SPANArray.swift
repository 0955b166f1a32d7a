public import Quantities

/// One of the sixteen moves of a SPAN array.
public struct SPANScenario: Hashable, Sendable {
    /// Price move as a share of the scan range.
    public let priceShare: Double
    /// 1 up, -1 down, 0 unchanged: in units of the volatility scan range.
    public let volatilityDirection: Double
    /// Share of the loss that is covered; below 1 for the extreme moves.
    public let cover: Double

    /// The standard sixteen in their order: unchanged, then a third, two thirds and the whole range up and down, each with volatility up and
    /// down, then the two extremes of `extremeMultiple` ranges counted in part.
    ///
    /// Source: CME Group, Standard Portfolio Analysis of Risk, scanning risk.
    /// - Throws: `notFinite`, `outOfRange`.
    public static func standard(extremeMultiple: Double, extremeCover: Double) throws(RiskModelError) -> [SPANScenario] {
        try Require.nonNegative(extremeMultiple, "multiple of the extreme moves")
        try Require.within(0...1, extremeCover, "cover of the extreme moves")
        var scenarios: [SPANScenario] = []
        for share in [0.0, 1.0 / 3, -1.0 / 3, 2.0 / 3, -2.0 / 3, 1, -1] {
            for direction in [1.0, -1] { scenarios.append(SPANScenario(priceShare: share, volatilityDirection: direction, cover: 1)) }
        }
        for sign in [1.0, -1] { scenarios.append(SPANScenario(priceShare: sign * extremeMultiple, volatilityDirection: 0, cover: extremeCover)) }
        return scenarios
    }
}

/// What each scenario brings to one unit of a contract, in quote units: a gain is positive.
public struct SPANArray: Hashable, Sendable {
    public let profits: [FixedPoint]

    public static let maximumScenarios = 1_024

    /// - Parameter profits: one per scenario, the extreme ones already counted in part.
    /// - Throws: `count`.
    public init(_ profits: [FixedPoint]) throws(RiskModelError) {
        try Require.count(profits.count, "scenarios", atLeast: 1, atMost: Self.maximumScenarios)
        self.profits = profits
    }

    /// The array of a portfolio: scenario by scenario the sum of amounts times profits, exactly where amounts are whole.
    ///
    /// - Parameter positions: amounts, negative when short, with the array of one unit.
    /// - Throws: `count` without positions; `sizeMismatch`; `arithmetic`.
    public static func combined(_ positions: [(amount: FixedPoint, array: SPANArray)]) throws(RiskModelError) -> SPANArray {
        try Require.count(positions.count, "positions", atLeast: 1)
        var sums = [FixedPoint](repeating: .zero, count: positions[0].array.profits.count)
        for (amount, array) in positions {
            if array.profits.count != sums.count { throw .sizeMismatch(name: "array", got: array.profits.count, expected: sums.count) }
            for index in sums.indices { sums[index] = try sums[index].plus(amount.times(array.profits[index], .floor)) }
        }
        return try SPANArray(sums)
    }

    /// The loss of the worst scenario; 0 when none loses.
    public func scanRisk() throws(RiskModelError) -> FixedPoint {
        try max(.zero, (profits.min() ?? .zero).opposite())
    }
}
