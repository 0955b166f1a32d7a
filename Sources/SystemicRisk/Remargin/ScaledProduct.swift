import Quantities

// The product of two raw fixed-point numbers, as the re-margin loop needs it: without division and without a throw. `FixedPoint.multiplied`
// is its slow twin in the tests.

/// 10^18 shifted left until its top bit is set, and floor((2^128 - 1) / that) - 2^64.
///
/// Source: Möller, Granlund, Improved division by invariant integers (2011), definition 1.
private let normalizedScale: UInt64 = 1_000_000_000_000_000_000 << 4
private let scaleReciprocal: UInt64 = normalizedScale.dividingFullWidth((~normalizedScale, .max)).quotient

extension Int128 {
    /// `left * right / 10^18` for numbers that are not negative, rounded down or up.
    ///
    /// - Parameter overflow: set when the result does not fit; never cleared. The result means nothing then.
    @inline(__always)
    static func scaledProduct(_ left: Int128, _ right: Int128, roundingUp: Bool, _ overflow: inout Bool) -> Int128 {
        let (word0, word1, word2, word3) = fullProduct(left, right)
        // From here on the quotient is at least 2^128.
        guard word3 == 0, word2 < FixedPoint.scale else {
            overflow = true
            return 0
        }
        let top = word2 &<< 4 | word1 &>> 60
        let (high, rest) = divideByScale(top, word1 &<< 4 | word0 &>> 60)
        let (low, remainder) = divideByScale(rest, word0 &<< 4)
        let quotient = UInt128(high) &<< 64 | UInt128(low)
        let (rounded, carry) = quotient.addingReportingOverflow(roundingUp && remainder != 0 ? 1 : 0)
        if carry || rounded > UInt128(Int128.max) { overflow = true }
        return Int128(truncatingIfNeeded: rounded)
    }

    /// The words of the product, least significant first.
    @inline(__always)
    private static func fullProduct(_ left: Int128, _ right: Int128) -> (UInt64, UInt64, UInt64, UInt64) {
        let (left0, left1) = (UInt64(truncatingIfNeeded: left), UInt64(truncatingIfNeeded: left &>> 64))
        let (right0, right1) = (UInt64(truncatingIfNeeded: right), UInt64(truncatingIfNeeded: right &>> 64))
        let low = UInt128(left0) &* UInt128(right0)
        let cross = UInt128(left0) &* UInt128(right1)
        let otherCross = UInt128(left1) &* UInt128(right0)
        let high = UInt128(left1) &* UInt128(right1)
        // Each sum is of three numbers below 2^64, or of one below 2^126 and three such.
        let middle = (low &>> 64) &+ UInt128(UInt64(truncatingIfNeeded: cross)) &+ UInt128(UInt64(truncatingIfNeeded: otherCross))
        let upper = high &+ (cross &>> 64) &+ (otherCross &>> 64) &+ (middle &>> 64)
        return (
            UInt64(truncatingIfNeeded: low), UInt64(truncatingIfNeeded: middle),
            UInt64(truncatingIfNeeded: upper), UInt64(truncatingIfNeeded: upper &>> 64)
        )
    }

    /// `(high * 2^64 + low) / normalizedScale` for `high < normalizedScale`. Source: the same, algorithm 4.
    @inline(__always)
    private static func divideByScale(_ high: UInt64, _ low: UInt64) -> (quotient: UInt64, remainder: UInt64) {
        let estimate = UInt128(scaleReciprocal) &* UInt128(high) &+ (UInt128(high) &<< 64 | UInt128(low))
        var quotient = UInt64(truncatingIfNeeded: estimate &>> 64) &+ 1
        var remainder = low &- quotient &* normalizedScale
        if remainder > UInt64(truncatingIfNeeded: estimate) {
            quotient &-= 1
            remainder &+= normalizedScale
        }
        if remainder >= normalizedScale {
            quotient &+= 1
            remainder &-= normalizedScale
        }
        return (quotient, remainder)
    }
}
