/// A portfolio as a quadratic function of factor moves: PnL = theta + delta' x + x' Gamma x / 2, in quote units.
public struct DeltaGammaPortfolio: Hashable, Sendable {
    /// What the passing of the horizon brings, moves aside.
    public let theta: Double
    /// Per unit of each factor's move.
    public let delta: [Double]
    public let gamma: SymmetricMatrix

    /// - Throws: `count`, `sizeMismatch`, `notFinite`.
    public init(theta: Double, delta: [Double], gamma: SymmetricMatrix) throws(RiskModelError) {
        try Require.finite(theta, "theta")
        try Require.count(delta.count, "factors", atLeast: 1, atMost: Require.maximumSide)
        try Require.allFinite(delta, "delta")
        try gamma.requireSize(delta.count, "gamma")
        self.theta = theta
        self.delta = delta
        self.gamma = gamma
    }
}

/// The first four cumulants of a profit.
public struct ProfitMoments: Hashable, Sendable {
    public let mean: Double
    public let variance: Double
    public let skewness: Double
    public let excessKurtosis: Double

    /// - Throws: `notFinite`; `outOfRange` for a negative variance.
    public init(mean: Double, variance: Double, skewness: Double, excessKurtosis: Double) throws(RiskModelError) {
        try Require.finite(mean, "mean")
        try Require.nonNegative(variance, "variance")
        try Require.finite(skewness, "skewness")
        try Require.finite(excessKurtosis, "excess kurtosis")
        self.mean = mean
        self.variance = variance
        self.skewness = skewness
        self.excessKurtosis = excessKurtosis
    }
}

extension DeltaGammaPortfolio {
    /// The exact moments of the PnL when the moves are normal with mean 0 and the given covariance S.
    ///
    /// With M = Gamma S the cumulants are: theta + tr(M)/2; delta'S delta + tr(M^2)/2; 3 delta'S M' delta + tr(M^3);
    /// 12 delta'S M' M' delta + 3 tr(M^4).
    /// Source: Mathai and Provost, Quadratic Forms in Random Variables (1992), theorem 3.2b.3.
    /// - Throws: `sizeMismatch`; `overflow`; `notPositiveSemidefinite` when the variance comes out negative.
    public func moments(covariance: SymmetricMatrix) throws(RiskModelError) -> ProfitMoments {
        try covariance.requireSize(delta.count, "covariance")
        let spread = SquareMatrix(covariance)
        let product = SquareMatrix(gamma).multiplied(by: spread)
        let square = product.multiplied(by: product)
        let covered = spread.multiplied(by: delta)
        let curved = spread.multiplied(by: SquareMatrix(gamma).multiplied(by: covered))
        let gammaCovered = SquareMatrix(gamma).multiplied(by: covered)
        let second = dot(delta, covered) + 0.5 * square.trace
        let third = 3 * dot(covered, gammaCovered) + square.multiplied(by: product).trace
        let fourth = 12 * dot(gammaCovered, curved) + 3 * square.multiplied(by: square).trace
        let mean = try Require.result(theta + 0.5 * product.trace, "mean")
        let variance = try Require.result(second, "variance")
        if variance < 0 { throw .notPositiveSemidefinite(pivot: 0, got: variance) }
        if variance == 0 { return try ProfitMoments(mean: mean, variance: 0, skewness: 0, excessKurtosis: 0) }
        return try ProfitMoments(
            mean: mean, variance: variance,
            skewness: try Require.result(third / (variance * variance.squareRoot()), "skewness"),
            excessKurtosis: try Require.result(fourth / (variance * variance), "excess kurtosis"))
    }
}

/// The sum of the products, in order.
func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
}
