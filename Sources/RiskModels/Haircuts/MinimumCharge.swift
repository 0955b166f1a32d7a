public import Quantities

/// A floor under a requirement that grows with the size of the book: large books cost more to close than their risk says.
///
/// Source: OKX portfolio margin, minimum charge (MR7) with its scaling by tiers.
public enum MinimumCharge {
    /// The raw charge scaled tier by tier, and the larger of it and what the other risk units ask for.
    ///
    /// - Parameters:
    ///   - other: sum of the other risk units, quote units.
    ///   - raw: the charge before scaling.
    /// - Throws: `outOfRange` when the tiers do not rise; `arithmetic`.
    public static func requirement(
        other: FixedPoint, raw: FixedPoint, tiers: ValueTiers
    ) throws(RiskModelError) -> (scaledCharge: FixedPoint, requirement: FixedPoint) {
        try Require.nonNegative(other, "other risk units")
        if tiers.direction != .rising { throw .unordered(name: "rates of tiers", index: 0) }
        let scaled = try tiers.value(of: raw)
        return (scaled, max(other, scaled))
    }
}
