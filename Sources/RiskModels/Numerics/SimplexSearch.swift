/// The minimum of a function of few variables, without derivatives and without chance.
///
/// Source: Nelder and Mead, A simplex method for function minimization (1965), with the usual coefficients 1, 2, 1/2, 1/2.
enum SimplexSearch {
    struct Result {
        let point: [Double]
        let value: Double
        let hasConverged: Bool
    }

    private struct Vertex {
        var point: [Double]
        var value: Double
    }

    static let maximumSteps = 600
    private static let edge = 0.5
    private static let tolerance = 1e-11

    static func minimise(from start: [Double], _ function: ([Double]) -> Double) -> Result {
        /// What is no number counts as the worst.
        func vertex(_ point: [Double]) -> Vertex {
            let value = function(point)
            return Vertex(point: point, value: value.isNaN ? .infinity : value)
        }
        var simplex = [vertex(start)]
        for axis in start.indices {
            var point = start
            point[axis] += edge
            simplex.append(vertex(point))
        }
        for _ in 0..<maximumSteps {
            sort(&simplex)
            if isSmall(simplex) { return Result(point: simplex[0].point, value: simplex[0].value, hasConverged: true) }
            step(&simplex, vertex)
        }
        sort(&simplex)
        return Result(point: simplex[0].point, value: simplex[0].value, hasConverged: false)
    }

    private static func step(_ simplex: inout [Vertex], _ vertex: ([Double]) -> Vertex) {
        let last = simplex.count - 1
        let worst = simplex[last]
        let centre = worst.point.indices.map { axis in
            simplex[0..<last].reduce(0) { $0 + $1.point[axis] } / Double(last)
        }
        func along(_ factor: Double) -> Vertex {
            vertex(centre.indices.map { centre[$0] + factor * (worst.point[$0] - centre[$0]) })
        }
        let reflected = along(-1)
        if reflected.value < simplex[0].value {
            let expanded = along(-2)
            simplex[last] = expanded.value < reflected.value ? expanded : reflected
        } else if reflected.value < simplex[last - 1].value {
            simplex[last] = reflected
        } else {
            let contracted = along(reflected.value < worst.value ? -0.5 : 0.5)
            if contracted.value < min(worst.value, reflected.value) {
                simplex[last] = contracted
            } else {
                shrink(&simplex, vertex)
            }
        }
    }

    private static func shrink(_ simplex: inout [Vertex], _ vertex: ([Double]) -> Vertex) {
        let best = simplex[0].point
        for index in simplex.indices.dropFirst() {
            simplex[index] = vertex(best.indices.map { best[$0] + 0.5 * (simplex[index].point[$0] - best[$0]) })
        }
    }

    /// Ascending by value; equal values keep their order, so that the search takes the same way everywhere.
    private static func sort(_ simplex: inout [Vertex]) {
        for i in simplex.indices.dropFirst() {
            var j = i
            while j > 0, simplex[j].value < simplex[j - 1].value {
                simplex.swapAt(j, j - 1)
                j -= 1
            }
        }
    }

    private static func isSmall(_ simplex: [Vertex]) -> Bool {
        let best = simplex[0]
        for other in simplex.dropFirst() {
            if !((other.value - best.value).magnitude <= tolerance * (1 + best.value.magnitude)) { return false }
            for axis in best.point.indices where (other.point[axis] - best.point[axis]).magnitude > 1e-7 { return false }
        }
        return true
    }
}
