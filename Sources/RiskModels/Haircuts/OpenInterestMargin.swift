public import Quantities

/// Initial margin that rises to the full notional as a market's open interest grows from a lower to an upper bound.
///
/// Whole numbers: fractions in parts per million, rounded down; margins rounded up, against the account.
/// Source: dYdX v4, liquidity tiers and open-interest margin fraction (OIMF).
public struct OpenInterestMargin: Hashable, Sendable {
    public static let unit: UInt64 = 1_000_000

    public let baseFraction: UInt64
    public let lowerBound: UInt256
    /// 0 switches the rise off.
    public let upperBound: UInt256

    /// - Throws: `outOfRange` for a fraction above one; `unordered` when the bounds are.
    public init(baseFraction: UInt64, lowerBound: UInt256, upperBound: UInt256) throws(RiskModelError) {
        if baseFraction > Self.unit { throw .outOfRange(name: "base fraction", got: Double(baseFraction), expected: "at most \(Self.unit)") }
        if !upperBound.isZero, lowerBound > upperBound { throw .unordered(name: "bounds of open interest", index: 1) }
        self.baseFraction = baseFraction
        self.lowerBound = lowerBound
        self.upperBound = upperBound
    }

    /// `base + (1 - base) (open interest - lower) / (upper - lower)`, from base to one.
    ///
    /// - Throws: `arithmetic` on overflow.
    public func fraction(openInterest: UInt256) throws(RiskModelError) -> UInt64 {
        if upperBound.isZero || openInterest <= lowerBound { return baseFraction }
        if openInterest >= upperBound { return Self.unit }
        let rise = try UInt256(Self.unit - baseFraction).times(openInterest.minus(lowerBound)).over(upperBound.minus(lowerBound), .floor)
        return baseFraction + (UInt64(exactly: rise) ?? Self.unit - baseFraction)
    }

    /// The initial margin of a notional, both in quote base units; rounded up.
    public func initialMargin(notional: UInt256, openInterest: UInt256) throws(RiskModelError) -> UInt256 {
        try notional.times(UInt256(fraction(openInterest: openInterest))).over(UInt256(Self.unit), .ceiling)
    }

    /// A maintenance fraction as a share of an initial one, both in parts per million; rounded down.
    public static func maintenanceFraction(initial: UInt64, share: UInt64) throws(RiskModelError) -> UInt64 {
        if share > unit { throw .outOfRange(name: "share of the initial fraction", got: Double(share), expected: "at most \(unit)") }
        // The share is at most one: what came in as 64 bits goes out as such.
        return UInt64(UInt128(initial) * UInt128(share) / UInt128(unit))
    }
}
