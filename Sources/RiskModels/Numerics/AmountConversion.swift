public import Quantities

/// The one door between exact amounts and the binary numbers of statistics. Each crossing names its rounding, so that a report can
/// say on which side an amount was rounded.
public enum AmountConversion {
    /// The binary number nearest to an exact amount, to one unit of the last place.
    public static func double(_ amount: FixedPoint) -> Double {
        Double(amount.raw) / Double(FixedPoint.scale)
    }

    /// A binary number as an exact amount: every double is a finite decimal, and what lies beyond the eighteenth place is rounded as named.
    ///
    /// - Throws: `notFinite`; `overflow` beyond about 1.7 * 10^20.
    public static func amount(_ value: Double, rounding: Rounding) throws(RiskModelError) -> FixedPoint {
        try Require.finite(value, "amount")
        if value == 0 { return .zero }
        guard value.magnitude < 1.8e20 else { throw .overflow("the amount \(value)") }
        // |value| = significand * 2^exponent with a whole significand of 53 bits; times 10^18 that has 113 bits, and the exponent is below 16.
        let significand = UInt256(UInt64(value.significand * 0x1p52))
        let exponent = Int(value.exponent) - 52
        let magnitude = try significand.times(UInt256(FixedPoint.scale)).times(powerOfTwo(max(exponent, 0)))
        // A divisor beyond 2^200 leaves nothing but the direction of the rounding, as 2^200 does.
        let divisor = try powerOfTwo(min(max(-exponent, 0), 200))
        let raw: Int256
        do {
            raw = try Int256(isNegative: value < 0, magnitude: magnitude).quotient(dividingBy: Int256(divisor), rounding: rounding)
        } catch { throw .arithmetic(error) }
        guard let fitting = Int128(exactly: raw) else { throw .overflow("the amount \(value)") }
        return FixedPoint(raw: fitting)
    }

    private static func powerOfTwo(_ exponent: Int) throws(RiskModelError) -> UInt256 {
        var power = UInt256.one
        for _ in 0..<exponent { power = try power.plus(power) }
        return power
    }
}
