/// exp, log, pow and the normal distribution from IEEE 754 addition, subtraction, multiplication, division and square root only.
///
/// Why not the C library's: its results differ in the last bit between systems and versions, and a margin number has to be the
/// same bits on every machine, in debug and in release. IEEE 754 fixes the five operations used here exactly; none is fused.
/// Each function is within a few units of the last place (1e-15 relative, powers 2e-15; subnormal results excepted).
///
/// The throwing functions are the public door; the short names inside the module do not check, for inner loops whose inputs
/// were checked before.
public enum ElementaryFunctions {
    /// e to the `x`. Zero when the result is below the smallest number.
    ///
    /// - Throws: `notFinite`; `overflow` above about 709.78.
    public static func exponential(_ x: Double) throws(RiskModelError) -> Double {
        try Require.finite(x, "x")
        return try Require.result(exp(x), "exp(\(x))")
    }

    /// The natural logarithm of `x`, which must be positive.
    public static func logarithm(_ x: Double) throws(RiskModelError) -> Double {
        try Require.positive(x, "x")
        return log(x)
    }

    /// `base` to the `exponent`; the base must not be negative, and not zero where the exponent is negative.
    public static func power(_ base: Double, _ exponent: Double) throws(RiskModelError) -> Double {
        try Require.nonNegative(base, "base")
        try Require.finite(exponent, "exponent")
        if base == 0, exponent < 0 { throw .outOfRange(name: "base", got: 0, expected: "more than 0 where the exponent is negative") }
        return try Require.result(pow(base, exponent), "\(base) to the \(exponent)")
    }

    /// The standard normal density at `x`.
    public static func normalDensity(_ x: Double) throws(RiskModelError) -> Double {
        try Require.finite(x, "x")
        return density(x)
    }

    /// The probability that a standard normal number is at most `x`; full relative accuracy in the lower tail.
    public static func normalDistribution(_ x: Double) throws(RiskModelError) -> Double {
        try Require.finite(x, "x")
        return distribution(x)
    }

    /// The standard normal quantile: the number below which `probability` lies; strictly between 0 and 1.
    public static func inverseNormal(_ probability: Double) throws(RiskModelError) -> Double {
        try Require.openUnit(probability, "probability")
        return quantile(probability)
    }
}
