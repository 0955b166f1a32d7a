public import Quantities

/// A haircut that follows the market: `multiple` standard deviations of the return over `horizonDays`, as far as the haircut of the class
/// does not take it away already. It never removes more than all.
///
/// The deviation is the price's own, scaled with the square root of time (years of 365 days).
public struct VolatilityRule: Hashable, Sendable {
    public static let largestMultiple: FixedPoint = 100
    public static let largestHorizon: FixedPoint = 365

    /// How many standard deviations; 2.338 is the expected shortfall of a normal return at 0.975.
    public let multiple: FixedPoint
    public let horizonDays: FixedPoint
    /// multiple * sqrt(horizonDays / 365), rounded up: the share for a yearly volatility of 1.
    private let scale: FixedPoint

    /// - Throws: `MarginError.outOfRange`.
    public init(multiple: FixedPoint, horizonDays: FixedPoint) throws(MarginError) {
        guard multiple > .zero, multiple <= Self.largestMultiple, horizonDays > .zero, horizonDays <= Self.largestHorizon else {
            throw .outOfRange(
                field: "volatility rule", expected: "0 < multiple <= \(Self.largestMultiple) and 0 < horizonDays <= \(Self.largestHorizon)",
                got: "multiple \(multiple), horizonDays \(horizonDays)")
        }
        self.multiple = multiple
        self.horizonDays = horizonDays
        scale = try computing("the scale of a volatility rule") { () throws(QuantityError) in
            try horizonDays.divided(by: 365, rounding: .ceiling).squareRoot(rounding: .ceiling).multiplied(by: multiple, rounding: .ceiling)
        }
    }

    /// The share of the value that a haircut has to remove in all; rounded up, at most 1.
    public func share(volatility: FixedPoint) throws(MarginError) -> FixedPoint {
        // A volatility of more than the largest number over the scale would overflow; it removes all long before.
        if volatility >= 1_000_000 { return .one }
        return try computing("a volatility haircut") { () throws(QuantityError) in
            min(.one, try volatility.multiplied(by: scale, rounding: .ceiling))
        }
    }

    /// What remains to be removed of the value that haircuts have left: (share - haircut) / (1 - haircut), at least 0; rounded up.
    func shares(volatility: FixedPoint, beyond haircuts: MarginAmounts) throws(MarginError) -> MarginAmounts {
        let share = try share(volatility: volatility)
        let (initial, maintenance) = (try Self.rest(of: share, beyond: haircuts.initial), try Self.rest(of: share, beyond: haircuts.maintenance))
        return MarginAmounts(
            initial: initial, maintenance: maintenance,
            liquidationEnd: haircuts.liquidationEnd == haircuts.initial ? initial : try Self.rest(of: share, beyond: haircuts.liquidationEnd))
    }

    private static func rest(of share: FixedPoint, beyond haircut: FixedPoint) throws(MarginError) -> FixedPoint {
        if share <= haircut { return .zero }
        return try computing("a volatility haircut") { () throws(QuantityError) in
            min(.one, try share.subtracting(haircut).divided(by: try FixedPoint.one.subtracting(haircut), rounding: .ceiling))
        }
    }
}
