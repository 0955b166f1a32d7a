// Division by 10^18, which every product of two fixed-point numbers needs, without a division: two multiplications a word.
//
// Source: Möller, Granlund, Improved division by invariant integers (2011), definition 1 and algorithm 4.

extension UInt128 {
    /// 10^18 shifted left until its top bit is set.
    @usableFromInline static var normalizedScale: UInt64 { 16_000_000_000_000_000_000 }
    /// floor((2^128 - 1) / normalizedScale) - 2^64.
    @usableFromInline static var scaleReciprocal: UInt64 { 0x2725_dd1d_243a_ba0e }

    /// `left * right / 10^18`, rounded down, and what is left; nil when the quotient does not fit.
    @inlinable
    @inline(__always)
    public static func scaledProduct(_ left: UInt128, _ right: UInt128) -> (quotient: UInt128, remainder: UInt64)? {
        let (word0, word1, word2, word3) = fullProduct(left, right)
        // From here on the quotient is at least 2^128.
        guard word3 == 0, word2 < FixedPoint.scale else { return nil }
        let (high, rest) = dividedByScale(word2 &<< 4 | word1 &>> 60, word1 &<< 4 | word0 &>> 60)
        let (low, remainder) = dividedByScale(rest, word0 &<< 4)
        return (UInt128(high) &<< 64 | UInt128(low), remainder &>> 4)
    }

    /// The words of the product, least significant first.
    @inlinable
    @inline(__always)
    static func fullProduct(_ left: UInt128, _ right: UInt128) -> (UInt64, UInt64, UInt64, UInt64) {
        let (left0, left1) = (UInt64(truncatingIfNeeded: left), UInt64(truncatingIfNeeded: left &>> 64))
        let (right0, right1) = (UInt64(truncatingIfNeeded: right), UInt64(truncatingIfNeeded: right &>> 64))
        let low = UInt128(left0) &* UInt128(right0)
        let cross = UInt128(left0) &* UInt128(right1)
        let otherCross = UInt128(left1) &* UInt128(right0)
        // Three numbers below 2^64; then one of at most (2^64 - 1)^2 and three below 2^64 and 2^66: nothing is carried out of 128 bits.
        let middle = (low &>> 64) &+ UInt128(UInt64(truncatingIfNeeded: cross)) &+ UInt128(UInt64(truncatingIfNeeded: otherCross))
        let upper = UInt128(left1) &* UInt128(right1) &+ (cross &>> 64) &+ (otherCross &>> 64) &+ (middle &>> 64)
        return (
            UInt64(truncatingIfNeeded: low), UInt64(truncatingIfNeeded: middle),
            UInt64(truncatingIfNeeded: upper), UInt64(truncatingIfNeeded: upper &>> 64)
        )
    }

    /// `(high * 2^64 + low) / normalizedScale` for `high < normalizedScale`.
    @inlinable
    @inline(__always)
    static func dividedByScale(_ high: UInt64, _ low: UInt64) -> (quotient: UInt64, remainder: UInt64) {
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
