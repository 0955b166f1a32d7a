/// The lower triangle L with L L' = a covariance: turns independent normal numbers into correlated ones.
///
/// Source: Golub and Van Loan, Matrix Computations (4th ed., 2013), 4.2. A matrix that is singular, as with two assets that move as
/// one, is allowed: its dependent columns become zero.
public struct CholeskyFactor: Hashable, Sendable {
    public let size: Int
    /// Row by row with zeros above the diagonal.
    let values: [Double]

    /// - Throws: `notPositiveSemidefinite` when no L exists.
    public init(_ matrix: SymmetricMatrix) throws(RiskModelError) {
        let size = matrix.size
        var lower = [Double](repeating: 0, count: size * size)
        for j in 0..<size {
            let diagonal = matrix.values[j * size + j]
            let pivot = diagonal - Self.product(lower, size, j, j)
            let tolerance = Double(size) * 4 * Double.ulpOfOne * diagonal.magnitude
            if pivot < -tolerance || diagonal < 0 { throw .notPositiveSemidefinite(pivot: j, got: pivot) }
            let root = pivot > tolerance ? pivot.squareRoot() : 0
            lower[j * size + j] = root
            for i in (j + 1)..<max(size, j + 1) {
                let rest = matrix.values[i * size + j] - Self.product(lower, size, i, j)
                if root > 0 {
                    lower[i * size + j] = rest / root
                } else if rest * rest > 1e-12 * diagonal.magnitude * matrix.values[i * size + i].magnitude {
                    // Something that has no variance of its own left cannot move with anything.
                    throw .notPositiveSemidefinite(pivot: j, got: pivot)
                }
            }
        }
        self.size = size
        values = lower
    }

    /// The sum over the columns before `j` of row `i` times row `j`.
    private static func product(_ lower: [Double], _ size: Int, _ i: Int, _ j: Int) -> Double {
        var sum = 0.0
        for k in 0..<j { sum += lower[i * size + k] * lower[j * size + k] }
        return sum
    }

    public var rows: [[Double]] {
        (0..<size).map { Array(values[$0 * size..<($0 + 1) * size]) }
    }
}
