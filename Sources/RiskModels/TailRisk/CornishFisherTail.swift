/// The tail of a profit of which only four moments are known.
///
/// Source: Cornish and Fisher, Moments and cumulants in the specification of distributions (1938), to the fourth cumulant; expected
/// shortfall is the integral of the same expansion over the tail, in closed form through Hermite polynomials (Boudt, Peterson, Croux,
/// Estimation and decomposition of downside risk for portfolios with non-normal returns, 2008).
public enum CornishFisherTail {
    /// - Throws: `outOfRange` for the confidence; `expansionNotMonotone` where the expansion stops being a quantile function
    ///   anywhere in the tail: strong skewness or kurtosis; `overflow`.
    public static func measure(_ moments: ProfitMoments, confidence: Double) throws(RiskModelError) -> TailMeasure {
        try Require.openUnit(confidence, "confidence")
        // Losses are the mirrored profits: the odd cumulants change their sign.
        let skewness = -moments.skewness
        let kurtosis = moments.excessKurtosis
        let z = ElementaryFunctions.quantile(confidence)
        guard isMonotone(from: z, skewness: skewness, kurtosis: kurtosis) else {
            throw .expansionNotMonotone(skewness: moments.skewness, excessKurtosis: kurtosis)
        }
        let scale = moments.variance.squareRoot()
        let quantile = expansion(z, skewness, kurtosis)
        let shortfall = max(quantile, meanBeyond(z, skewness, kurtosis) / (1 - confidence))
        return TailMeasure(
            confidence: confidence,
            valueAtRisk: try Require.result(scale * quantile - moments.mean, "value at risk"),
            expectedShortfall: try Require.result(scale * shortfall - moments.mean, "expected shortfall"), method: .cornishFisher)
    }

    /// Moments of a delta-gamma portfolio and their tail in one.
    public static func measure(
        _ portfolio: DeltaGammaPortfolio, covariance: SymmetricMatrix, confidence: Double
    ) throws(RiskModelError) -> TailMeasure {
        try measure(portfolio.moments(covariance: covariance), confidence: confidence)
    }

    private static func expansion(_ z: Double, _ skewness: Double, _ kurtosis: Double) -> Double {
        let square = z * z
        return z + (square - 1) * skewness / 6 + (square - 3) * z * kurtosis / 24 - (2 * square - 5) * z * skewness * skewness / 36
    }

    /// The integral of the expansion times the normal density from `z` upwards: the integral of He_n phi is He_(n-1) phi.
    private static func meanBeyond(_ z: Double, _ skewness: Double, _ kurtosis: Double) -> Double {
        let second = z * z - 1
        return ElementaryFunctions.density(z)
            * (1 + z * skewness / 6 + second * kurtosis / 24 - (2 * second + 1) * skewness * skewness / 36)
    }

    /// Whether the derivative, a quadratic in z, stays above or at zero from `start` upwards.
    private static func isMonotone(from start: Double, skewness: Double, kurtosis: Double) -> Bool {
        let a = kurtosis / 8 - skewness * skewness / 6
        let b = skewness / 3
        let c = 1 - kurtosis / 8 + 5 * skewness * skewness / 36
        func slope(_ z: Double) -> Double { (a * z + b) * z + c }
        if a < 0 || slope(start) < 0 { return false }
        if a == 0 { return b >= 0 }
        let lowest = -b / (2 * a)
        return lowest <= start || slope(lowest) >= 0
    }
}
