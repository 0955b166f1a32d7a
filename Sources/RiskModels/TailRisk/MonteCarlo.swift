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
        var losses = simulate(factors: form.linear.count) { form.losses($0) }
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
        try Require.count(factor.size, "factors", atLeast: 1)
        var moves = [Double](repeating: 0, count: factor.size)
        var losses = factor.columns.withUnsafeBufferPointer { columns in
            moves.withUnsafeMutableBufferPointer { moves in
                simulate(factors: factor.size) { draws in
                    for draw in 0..<draws.count {
                        correlate(draws.normals(of: draw), columns, into: moves)
                        draws.direct[draw] = -profit(UnsafeBufferPointer(moves))
                        guard draw < draws.mirroredCount else { continue }
                        for index in moves.indices { moves[index] = -moves[index] }
                        draws.mirrored[draw] = -profit(UnsafeBufferPointer(moves))
                    }
                }
            }
        }
        try Require.allFinite(losses, "loss of path")
        return try EmpiricalTail.measure(&losses, confidence: confidence, method: method)
    }

    private var method: TailMethod { .monteCarlo(paths: paths, seed: seed, sampling: sampling) }

    /// One loss a path. Nothing is allocated between paths.
    ///
    /// - Parameter losses: writes the loss of every draw and, where asked for, of its mirror image.
    @inline(__always)
    private func simulate(factors: Int, losses lossesOf: (Draws) -> Void) -> [Double] {
        var generator = NormalGenerator(seed: seed)
        let size = Self.drawsPerBlock
        return [Double](unsafeUninitializedCapacity: paths) { losses, initialised in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: (factors + 2) * size) { room in
                let direct = UnsafeMutableBufferPointer(rebasing: room[factors * size..<(factors + 1) * size])
                let mirrored = UnsafeMutableBufferPointer(rebasing: room[(factors + 1) * size..<(factors + 2) * size])
                var path = 0
                while path < paths {
                    let left = paths - path
                    let count = min(size, sampling == .antithetic ? (left + 1) / 2 : left)
                    let mirroredCount = sampling == .antithetic ? min(count, left / 2) : 0
                    let normals = UnsafeMutableBufferPointer(rebasing: room[0..<count * factors])
                    generator.fill(normals)
                    lossesOf(
                        Draws(normals: normals, factors: factors, count: count, mirroredCount: mirroredCount, direct: direct, mirrored: mirrored))
                    for draw in 0..<count {
                        losses.initializeElement(at: path, to: direct[draw])
                        path += 1
                        guard draw < mirroredCount else { continue }
                        losses.initializeElement(at: path, to: mirrored[draw])
                        path += 1
                    }
                }
            }
            initialised = paths
        }
    }

    /// Small enough for the block to stay in the cache.
    private static let drawsPerBlock = 64
}

/// A block of draws, and where their losses go.
private struct Draws {
    /// One draw after the other.
    let normals: UnsafeMutableBufferPointer<Double>
    let factors: Int
    let count: Int
    /// How many of them, from the first, count with their mirror image.
    let mirroredCount: Int
    let direct: UnsafeMutableBufferPointer<Double>
    let mirrored: UnsafeMutableBufferPointer<Double>

    @inline(__always)
    func normals(of draw: Int) -> UnsafeMutableBufferPointer<Double> {
        UnsafeMutableBufferPointer(rebasing: normals[draw * factors..<(draw + 1) * factors])
    }
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

    /// Of all draws and of their mirror images, which differ in the sign of the linear part only.
    ///
    /// Four draws a round, each in a lane of its own: no sum waits for another, and each has the order of its factors.
    @inline(__always)
    func losses(_ draws: Draws) {
        linear.withUnsafeBufferPointer { linear in
            quadratic.withUnsafeBufferPointer { quadratic in
                for first in stride(from: 0, to: draws.count, by: 4) {
                    // Where fewer than four are left, the last fills the other lanes.
                    let last = draws.count - 1
                    let (a, b) = (draws.normals(of: first), draws.normals(of: min(first + 1, last)))
                    let (c, d) = (draws.normals(of: min(first + 2, last)), draws.normals(of: min(first + 3, last)))
                    var straight = SIMD4<Double>.zero
                    var curved = SIMD4<Double>.zero
                    for index in linear.indices {
                        let normal = SIMD4(a[index], b[index], c[index], d[index])
                        straight += linear[index] * normal
                        curved += quadratic[index] * (normal * normal)
                    }
                    let (direct, mirrored) = (-(theta + curved + straight), -(theta + curved - straight))
                    for lane in 0..<min(4, draws.count - first) {
                        draws.direct[first + lane] = direct[lane]
                        draws.mirrored[first + lane] = mirrored[lane]
                    }
                }
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
    /// The lower triangle column by column, so that one normal number is added to all moves below it in one straight run.
    var columns: [Double] {
        var columns: [Double] = []
        columns.reserveCapacity(size * size)
        for column in 0..<size {
            for row in 0..<size { columns.append(values[row * size + column]) }
        }
        return columns
    }
}

/// moves = L normals. Each move is summed over the columns in ascending order.
///
/// Four columns a round: the moves are read and written a quarter as often. Entries above the diagonal are zero and add nothing.
@inline(__always)
private func correlate(
    _ normals: UnsafeMutableBufferPointer<Double>, _ columns: UnsafeBufferPointer<Double>, into moves: UnsafeMutableBufferPointer<Double>
) {
    let size = moves.count
    for row in 0..<size { moves[row] = 0 }
    var column = 0
    while column + 3 < size {
        let first = UnsafeBufferPointer(rebasing: columns[column * size + column..<(column + 1) * size])
        let second = UnsafeBufferPointer(rebasing: columns[(column + 1) * size + column..<(column + 2) * size])
        let third = UnsafeBufferPointer(rebasing: columns[(column + 2) * size + column..<(column + 3) * size])
        let fourth = UnsafeBufferPointer(rebasing: columns[(column + 3) * size + column..<(column + 4) * size])
        let (a, b, c, d) = (normals[column], normals[column + 1], normals[column + 2], normals[column + 3])
        let below = UnsafeMutableBufferPointer(rebasing: moves[column..<size])
        for row in below.indices {
            below[row] = (((below[row] + first[row] * a) + second[row] * b) + third[row] * c) + fourth[row] * d
        }
        column += 4
    }
    while column < size {
        for row in column..<size { moves[row] += columns[column * size + row] * normals[column] }
        column += 1
    }
}
