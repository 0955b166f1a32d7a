internal import RiskModels

/// A linear program some of whose variables must be whole, by branch and bound over its relaxations.
struct IntegerProgram {
    struct Outcome {
        /// The best whole point found, and its value.
        let best: (x: [Double], value: Double)?
        /// No whole point is below it.
        let bound: Double
        let nodes: Int
        var isProven: Bool { best.map { bound >= $0.value } ?? (bound == .infinity) }
    }

    private struct Node {
        var lower: [Double]
        var upper: [Double]
        /// Of the parent.
        var bound: Double
    }

    let program: LinearProgram
    /// The first so many variables must be whole.
    let whole: Int
    let maximumNodes: Int
    /// Differences of value below it are none.
    let slack: Double
    /// Takes a whole point only if it keeps what the caller promises, computed by the caller's own means, and gives its value.
    let accepts: (_ x: [Double]) -> Double?
    /// Ends the search as if the nodes were used up: whoever gave it finds out.
    let patience: Patience

    /// - Parameter start: points that are known, to begin with.
    func solve(start: [[Double]]) -> Outcome {
        var best: (x: [Double], value: Double)?
        func consider(_ x: [Double]) {
            guard let value = accepts(x), value < (best?.value ?? .infinity) else { return }
            best = (x, value)
        }
        start.forEach(consider)
        let zeros = [Double](repeating: 0, count: program.upper.count)
        var stack = [Node(lower: zeros, upper: program.upper, bound: -.infinity)]
        var (nodes, lost) = (0, Double.infinity)
        while let node = stack.popLast() {
            if let best, node.bound >= best.value - slack { continue }
            if nodes == maximumNodes || patience.isOver {
                stack.append(node)
                break
            }
            nodes += 1
            guard let (x, value) = relaxed(node) else { continue }
            guard let x else {
                lost = min(lost, node.bound)
                continue
            }
            if let best, value >= best.value - slack { continue }
            for rounded in roundings(x, node) { consider(rounded) }
            if let split = splitting(x) {
                stack.append(contentsOf: children(of: node, at: x, split, value))
            } else if accepts(snapped(x)) == nil {
                // Whole, but above the target by less than the tolerance of the program: everything beside this point is looked at.
                stack.append(contentsOf: neighbours(of: node, at: snapped(x), value))
            }
        }
        let open = min(lost, stack.map(\.bound).min() ?? .infinity)
        let bound = best.map { open >= $0.value - slack ? $0.value : open } ?? open
        return Outcome(best: best, bound: bound, nodes: nodes)
    }

    /// nil when nothing is feasible; no point when the arithmetic did not settle it.
    private func relaxed(_ node: Node) -> (x: [Double]?, value: Double)? {
        let shifted = program.rows.map { row in
            LinearProgram.Row(coefficients: row.coefficients, atLeast: row.atLeast - zip(row.coefficients, node.lower).reduce(0) { $0 + $1.0 * $1.1 })
        }
        let room = zip(node.upper, node.lower).map { $0 - $1 }
        switch LinearProgram(costs: program.costs, rows: shifted, upper: room).solve(patience) {
        case .infeasible: return nil
        case .unsettled: return (nil, 0)
        case .optimal(let x, let value):
            let point = zip(x, node.lower).map { $0 + $1 }
            return (point, value + zip(program.costs, node.lower).reduce(0) { $0 + $1.0 * $1.1 })
        }
    }

    /// Near whole points that might do: to the nearest, all up, and each single one of the fractions down with the others up.
    private func roundings(_ x: [Double], _ node: Node) -> [[Double]] {
        var up = snapped(x)
        let fractions = (0..<whole).filter { isFraction(x[$0]) }
        for index in fractions { up[index] = min(x[index].rounded(.up), node.upper[index]) }
        var points = [snapped(x), up]
        for index in fractions.prefix(16) {
            var point = up
            point[index] = x[index].rounded(.down)
            points.append(point)
        }
        return points
    }

    private func snapped(_ x: [Double]) -> [Double] {
        x.enumerated().map { $0 < whole ? $1.rounded() : $1 }
    }

    private func isFraction(_ value: Double) -> Bool { (value - value.rounded()).magnitude > 1e-7 }

    /// The variable that is furthest from whole; the first of equals.
    private func splitting(_ x: [Double]) -> Int? {
        var chosen: (index: Int, distance: Double)?
        for index in 0..<whole where isFraction(x[index]) {
            let distance = (x[index] - x[index].rounded()).magnitude
            if distance > (chosen?.distance ?? 0) { chosen = (index, distance) }
        }
        return chosen?.index
    }

    private func children(of node: Node, at x: [Double], _ index: Int, _ value: Double) -> [Node] {
        var (down, up) = (node, node)
        down.upper[index] = x[index].rounded(.down)
        up.lower[index] = x[index].rounded(.up)
        down.bound = value
        up.bound = value
        // The last is looked at first: upwards keeps the target.
        return [down, up]
    }

    /// All of the node but the point itself, once every variable is settled.
    private func neighbours(of node: Node, at x: [Double], _ value: Double) -> [Node] {
        guard let index = (0..<whole).first(where: { node.lower[$0] < node.upper[$0] }) else { return [] }
        var (below, above, same) = (node, node, node)
        below.upper[index] = x[index] - 1
        above.lower[index] = x[index] + 1
        same.lower[index] = x[index]
        same.upper[index] = x[index]
        return [below, above, same].filter { $0.lower[index] <= $0.upper[index] }.map { child in
            var child = child
            child.bound = value
            return child
        }
    }
}
