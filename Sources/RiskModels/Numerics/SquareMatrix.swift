/// A square matrix that need not be symmetric; for products inside the module.
struct SquareMatrix {
    let size: Int
    /// Row by row.
    var values: [Double]

    init(size: Int, values: [Double]) {
        self.size = size
        self.values = values
    }

    init(_ matrix: SymmetricMatrix) {
        self.init(size: matrix.size, values: matrix.values)
    }

    var transposed: SquareMatrix {
        var result = self
        for i in 0..<size {
            for j in 0..<size { result.values[j * size + i] = values[i * size + j] }
        }
        return result
    }

    var trace: Double { (0..<size).reduce(0) { $0 + values[$1 * size + $1] } }

    func multiplied(by other: SquareMatrix) -> SquareMatrix {
        var result = [Double](repeating: 0, count: values.count)
        for i in 0..<size {
            for k in 0..<size where values[i * size + k] != 0 {
                let factor = values[i * size + k]
                for j in 0..<size { result[i * size + j] += factor * other.values[k * size + j] }
            }
        }
        return SquareMatrix(size: size, values: result)
    }

    func multiplied(by vector: [Double]) -> [Double] {
        (0..<size).map { i in
            var sum = 0.0
            for j in 0..<size { sum += values[i * size + j] * vector[j] }
            return sum
        }
    }
}
