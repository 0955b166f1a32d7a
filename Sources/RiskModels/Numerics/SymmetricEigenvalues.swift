/// The eigenvalues of a symmetric matrix and its orthonormal eigenvectors, by cyclic Jacobi rotations.
///
/// Source: Golub and Van Loan, Matrix Computations (4th ed., 2013), 8.5. Slow for large matrices, exact to the last places, and
/// the same on every machine.
struct SymmetricEigenvalues {
    let values: [Double]
    /// The eigenvectors are its columns.
    let vectors: SquareMatrix

    /// Quadratic convergence ends after some ten sweeps; the bound only guarantees that it ends.
    private static let maximumSweeps = 64

    init(_ matrix: SymmetricMatrix) {
        let size = matrix.size
        var a = matrix.values
        var vectors = [Double](repeating: 0, count: size * size)
        for i in 0..<size { vectors[i * size + i] = 1 }
        var sweeps = 0
        while sweeps < Self.maximumSweeps, Self.sweep(&a, &vectors, size) { sweeps += 1 }
        values = (0..<size).map { a[$0 * size + $0] }
        self.vectors = SquareMatrix(size: size, values: vectors)
    }

    /// - Returns: whether anything was still to be rotated.
    private static func sweep(_ a: inout [Double], _ vectors: inout [Double], _ size: Int) -> Bool {
        var rotated = false
        for p in 0..<size {
            for q in (p + 1)..<max(size, p + 1) {
                let off = a[p * size + q]
                let (app, aqq) = (a[p * size + p], a[q * size + q])
                if off.magnitude <= 1e-17 * (app.magnitude + aqq.magnitude) || off == 0 { continue }
                rotated = true
                let theta = (aqq - app) / (2 * off)
                let t = (theta < 0 ? -1.0 : 1.0) / (theta.magnitude + (theta * theta + 1).squareRoot())
                let c = 1 / (t * t + 1).squareRoot()
                rotate(&a, &vectors, size, p, q, cosine: c, sine: t * c)
            }
        }
        return rotated
    }

    private static func rotate(
        _ a: inout [Double], _ vectors: inout [Double], _ size: Int, _ p: Int, _ q: Int, cosine: Double, sine: Double
    ) {
        for k in 0..<size {
            let (kp, kq) = (a[k * size + p], a[k * size + q])
            a[k * size + p] = cosine * kp - sine * kq
            a[k * size + q] = sine * kp + cosine * kq
            let (vp, vq) = (vectors[k * size + p], vectors[k * size + q])
            vectors[k * size + p] = cosine * vp - sine * vq
            vectors[k * size + q] = sine * vp + cosine * vq
        }
        for k in 0..<size {
            let (pk, qk) = (a[p * size + k], a[q * size + k])
            a[p * size + k] = cosine * pk - sine * qk
            a[q * size + k] = sine * pk + cosine * qk
        }
        a[p * size + q] = 0
        a[q * size + p] = 0
    }
}
