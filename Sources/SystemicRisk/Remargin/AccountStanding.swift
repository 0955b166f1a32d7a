public import Quantities

/// How an account stands, mildest first.
public enum StandingState: UInt8, Hashable, Comparable, Sendable, CaseIterable {
    case normal
    /// Below the call ratio: more collateral is asked for.
    case call
    /// Below the reduce-only ratio: nothing that adds risk is accepted.
    case reduceOnly
    /// Below maintenance: liquidation may start.
    case liquidation
    /// What it has, before haircuts, is worth less than what it owes.
    case bankrupt

    public static func < (left: StandingState, right: StandingState) -> Bool { left.rawValue < right.rawValue }

    public var isLiquidatable: Bool { self >= .liquidation }

    public var name: String {
        switch self {
        case .normal: "normal"
        case .call: "call"
        case .reduceOnly: "reduce-only"
        case .liquidation: "liquidation"
        case .bankrupt: "bankrupt"
        }
    }
}

/// The margin ratios below which an account is called or may only reduce. Liquidation is below 1 by definition of the ratio.
public struct StandingBounds: Hashable, Sendable {
    public let call: FixedPoint
    public let reduceOnly: FixedPoint

    /// - Throws: `outOfRange` unless 1 <= reduceOnly <= call <= 1,000.
    public init(call: FixedPoint, reduceOnly: FixedPoint) throws(SystemicRiskError) {
        try Require.within(.one ... Require.largestFactor, call, "margin-call ratio")
        try Require.within(.one ... call, reduceOnly, "reduce-only ratio")
        self.call = call
        self.reduceOnly = reduceOnly
    }
}

/// What a re-margin says of one account, in quote units.
public struct AccountStanding: Hashable, Sendable {
    /// All it has before haircuts: holdings (also on silent chains), unrealised profits, cash; rounded down.
    public let marketValue: FixedPoint
    /// The same after weights; rounded down.
    public let adjustedValue: FixedPoint
    /// Debts, unrealised losses, cash owed; rounded up.
    public let liabilities: FixedPoint
    /// Rounded up, as the next.
    public let maintenanceRequirement: FixedPoint
    public let liquidationEndRequirement: FixedPoint
    public let state: StandingState

    /// - Returns: nil when one of the differences below would not fit.
    @inline(__always)
    init?(
        marketValue: Int128, adjustedValue: Int128, liabilities: Int128, maintenance: Int128, liquidationEnd: Int128, bounds: StandingBounds
    ) {
        // None is negative, so the first difference fits; the stricter requirement is the larger one.
        let net = adjustedValue &- liabilities
        guard !net.subtractingReportingOverflow(liquidationEnd).overflow else { return nil }
        self.marketValue = FixedPoint(raw: marketValue)
        self.adjustedValue = FixedPoint(raw: adjustedValue)
        self.liabilities = FixedPoint(raw: liabilities)
        maintenanceRequirement = FixedPoint(raw: maintenance)
        liquidationEndRequirement = FixedPoint(raw: liquidationEnd)
        state =
            if marketValue < liabilities {
                .bankrupt
            } else if net < maintenance {
                .liquidation
            } else if Self.isBelow(net, bounds.reduceOnly, maintenance) {
                .reduceOnly
            } else if Self.isBelow(net, bounds.call, maintenance) {
                .call
            } else {
                .normal
            }
    }

    /// Whether the ratio of two numbers is below a bound, by multiplication, so that nothing is rounded away in favour of the account.
    @inline(__always)
    private static func isBelow(_ net: Int128, _ bound: FixedPoint, _ requirement: Int128) -> Bool {
        var overflow = false
        let least = Int128.scaledProduct(requirement, bound.raw, roundingUp: true, &overflow)
        return overflow || net < least
    }

    /// Adjusted value less liabilities less the maintenance requirement; negative is a shortfall.
    public var maintenanceExcess: FixedPoint { excess(over: maintenanceRequirement) }

    /// The same over the stricter requirement that ends a liquidation.
    public var liquidationEndExcess: FixedPoint { excess(over: liquidationEndRequirement) }

    /// What it owes beyond all it has, before haircuts; 0 unless it is bankrupt.
    public var badDebt: FixedPoint { FixedPoint(raw: max(0, liabilities.raw &- marketValue.raw)) }

    // Both differences were computed with a look at overflow when the standing was made.
    private func excess(over requirement: FixedPoint) -> FixedPoint {
        FixedPoint(raw: adjustedValue.raw &- liabilities.raw &- requirement.raw)
    }
}
