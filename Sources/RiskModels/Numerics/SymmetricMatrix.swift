/// A symmetric matrix, such as a covariance, a correlation or second derivatives.
public struct SymmetricMatrix: Hashable, Sendable {
    /// Rows, and columns.
    public let size: Int
    /// Row by row, both triangles.
    let values: [Double]

    /// - Throws: `count` above 2,048 rows; `sizeMismatch` for a row of another length; `notFinite`; `notSymmetric` when two mirrored
    ///   entries differ by more than 1e-12 of the larger. Where they differ by less, the lower triangle counts.
    public init(rows: [[Double]]) throws(RiskModelError) {
        try Require.count(rows.count, "rows", atLeast: 0, atMost: Require.maximumSide)
        let size = rows.count
        var values = [Double](repeating: 0, count: size * size)
        for (i, row) in rows.enumerated() {
            if row.count != size { throw .sizeMismatch(name: "row \(i)", got: row.count, expected: size) }
            try Require.allFinite(row, "row \(i)")
            for j in 0...i {
                let mirrored = rows[j].count > i ? rows[j][i] : .nan
                guard (row[j] - mirrored).magnitude <= 1e-12 * max(row[j].magnitude, mirrored.magnitude) else {
                    throw .notSymmetric(row: i, column: j)
                }
                values[i * size + j] = row[j]
                values[j * size + i] = row[j]
            }
        }
        self.init(size: size, values: values)
    }

    /// - Throws: `count` above 2,048 rows; `notFinite`.
    public init(diagonal: [Double]) throws(RiskModelError) {
        try Require.count(diagonal.count, "rows", atLeast: 0, atMost: Require.maximumSide)
        try Require.allFinite(diagonal, "diagonal")
        var values = [Double](repeating: 0, count: diagonal.count * diagonal.count)
        for (index, value) in diagonal.enumerated() { values[index * diagonal.count + index] = value }
        self.init(size: diagonal.count, values: values)
    }

    /// Values that are known to be finite and symmetric.
    init(size: Int, values: [Double]) {
        self.size = size
        self.values = values
    }

    public static func zero(size: Int) throws(RiskModelError) -> SymmetricMatrix {
        try Require.count(size, "rows", atLeast: 0, atMost: Require.maximumSide)
        return SymmetricMatrix(size: size, values: [Double](repeating: 0, count: size * size))
    }

    /// The entry of a row and a column, both from 0; nil outside.
    public func entry(_ row: Int, _ column: Int) -> Double? {
        guard (0..<size).contains(row), (0..<size).contains(column) else { return nil }
        return values[row * size + column]
    }

    public var rows: [[Double]] {
        (0..<size).map { Array(values[$0 * size..<($0 + 1) * size]) }
    }

    var diagonal: [Double] { (0..<size).map { values[$0 * size + $0] } }

    var trace: Double { diagonal.reduce(0, +) }

    /// `left' M right`.
    func form(_ left: [Double], _ right: [Double]) -> Double {
        var sum = 0.0
        for i in 0..<size {
            var row = 0.0
            for j in 0..<size { row += values[i * size + j] * right[j] }
            sum += left[i] * row
        }
        return sum
    }

    func requireSize(_ expected: Int, _ name: String) throws(RiskModelError) {
        if size != expected { throw .sizeMismatch(name: name, got: size, expected: expected) }
    }
}

extension SymmetricMatrix {
    /// Covariances as volatilities and correlations.
    ///
    /// - Throws: `outOfRange` for a negative variance. The correlation with something that does not move is 0.
    public func volatilitiesAndCorrelations() throws(RiskModelError) -> (volatilities: [Double], correlations: SymmetricMatrix) {
        for (index, variance) in diagonal.enumerated() { try Require.nonNegative(variance, "variance \(index)") }
        let volatilities = diagonal.map { $0.squareRoot() }
        var correlations = values
        for i in 0..<size {
            for j in 0..<size {
                let scale = volatilities[i] * volatilities[j]
                let correlation = scale > 0 ? values[i * size + j] / scale : 0
                correlations[i * size + j] = i == j ? 1 : max(-1, min(1, correlation))
            }
        }
        return (volatilities, SymmetricMatrix(size: size, values: correlations))
    }
}
