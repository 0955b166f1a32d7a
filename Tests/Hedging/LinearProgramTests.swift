import Testing
import TestVectors

@testable import Hedging

@Suite("Linear programs")
struct LinearProgramTests {
    /// The slow, obvious twin: every corner where as many limits meet as there are variables, here two.
    private func bestCorner(_ program: LinearProgram) -> Double? {
        var limits = program.rows.map { ($0.coefficients, $0.atLeast) }
        for index in 0..<2 {
            let unit = (0..<2).map { $0 == index ? 1.0 : 0 }
            limits += [(unit, 0), (unit.map { -$0 }, -program.upper[index])]
        }
        var best: Double?
        for (a, b) in limits {
            for (c, d) in limits {
                let determinant = a[0] * c[1] - a[1] * c[0]
                if determinant.magnitude < 1e-9 { continue }
                let x = [(b * c[1] - a[1] * d) / determinant, (a[0] * d - b * c[0]) / determinant]
                guard limits.allSatisfy({ $0.0[0] * x[0] + $0.0[1] * x[1] >= $0.1 - 1e-7 }) else { continue }
                let value = program.costs[0] * x[0] + program.costs[1] * x[1]
                best = min(best ?? value, value)
            }
        }
        return best
    }

    @Test("the simplex method finds the best corner, or that there is none")
    func corners() throws {
        var generator = SeededGenerator()
        var (solved, empty) = (0, 0)
        for _ in 0..<4_000 {
            func whole(_ range: ClosedRange<Int>) -> Double { Double(Int.random(in: range, using: &generator)) }
            let rows = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                LinearProgram.Row(coefficients: [whole(-5...5), whole(-5...5)], atLeast: whole(-20...20))
            }
            let program = LinearProgram(costs: [whole(0...5), whole(0...5)], rows: rows, upper: [whole(0...10), whole(0...10)])
            switch (program.solve(), bestCorner(program)) {
            case (.optimal(let x, let value), let best?):
                solved += 1
                #expect((value - best).magnitude < 1e-6, "\(program): \(x)")
            case (.infeasible, nil): empty += 1
            case (let got, let expected): Issue.record("\(program): \(got), not \(String(describing: expected))")
            }
        }
        #expect(solved > 500 && empty > 500)
    }

    @Test("a program whose corners coincide does not cycle")
    func degenerate() {
        let rows = (1...40).map { LinearProgram.Row(coefficients: [Double($0), 41 - Double($0), 1], atLeast: 0) }
            + [LinearProgram.Row(coefficients: [-1, -1, -1], atLeast: 0), LinearProgram.Row(coefficients: [1, -1, 0], atLeast: 0)]
        let program = LinearProgram(costs: [0, 0, 0], rows: rows, upper: [.infinity, .infinity, .infinity])
        #expect(program.solve() == .optimal(x: [0, 0, 0], value: 0))
        let demanding = LinearProgram(costs: [1, 1, 1], rows: rows + [.init(coefficients: [1, 0, 0], atLeast: 1)], upper: [5, 5, 5])
        #expect(demanding.solve() == .infeasible)
    }

    @Test("of many variables and rows the answer keeps every row, and no scaled-up point near it is cheaper")
    func large() throws {
        var generator = SeededGenerator()
        for _ in 0..<10 {
            let rows = (0..<80).map { _ in
                LinearProgram.Row(
                    coefficients: (0..<30).map { _ in Double.random(in: -1...3, using: &generator) },
                    atLeast: Double.random(in: 0...50, using: &generator))
            }
            let costs = (0..<30).map { _ in Double.random(in: 0.1...2, using: &generator) }
            let program = LinearProgram(costs: costs, rows: rows, upper: (0..<30).map { _ in 20 })
            guard case .optimal(let x, _) = program.solve() else { continue }
            for row in rows { #expect(zip(row.coefficients, x).reduce(0) { $0 + $1.0 * $1.1 } >= row.atLeast - 1e-6) }
            #expect(x.allSatisfy { $0 >= 0 && $0 <= 20 })
            // Local optimality along every axis: no single variable can fall.
            for index in x.indices where x[index] > 1e-6 {
                var less = x
                less[index] -= 1e-3
                let breaks = less[index] < 0 || rows.contains { row in zip(row.coefficients, less).reduce(0) { $0 + $1.0 * $1.1 } < row.atLeast - 1e-9 }
                #expect(breaks)
            }
        }
    }
}
