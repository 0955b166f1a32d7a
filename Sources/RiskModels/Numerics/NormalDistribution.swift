extension ElementaryFunctions {
    static let centralLimit = 0.67448975
    static let middleLimit = 5.656854249492381
    /// Beyond it the density and the tail are below the smallest number.
    static let largestDeviation = 39.0
    private static let inverseSqrt2Pi = 0.398942280401432677939946059934

    /// exp(-x^2 / 2) with the rounding error of the square carried into the exponent, so that the tail keeps its digits.
    @inline(__always)
    static func gaussian(_ x: Double) -> Double {
        let square = x * x
        let (high, low) = halves(x)
        let error = (high * high - square) + 2 * high * low + low * low
        return exp(-0.5 * square, correction: -0.5 * error)
    }

    /// The standard normal density.
    @inline(__always)
    static func density(_ x: Double) -> Double {
        // The square of a huge number must not reach infinity minus infinity.
        x.magnitude < largestDeviation ? inverseSqrt2Pi * gaussian(x) : 0
    }

    /// The standard normal distribution function.
    ///
    /// Source: W. J. Cody, Rational Chebyshev approximations for the error function (1969), as published for the normal
    /// distribution in Algorithm 715 (1993): three ranges of |x|, cut at 0.67448975 and sqrt(32).
    @inline(__always)
    static func distribution(_ x: Double) -> Double {
        let y = x.magnitude
        if y <= centralLimit { return 0.5 + x * centralRatio(x * x) }
        // The upper tail beyond 8.3 is below half a unit of 1: what 1 - tail would round to is known.
        if x > 8.3 { return 1 }
        let tail = y <= middleLimit ? gaussian(y) * middleRatio(y) : farTail(y)
        return x < 0 ? tail : 1 - tail
    }

    @inline(__always)
    private static func centralRatio(_ z: Double) -> Double {
        let numerator = (((0.065682337918207449113 * z + 2.2352520354606839287) * z + 161.02823106855587881) * z
            + 1067.6894854603709582) * z + 18154.981253343561249
        let denominator = (((z + 47.20258190468824187) * z + 976.09855173777669322) * z + 10260.932208618978205) * z
            + 45507.789335026729956
        return numerator / denominator
    }

    /// The tail over `gaussian(y)`, for y from 0.67448975 to sqrt(32).
    @inline(__always)
    static func middleRatio(_ y: Double) -> Double {
        let upper = (((1.0765576773720192317e-8 * y + 0.39894151208813466764) * y + 8.8831497943883759412) * y + 93.506656132177855979) * y
        let numerator = ((((upper + 597.27027639480026226) * y + 2494.5375852903726711) * y + 6848.1904505362823326) * y
            + 11602.651437647350124) * y + 9842.7148383839780218
        let lower = (((y + 22.266688044328115691) * y + 235.38790178262499861) * y + 1519.377599407554805) * y
        let denominator = ((((lower + 6485.558298266760755) * y + 18615.571640885098091) * y + 34900.952721145977266) * y
            + 38912.003286093271411) * y + 19685.429676859990727
        return numerator / denominator
    }

    /// The tail over `gaussian(y)`, for y from 0.67448975 upwards.
    static func tailRatio(_ y: Double) -> Double {
        y <= middleLimit ? middleRatio(y) : farSeries(y) / y
    }

    /// The tail beyond sqrt(32).
    @inline(never)
    private static func farTail(_ y: Double) -> Double {
        if y > largestDeviation || y.isNaN { return y.isNaN ? y : 0 }
        return gaussian(y) * farSeries(y) / y
    }

    /// The tail over `gaussian(y) / y` beyond sqrt(32): an asymptotic series in 1 / y^2 as a rational function.
    private static func farSeries(_ y: Double) -> Double {
        let z = 1 / (y * y)
        let upper = (((0.02307344176494017303 * z + 0.21589853405795699) * z + 0.1274011611602473639) * z + 0.022235277870649807) * z
        let numerator = (upper + 0.001421619193227893466) * z + 2.9112874951168792e-5
        let lower = (((z + 1.28426009614491121) * z + 0.468238212480865118) * z + 0.0659881378689285515) * z
        let denominator = (lower + 0.00378239633202758244) * z + 7.29751555083966205e-5
        return inverseSqrt2Pi - z * numerator / denominator
    }
}
