import Quantities
import TestVectors
import Testing

@testable import RiskModels

@Suite("Correlations for a parameter file")
struct CorrelationEstimateTests {
    /// Returns that share a part, the larger the more alike; at 1 all columns are one.
    private func returns(_ periods: Int, _ columns: Int, shared: Double, _ random: inout SeededGenerator) -> [[Double]] {
        (0..<periods).map { _ in
            let common = Double.random(in: -0.05...0.05, using: &random)
            return (0..<columns).map { _ in shared * common + (1 - shared) * Double.random(in: -0.05...0.05, using: &random) }
        }
    }

    @Test("whatever the histories, few periods and columns that move as one included, rounding leaves a matrix that a simulation can be drawn from")
    func drawable() throws {
        var random = SeededGenerator()
        for _ in 0..<60 {
            let (periods, columns) = (Int.random(in: 2...40, using: &random), Int.random(in: 1...12, using: &random))
            let shared = [0, 0.5, 0.999_999, 1][Int.random(in: 0..<4, using: &random)]
            let table = returns(periods, columns, shared: shared, &random)
            let series = (0..<columns + 2).map { _ in Int.random(in: 0..<columns, using: &random) }
            for method in [CorrelationEstimate.Method.ledoitWolf, .movingAverage(decay: 0.94)] {
                let estimate = try CorrelationEstimate(returns: table, series: series, method: method)
                let rows = estimate.rows
                let matrix = try SymmetricMatrix(
                    rows: rows.indices.map { i in rows.indices.map { j in AmountConversion.double(j <= i ? rows[i][j] : rows[j][i]) } })
                _ = try CholeskyFactor(matrix)
                for (i, row) in rows.enumerated() {
                    #expect(row.count == i + 1 && row[i] == .one && row.allSatisfy { $0.raw.magnitude <= FixedPoint.one.raw.magnitude })
                    for j in 0..<i where series[i] == series[j] { #expect(row[j] == .one, "one history is one asset") }
                }
            }
        }
    }

    @Test("a column that is not there, and a decay that is none, are refused")
    func refusals() {
        var random = SeededGenerator()
        let table = returns(10, 2, shared: 0.5, &random)
        #expect(throws: RiskModelError.self) { try CorrelationEstimate(returns: table, series: [0, 2], method: .ledoitWolf) }
        #expect(throws: RiskModelError.self) { try CorrelationEstimate(returns: table, series: [0, 1], method: .movingAverage(decay: 1)) }
        #expect(throws: RiskModelError.self) { try CorrelationEstimate(returns: [], series: [], method: .ledoitWolf) }
    }
}

@Suite("Tables of prices together")
struct JoinedTableTests {
    private func table(_ text: String) throws -> PriceHistory { try PriceHistory(parsingCSV: Array(text.utf8)) }

    @Test("the days that all have, each with its own prices; what moved on a day left out is in the next return")
    func joined() throws {
        let one = try table("date,A\n2024-01-01,1\n2024-01-02,2\n2024-01-03,4\n2024-01-05,8")
        let other = try table("date,B,C\n2024-01-01,5,1\n2024-01-03,6,1\n2024-01-04,7,1\n2024-01-05,9,1")
        let both = try PriceHistory.joined([one, other])
        #expect(both.assets == ["A", "B", "C"] && both.dates.map(\.day) == [1, 3, 5])
        #expect(both.rows == [[1, 5, 1], [4, 6, 1], [8, 9, 1]])
        let returns = try both.logarithmicReturns(of: ["B", "A"])
        #expect(returns.count == 2 && (returns[0][1] - 1.386_294_361_119_890_6).magnitude < 1e-15)
        #expect(try PriceHistory.joined([one]) == one)
    }

    @Test("no table, no common days, a column twice: refused by name")
    func refusals() throws {
        let one = try table("date,A\n2024-01-01,1\n2024-01-02,2")
        let later = try table("date,B\n2024-01-02,1\n2024-01-03,2")
        #expect(throws: RiskModelError.duplicate(name: "A")) { try PriceHistory.joined([one, one]) }
        #expect(throws: RiskModelError.self) { try PriceHistory.joined([one, later]) }
        #expect(throws: RiskModelError.self) { try PriceHistory.joined([]) }
        #expect(throws: RiskModelError.self) { try one.logarithmicReturns(of: ["B"]) }
    }
}
