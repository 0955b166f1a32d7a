public import Quantities

/// Rates by size, each applying only to the part of an amount that lies in its tier, as with income tax: more collateral never counts
/// less in sum, and splitting an amount changes nothing that is not already decided by the whole.
public struct ValueTiers: Hashable, Sendable {
    public struct Tier: Hashable, Sendable {
        /// Where the tier ends; nil for the last one, which has no end.
        public let upTo: FixedPoint?
        /// What a unit in this tier counts.
        public let rate: FixedPoint

        public init(upTo: FixedPoint?, rate: FixedPoint) {
            self.upTo = upTo
            self.rate = rate
        }
    }

    /// Which way rates go from tier to tier.
    public enum Direction: Hashable, Sendable {
        /// Collateral: each further tier counts less, and none more than it is worth.
        case falling
        /// Charges: each further tier costs more.
        case rising
    }

    public let tiers: [Tier]
    public let direction: Direction

    public static let maximumTiers = 256

    /// - Throws: `count`; `unordered` when ends do not grow or rates go against the direction; `outOfRange` for a negative rate, or one
    ///   above 1 where rates fall.
    public init(_ tiers: [Tier], direction: Direction) throws(RiskModelError) {
        try Require.count(tiers.count, "tiers", atLeast: 1, atMost: Self.maximumTiers)
        var start = FixedPoint.zero
        for (index, tier) in tiers.enumerated() {
            try Require.nonNegative(tier.rate, "rate of tier \(index)")
            if direction == .falling { try Require.share(tier.rate, "rate of tier \(index)") }
            if index > 0 {
                let last = tiers[index - 1].rate
                let isOrdered = direction == .falling ? tier.rate <= last : tier.rate >= last
                if !isOrdered { throw .unordered(name: "rates of tiers", index: index) }
            }
            guard let end = tier.upTo else {
                if index != tiers.count - 1 { throw .unordered(name: "ends of tiers", index: index) }
                continue
            }
            if end <= start { throw .unordered(name: "ends of tiers", index: index) }
            start = end
        }
        self.tiers = tiers
        self.direction = direction
    }

    /// What an amount counts: the sum over the tiers of the part inside times the rate. What lies beyond an ended last tier counts
    /// nothing as collateral, and the last rate as a charge: both against the account. The same way each part is rounded.
    ///
    /// - Throws: `outOfRange` for a negative amount; `arithmetic` on overflow.
    public func value(of amount: FixedPoint) throws(RiskModelError) -> FixedPoint {
        try Require.nonNegative(amount, "amount")
        let rounding: Rounding = direction == .falling ? .floor : .ceiling
        var start = FixedPoint.zero
        var sum = FixedPoint.zero
        for (index, tier) in tiers.enumerated() where amount > start {
            let isOpen = tier.upTo == nil || direction == .rising && index == tiers.count - 1
            let end = isOpen ? amount : min(amount, tier.upTo ?? amount)
            sum = try sum.plus(end.minus(start).times(tier.rate, rounding))
            start = end
        }
        return sum
    }
}
