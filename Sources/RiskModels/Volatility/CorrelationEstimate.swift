public import Quantities

/// Correlations for a parameter file: estimated, and rounded so that a simulation can still be drawn from them.
public struct CorrelationEstimate: Hashable, Sendable {
    public enum Method: Hashable, Sendable {
        /// All periods alike, drawn towards independence by the share that a short history calls for.
        case ledoitWolf
        /// Yesterday counts `decay` times today; strictly between 0 and 1.
        case movingAverage(decay: Double)
    }

    /// What is written has so many digits after the point.
    public static let digits = 6

    public let method: Method
    /// Periods that were looked at.
    public let periods: Int
    /// Of Ledoit and Wolf: the weight of independence, 0 to 1. nil for the moving average.
    public let shrinkage: Double?
    /// Lower triangle with the diagonal, row by row.
    public let rows: [[FixedPoint]]

    /// - Parameters:
    ///   - returns: one row a period, oldest first, one column a series.
    ///   - series: which column each row of the answer stands for; two that stand for one column are correlated by 1.
    /// - Throws: `count`, `sizeMismatch`, `notFinite`, `outOfRange` for the decay or a column that is not there, `overflow`.
    ///
    /// Rounding to so few digits could leave a matrix that no correlations have, where assets move almost as one. So entries beside the
    /// diagonal are first drawn in by a millionth for each series: more than rounding can move any eigenvalue.
    public init(returns: [[Double]], series: [Int], method: Method) throws(RiskModelError) {
        let covariance: SymmetricMatrix
        switch method {
        case .ledoitWolf:
            let estimate = try LedoitWolf(returns: returns, isCentred: true)
            (covariance, shrinkage) = (estimate.covariance, estimate.shrinkage)
        case .movingAverage(let decay):
            (covariance, shrinkage) = (try EWMA.covariance(returns: returns, decay: decay, seed: .normalisedWeights), nil)
        }
        let correlations = try covariance.volatilitiesAndCorrelations().correlations
        let unit = 1 - 0.000_001 * Double(correlations.size)
        var rows: [[FixedPoint]] = []
        for (index, row) in series.enumerated() {
            var entries: [FixedPoint] = []
            for column in series[...index] {
                guard let entry = correlations.entry(row, column) else {
                    throw .outOfRange(name: "series", got: Double(max(row, column)), expected: "a column from 0 to \(correlations.size - 1)")
                }
                entries.append(row == column ? .one : try Self.rounded(entry * unit))
            }
            rows.append(entries)
        }
        self.method = method
        periods = returns.count
        self.rows = rows
    }

    /// To the nearest millionth.
    private static func rounded(_ value: Double) throws(RiskModelError) -> FixedPoint {
        let millionths = (value * 1_000_000).rounded(.toNearestOrAwayFromZero)
        return FixedPoint(raw: Int128(millionths) * Int128(FixedPoint.scale / 1_000_000))
    }
}
