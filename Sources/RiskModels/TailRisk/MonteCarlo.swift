/// Simulation from a seed: the same paths, and so the same answer, on every machine.
public struct MonteCarlo: Hashable, Sendable {
    /// How paths are drawn.
    public enum Sampling: String, Hashable, Sendable, CaseIterable {
        case independent
        /// Every second path mirrors the one before it: means are exact and less noise is left.
        case antithetic
    }

    public let paths: Int
    public let seed: UInt64
    public let sampling: Sampling

    /// - Throws: `count` for no path or more than 16,777,216.
    public init(paths: Int, seed: UInt64, sampling: Sampling) throws(RiskModelError) {
        try Require.count(paths, "paths", atLeast: 1)
        self.paths = paths
        self.seed = seed
        self.sampling = sampling
    }

    /// The tail of a delta-gamma portfolio under normal moves with mean 0 and the given covariance.
    ///
    /// With L L' = S and L' Gamma L = Q diag(l) Q' the PnL is theta + sum(b_i z_i + l_i z_i^2 / 2), b = Q' L' delta and z independent:
    /// a path then costs one multiplication or two a factor instead of a matrix product.
    /// Source: Glasserman, Monte Carlo Methods in Financial Engineering (2003), 9.1.2.
    /// - Throws: `sizeMismatch`, `notPositiveSemidefinite`, `outOfRange` for the confidence, `overflow`.
    public func measure(
        _ portfolio: DeltaGammaPortfolio, covariance: SymmetricMatrix, confidence: Double
    ) throws(RiskModelError) -> TailMeasure {
        try covariance.requireSize(portfolio.delta.count, "covariance")
        try Require.openUnit(confidence, "confidence")
        let form = try IndependentForm(portfolio, CholeskyFactor(covariance))
        var losses = simulate(factors: form.linear.count) { form.loss($0) }
        try Require.allFinite(losses, "loss of path")
        return try EmpiricalTail.measure(&losses, confidence: confidence, method: method)
    }

    /// The tail of anything that can be revalued under a joint move.
    ///
    /// - Parameter profit: the PnL under the moves of all factors, in the order of the covariance. Called once a path, in order; it
    ///   must be a pure function of the moves.
    /// - Throws: `notPositiveSemidefinite`, `outOfRange`; `notFinite` naming the path whose PnL is none.
    public func measure(
        covariance: SymmetricMatrix, confidence: Double, profit: (UnsafeBufferPointer<Double>) -> Double
    ) throws(RiskModelError) -> TailMeasure {
        try Require.openUnit(confidence, "confidence")
        let factor = try CholeskyFactor(covariance)
        var moves = [Double](repeating: 0, count: factor.size)
        var losses = moves.withUnsafeMutableBufferPointer { moves in
            simulate(factors: factor.size) { normals in
                factor.multiply(normals, into: moves)
                return -profit(UnsafeBufferPointer(moves))
            }
        }
        try Require.allFinite(losses, "loss of path")
        return try EmpiricalTail.measure(&losses, confidence: confidence, method: method)
    }

    private var method: TailMethod { .monteCarlo(paths: paths, seed: seed, sampling: sampling) }

    /// One loss a path. Nothing is allocated between paths.
    @inline(__always)
    private func simulate(factors: Int, loss: (UnsafeMutableBufferPointer<Double>) -> Double) -> [Double] {
        var generator = NormalGenerator(seed: seed)
        return [Double](unsafeUninitializedCapacity: paths) { losses, initialised in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: factors * Self.pathsPerBlock) { block in
                var path = 0
                while path < paths {
                    let draws = min(Self.pathsPerBlock, sampling == .antithetic ? (paths - path + 1) / 2 : paths - path)
                    generator.fill(UnsafeMutableBufferPointer(rebasing: block[0..<draws * factors]))
                    for draw in 0..<draws {
                        let normals = UnsafeMutableBufferPointer(rebasing: block[draw * factors..<(draw + 1) * factors])
                        losses.initializeElement(at: path, to: loss(normals))
                        path += 1
                        guard sampling == .antithetic, path < paths else { continue }
                        for index in 0..<factors { normals[index] = -normals[index] }
                        losses.initializeElement(at: path, to: loss(normals))
                        path += 1
                    }
                }
            }
            initialised = paths
        }
    }

    /// Small enough for the block to stay in the cache.
    private static let pathsPerBlock = 64
}

/// A quadratic PnL in independent normal numbers.
private struct IndependentForm {
    let theta: Double
    let linear: [Double]
    /// Half of the eigenvalues.
    let quadratic: [Double]

    init(_ portfolio: DeltaGammaPortfolio, _ factor: CholeskyFactor) {
        let lower = SquareMatrix(size: factor.size, values: factor.values)
        let upper = lower.transposed
        let curvature = upper.multiplied(by: SquareMatrix(portfolio.gamma)).multiplied(by: lower)
        let eigen = SymmetricEigenvalues(SymmetricMatrix(size: factor.size, values: curvature.symmetrised))
        theta = portfolio.theta
        linear = eigen.vectors.transposed.multiplied(by: upper.multiplied(by: portfolio.delta))
        quadratic = eigen.values.map { 0.5 * $0 }
    }

    @inline(__always)
    func loss(_ normals: UnsafeMutableBufferPointer<Double>) -> Double {
        linear.withUnsafeBufferPointer { linear in
            quadratic.withUnsafeBufferPointer { quadratic in
                var even = 0.0
                var odd = 0.0
                var index = 0
                while index + 1 < normals.count {
                    even += normals[index] * (linear[index] + quadratic[index] * normals[index])
                    odd += normals[index + 1] * (linear[index + 1] + quadratic[index + 1] * normals[index + 1])
                    index += 2
                }
                if index < normals.count { even += normals[index] * (linear[index] + quadratic[index] * normals[index]) }
                return -(theta + (even + odd))
            }
        }
    }
}

extension SquareMatrix {
    /// The mean of the matrix and its mirror image: takes off what rounding did to a symmetric product.
    fileprivate var symmetrised: [Double] {
        let mirrored = transposed.values
        return values.indices.map { 0.5 * (values[$0] + mirrored[$0]) }
    }
}

extension CholeskyFactor {
    @inline(__always)
    func multiply(_ normals: UnsafeMutableBufferPointer<Double>, into moves: UnsafeMutableBufferPointer<Double>) {
        values.withUnsafeBufferPointer { lower in
            for row in 0..<size {
                var sum = 0.0
                let start = row * size
                for column in 0...row { sum += lower[start + column] * normals[column] }
                moves[row] = sum
            }
        }
    }
}
