/// A covariance drawn towards a multiple of the identity by the share that minimises the expected error.
///
/// Source: Ledoit and Wolf, A well-conditioned estimator for large-dimensional covariance matrices (2004), section 3.3. The sample
/// covariance divides by n, not n - 1.
public struct LedoitWolf: Hashable, Sendable {
    public let covariance: SymmetricMatrix
    /// The sample covariance with 1/n that was shrunk.
    public let sampleCovariance: SymmetricMatrix
    /// The weight of the target, 0 to 1.
    public let shrinkage: Double
    /// The mean variance; the target is this times the identity.
    public let meanVariance: Double

    /// - Parameters:
    ///   - returns: one row a period, one column a factor.
    ///   - isCentred: whether the means are known to be zero, so that none is subtracted.
    /// - Throws: `count`, `sizeMismatch`, `notFinite`, `overflow`.
    public init(returns: [[Double]], isCentred: Bool) throws(RiskModelError) {
        let table = try ReturnTable(returns)
        let columns = isCentred ? table.columns : table.centred
        let periods = Double(table.periods)
        let size = columns.count
        var sample = [Double](repeating: 0, count: size * size)
        var squaredEntries = 0.0
        var squaredProducts = 0.0
        for i in 0..<size {
            for j in 0..<size {
                let (product, square) = Self.sums(columns[i], columns[j])
                sample[i * size + j] = product / periods
                squaredEntries += sample[i * size + j] * sample[i * size + j]
                squaredProducts += square
            }
        }
        let matrix = SymmetricMatrix(size: size, values: sample)
        let mean = matrix.trace / Double(size)
        // b^2 and d^2 of the source, both per factor.
        let dispersion = try Require.result((squaredEntries - 2 * mean * matrix.trace + Double(size) * mean * mean) / Double(size), "dispersion")
        let error = try Require.result((squaredProducts / periods - squaredEntries) / (Double(size) * periods), "estimation error")
        let weight = dispersion > 0 ? max(0, min(error, dispersion)) / dispersion : 0
        for i in 0..<size {
            for j in 0..<size { sample[i * size + j] = (1 - weight) * sample[i * size + j] + (i == j ? weight * mean : 0) }
        }
        sampleCovariance = matrix
        covariance = SymmetricMatrix(size: size, values: sample)
        shrinkage = weight
        meanVariance = mean
    }

    /// The sum of products and the sum of squared products.
    private static func sums(_ left: [Double], _ right: [Double]) -> (product: Double, square: Double) {
        var product = 0.0
        var square = 0.0
        for index in left.indices {
            let term = left[index] * right[index]
            product += term
            square += term * term
        }
        return (product, square)
    }
}
