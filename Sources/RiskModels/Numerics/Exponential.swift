extension ElementaryFunctions {
    private static let ln2High = 0x1.62e42feep-1
    private static let ln2Low = 0x1.a39ef35793c76p-33
    private static let inverseLn2 = 0x1.71547652b82fep+0
    /// Adding and subtracting this rounds to the nearest integer; the low bits of the sum hold it in two's complement.
    private static let roundingShift = 0x1.8p52

    /// e to the `x`: infinity above the range, 0 below it.
    @inline(__always)
    static func exp(_ x: Double) -> Double {
        exp(x, correction: 0)
    }

    /// e to the `x + correction`, where the correction is far smaller than `x`'s last place allows to add.
    ///
    /// Method: x = k ln 2 + r with |r| <= ln 2 / 2, ln 2 in two parts so that r keeps its digits, and the Taylor series of exp(r) to the
    /// thirteenth power, whose remainder is below 10^-17. The error is below one unit of the last place.
    @inline(__always)
    static func exp(_ x: Double, correction: Double) -> Double {
        guard x > -708, x < 709 else { return expAtTheEdge(x, correction: correction) }
        let (mantissa, exponent) = reducedExponential(x, correction)
        return mantissa * Double(bitPattern: UInt64(bitPattern: exponent &+ 1023) &<< 52)
    }

    /// Where the power of two does not fit one exponent field: scaled in two steps, or outside the range altogether.
    @inline(never)
    private static func expAtTheEdge(_ x: Double, correction: Double) -> Double {
        if x.isNaN { return x }
        if x > 710 { return .infinity }
        if x < -746 { return 0 }
        let (mantissa, exponent) = reducedExponential(x, correction)
        let half = exponent / 2
        let first = Double(bitPattern: UInt64(bitPattern: half &+ 1023) &<< 52)
        let second = Double(bitPattern: UInt64(bitPattern: exponent &- half &+ 1023) &<< 52)
        return mantissa * first * second
    }

    @inline(__always)
    private static func reducedExponential(_ x: Double, _ correction: Double) -> (mantissa: Double, exponent: Int64) {
        let shifted = x * inverseLn2 + roundingShift
        let k = shifted - roundingShift
        let high = x - k * ln2High
        let low = k * ln2Low - correction
        let r = high - low
        let r2 = r * r
        let r4 = r2 * r2
        // r^2 / 2! + ... + r^13 / 13!, grouped so that the terms need not wait for one another.
        let first = (1 / 2 + r * (1 / 6)) + r2 * (1 / 24 + r * (1 / 120))
        let second = (1 / 720 + r * (1 / 5_040)) + r2 * (1 / 40_320 + r * (1 / 362_880))
        let third = (1 / 3_628_800 + r * (1 / 39_916_800)) + r2 * (1 / 479_001_600 + r * (1 / 6_227_020_800))
        let tail = r2 * ((first + r4 * second) + r4 * r4 * third)
        let mantissa = 1 + (high + (tail - low))
        return (mantissa, Int64(Int32(truncatingIfNeeded: shifted.bitPattern)))
    }
}
