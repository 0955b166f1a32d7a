/// GARCH(1,1) with normal innovations and zero mean: variance(t) = omega + alpha return(t-1)^2 + beta variance(t-1).
///
/// Source: Bollerslev, Generalized autoregressive conditional heteroskedasticity (1986).
public struct GARCH: Hashable, Sendable {
    public let omega: Double
    public let alpha: Double
    public let beta: Double

    /// What stands for both the squared return and the variance before the first one.
    public enum Seed: Hashable, Sendable {
        /// The mean of all squared returns.
        case sampleVariance
        /// The mean of the first 75 squared returns with weights 0.94^k over their sum: what the Python package arch does.
        case backcast
        case variance(Double)
    }

    /// - Throws: `notFinite`; `outOfRange` unless omega > 0, alpha and beta >= 0 and alpha + beta < 1 (the variance has a long-run mean).
    public init(omega: Double, alpha: Double, beta: Double) throws(RiskModelError) {
        try Require.positive(omega, "omega")
        try Require.nonNegative(alpha, "alpha")
        try Require.nonNegative(beta, "beta")
        guard alpha + beta < 1 else { throw .outOfRange(name: "alpha + beta", got: alpha + beta, expected: "less than 1") }
        self.omega = omega
        self.alpha = alpha
        self.beta = beta
    }

    public var persistence: Double { alpha + beta }

    /// The variance per period that forecasts return to.
    public var longRunVariance: Double { omega / (1 - persistence) }

    /// The conditional variance of each return, and last of the return after the last.
    ///
    /// - Parameter returns: oldest first; at least one.
    /// - Throws: `count`, `notFinite`, `outOfRange`, `overflow`.
    public func variances(returns: [Double], seed: Seed) throws(RiskModelError) -> [Double] {
        let start = try Self.startVariance(returns, seed)
        var variances: [Double] = []
        variances.reserveCapacity(returns.count + 1)
        var variance = omega + alpha * start + beta * start
        for move in returns {
            variances.append(variance)
            variance = omega + alpha * move * move + beta * variance
        }
        variances.append(try Require.result(variance, "variance"))
        return variances
    }

    /// The logarithm of the likelihood of the returns: the sum of -(ln 2 pi + ln variance + return^2 / variance) / 2.
    ///
    /// - Throws: as `variances`.
    public func logLikelihood(returns: [Double], seed: Seed) throws(RiskModelError) -> Double {
        let start = try Self.startVariance(returns, seed)
        return try Require.result(Self.logLikelihood(returns, omega, alpha, beta, start), "log-likelihood")
    }

    /// The variance of each of the next `horizon` periods, given that of the first.
    ///
    /// Period h: long run + (alpha + beta)^(h - 1) (first - long run). Their sum is the variance over the whole horizon.
    /// - Throws: `count` unless the horizon is from 1 to 100,000; `outOfRange`; `overflow`.
    public func forecast(nextVariance: Double, horizon: Int) throws(RiskModelError) -> [Double] {
        try Require.nonNegative(nextVariance, "next variance")
        try Require.count(horizon, "horizon", atLeast: 1, atMost: 100_000)
        var forecasts: [Double] = []
        forecasts.reserveCapacity(horizon)
        var variance = nextVariance
        for _ in 0..<horizon {
            forecasts.append(try Require.result(variance, "forecast"))
            variance = omega + persistence * variance
        }
        return forecasts
    }
}

extension GARCH {
    static func startVariance(_ returns: [Double], _ seed: Seed) throws(RiskModelError) -> Double {
        try Require.count(returns.count, "returns", atLeast: 1)
        try Require.allFinite(returns, "returns")
        switch seed {
        case .variance(let variance):
            try Require.nonNegative(variance, "seed variance")
            return variance
        case .sampleVariance:
            return try Require.result(returns.reduce(0) { $0 + $1 * $1 } / Double(returns.count), "sample variance")
        case .backcast:
            var sum = 0.0
            var weights = 0.0
            var weight = 1.0
            for move in returns.prefix(75) {
                sum += weight * move * move
                weights += weight
                weight *= 0.94
            }
            return try Require.result(sum / weights, "backcast variance")
        }
    }

    /// Unchecked; minus infinity where a variance is not positive.
    static func logLikelihood(_ returns: [Double], _ omega: Double, _ alpha: Double, _ beta: Double, _ start: Double) -> Double {
        let log2Pi = 1.83787706640934548356
        var variance = omega + alpha * start + beta * start
        var sum = 0.0
        for move in returns {
            guard variance > 0 else { return -.infinity }
            let square = move * move
            sum -= 0.5 * (log2Pi + ElementaryFunctions.log(variance) + square / variance)
            variance = omega + alpha * square + beta * variance
        }
        return sum
    }
}
