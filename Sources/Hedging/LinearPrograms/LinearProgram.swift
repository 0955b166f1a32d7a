internal import RiskModels

/// Least `cost . x` with `rows . x >= bounds` and x from 0 to `upper`. Costs are 0 or more.
struct LinearProgram {
    struct Row {
        let coefficients: [Double]
        let atLeast: Double
    }

    enum Outcome: Equatable {
        case optimal(x: [Double], value: Double)
        case infeasible
        /// The arithmetic lost its footing; nothing is claimed.
        case unsettled
    }

    let costs: [Double]
    let rows: [Row]
    /// Infinity for no limit.
    let upper: [Double]

    /// - Parameter patience: once it is over nothing is settled.
    func solve(_ patience: Patience = .endless) -> Outcome {
        if upper.contains(where: { $0 < 0 }) { return .infeasible }
        var tableau = DualSimplex(self)
        switch tableau.run(patience) {
        case .optimal:
            guard tableau.solution.allSatisfy(\.isFinite) else { return .unsettled }
            let x = zip(tableau.solution, upper).map { min(max($0, 0), $1) }
            return .optimal(x: x, value: zip(costs, x).reduce(0) { $0 + $1.0 * $1.1 })
        case .infeasible: return .infeasible
        case .unsettled: return .unsettled
        }
    }
}

/// The dual simplex method on a dense tableau. With costs of 0 or more no units at all are dual feasible, so no first phase is needed.
///
/// Bland's rule in its dual form: the first row that is short leaves, the first column of the least ratio enters, both by index. So it
/// cannot cycle. Source: Bland, New finite pivoting rules for the simplex method (1977); Lemke, The dual method (1954).
///
/// Rows are scaled to a largest coefficient of 1 first, so that one tolerance fits all.
struct DualSimplex {
    enum End { case optimal, infeasible, unsettled }

    /// How short a row may be, and which coefficients are none.
    private static let shortness = 1e-9
    private static let smallest = 1e-10
    private let variables: Int
    private let width: Int
    /// Row by row: coefficients of the variables that are out of the basis, then the right side. A row says: its basic variable is the right
    /// side less the sum of coefficients times variables. The last row holds reduced costs and less the value.
    private var table: [Double]
    /// Below `variables` a variable of the program, from there a slack; by row and by column.
    private var basis: [Int]
    private var columns: [Int]

    init(_ program: LinearProgram) {
        variables = program.costs.count
        width = variables + 1
        table = []
        for row in program.rows {
            let scale = row.coefficients.reduce(0) { max($0, $1.magnitude) }
            let factor = scale > 0 ? 1 / scale : 1 / max(1, row.atLeast.magnitude)
            table += row.coefficients.map { -$0 * factor } + [-row.atLeast * factor]
        }
        var count = program.rows.count
        for (index, limit) in program.upper.enumerated() where limit.isFinite {
            var row = [Double](repeating: 0, count: width)
            row[index] = 1
            row[width - 1] = limit
            table += row
            count += 1
        }
        table += program.costs + [0]
        basis = (0..<count).map { program.costs.count + $0 }
        columns = Array(0..<variables)
    }

    mutating func run(_ patience: Patience) -> End {
        // Far above what Bland's rule needs in practice; past it something is wrong with the numbers.
        for _ in 0..<(50 * (basis.count + variables) + 100) {
            if patience.isOver { return .unsettled }
            guard let row = leaving() else { return .optimal }
            guard let column = entering(row) else { return .infeasible }
            guard pivot(row, column) else { return .unsettled }
        }
        return .unsettled
    }

    /// Values of the program's variables.
    var solution: [Double] {
        var x = [Double](repeating: 0, count: variables)
        for (row, variable) in basis.enumerated() where variable < variables { x[variable] = table[row * width + width - 1] }
        return x
    }

    /// The row that is short and whose variable has the least index.
    private func leaving() -> Int? {
        var chosen: Int?
        for row in basis.indices where table[row * width + width - 1] < -Self.shortness {
            if let now = chosen, basis[now] < basis[row] { continue }
            chosen = row
        }
        return chosen
    }

    private func entering(_ row: Int) -> Int? {
        var chosen: (column: Int, ratio: Double)?
        for column in columns.indices {
            let entry = table[row * width + column]
            if entry >= -Self.smallest { continue }
            let ratio = max(0, table[basis.count * width + column]) / -entry
            if let now = chosen, now.ratio < ratio || now.ratio == ratio && columns[now.column] < columns[column] { continue }
            chosen = (column, ratio)
        }
        return chosen?.column
    }

    /// Swaps the row's variable with the column's.
    private mutating func pivot(_ row: Int, _ column: Int) -> Bool {
        let entry = table[row * width + column]
        let inverse = 1 / entry
        for j in 0..<width { table[row * width + j] *= inverse }
        table[row * width + column] = inverse
        for i in 0...basis.count where i != row {
            let factor = table[i * width + column]
            if factor == 0 { continue }
            table[i * width + column] = 0
            for j in 0..<width { table[i * width + j] -= factor * table[row * width + j] }
            if !table[i * width + width - 1].isFinite { return false }
        }
        swap(&basis[row], &columns[column])
        return true
    }
}
