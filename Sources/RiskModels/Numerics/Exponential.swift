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
    /// Method: x = k ln 2 + r with |r| <= ln 2 / 2, and exp(r) from the rational form of FDLIBM's e_exp.c
    /// (Sun Microsystems, 1993), whose error is below one unit of the last place.
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
        let square = r * r
        let c = r - square
            * (1.66666666666666019037e-01 + square
                * (-2.77777777770155933842e-03 + square
                    * (6.61375632143793436117e-05 + square * (-1.65339022054652515390e-06 + square * 4.13813679705723846039e-08))))
        let mantissa = 1 - ((low - (r * c) / (2 - c)) - high)
        return (mantissa, Int64(Int32(truncatingIfNeeded: shifted.bitPattern)))
    }
}
