extension ElementaryFunctions {
    private static let ln2High = 0x1.62e42feep-1
    private static let ln2Low = 0x1.a39ef35793c76p-33

    /// A positive number as `mantissa * 2^exponent`, the mantissa between sqrt(1/2) and sqrt(2).
    @inline(__always)
    static func split(_ x: Double) -> (mantissa: Double, exponent: Double) {
        var bits = x.bitPattern
        var offset: Int64 = 1023
        if bits < 0x0010_0000_0000_0000 {
            // Subnormal: 54 more bits make it normal.
            bits = (x * 0x1p54).bitPattern
            offset &+= 54
        }
        // The distance from sqrt(1/2) to 1 in bit patterns moves the cut between two powers of two to sqrt(2).
        bits &+= 0x3ff0_0000_0000_0000 &- 0x3fe6_a09e_667f_3bcd
        let exponent = Int64(bitPattern: bits &>> 52) &- offset
        let mantissa = Double(bitPattern: (bits & 0x000f_ffff_ffff_ffff) &+ 0x3fe6_a09e_667f_3bcd)
        return (mantissa, Double(exponent))
    }

    /// The natural logarithm; minus infinity at 0, NaN below.
    ///
    /// Method: x = 2^k (1 + f); log(1 + f) from s = f / (2 + f) and the polynomial of FDLIBM's e_log.c (Sun Microsystems, 1993),
    /// whose error is below one unit of the last place.
    @inline(__always)
    static func log(_ x: Double) -> Double {
        guard x > 0, x < .infinity else { return x == 0 ? -.infinity : x == .infinity ? x : .nan }
        let (mantissa, k) = split(x)
        return log(mantissa: mantissa, exponent: k)
    }

    /// The same bits for a number that is known to be normal and positive: straight-line code, which compilers turn into vectors.
    @inline(__always)
    static func logOfNormal(_ x: Double) -> Double {
        let bits = x.bitPattern &+ (0x3ff0_0000_0000_0000 &- 0x3fe6_a09e_667f_3bcd)
        // The integer e in the low bits of 2^52 is 2^52 + e: exact, and without a conversion.
        let exponent = Double(bitPattern: 0x4330_0000_0000_0000 | bits &>> 52) - (0x1p52 + 1_023)
        return log(mantissa: Double(bitPattern: (bits & 0x000f_ffff_ffff_ffff) &+ 0x3fe6_a09e_667f_3bcd), exponent: exponent)
    }

    @inline(__always)
    private static func log(mantissa: Double, exponent k: Double) -> Double {
        let f = mantissa - 1
        let s = f / (2 + f)
        let z = s * s
        let w = z * z
        let even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
        let odd = z
            * (6.666666666666735130e-01 + w
                * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
        let half = 0.5 * f * f
        return k * ln2High - ((half - (s * (half + odd + even) + k * ln2Low)) - f)
    }

    /// The natural logarithm of a positive finite number as an unevaluated sum, good to about 2^-58 relative: what a power needs.
    ///
    /// Method: atanh series in s = (m - 1) / (m + 1), the first term and its division error exact (Dekker 1971).
    static func extendedLog(_ x: Double) -> (high: Double, low: Double) {
        let (mantissa, k) = split(x)
        let numerator = mantissa - 1
        let (denominator, denominatorLow) = twoSum(mantissa, 1)
        let s = numerator / denominator
        let (product, productLow) = twoProduct(s, denominator)
        let sLow = (((numerator - product) - productLow) - s * denominatorLow) / denominator
        let z = s * s
        var series = 2.0 / 23
        for n in [21.0, 19, 17, 15, 13, 11, 9, 7, 5, 3] { series = series * z + 2 / n }
        let tail = s * z * series
        let (sum, sumLow) = twoSum(k * ln2High, 2 * s)
        let low = sumLow + (2 * sLow + (tail + k * ln2Low))
        let high = sum + low
        return (high, (sum - high) + low)
    }
}
