import Encoding
@testable import RiskModels
import Testing
import TestVectors

private struct CoverageCase {
    let exceptions: [Bool], rate: Double

    func json() throws -> JSON {
        let seen = try ChristoffersenTest.Transitions(exceptions: exceptions)
        return [
            "observations": .integer(exceptions.count), "exceptions": .integer(exceptions.count { $0 }), "rate": .double(rate),
            "transitions": [
                [.integer(seen.calmToCalm), .integer(seen.calmToException)], [.integer(seen.exceptionToCalm), .integer(seen.exceptionToException)],
            ],
        ]
    }
}

extension PeerTests {
    @Test("normal distribution, backtests and decompositions as scipy and numpy")
    func numerics() async throws {
        var generator = SeededGenerator()
        let points = (0..<4_000).map { $0 % 2 == 0 ? Double.random(in: -9...9, using: &generator) : Double.random(in: -37...0, using: &generator) }
        let probabilities = try (0..<4_000).map { index in
            index % 2 == 0 ? Double.random(in: 1e-9..<1, using: &generator)
                : try ElementaryFunctions.exponential(Double.random(in: -690 ... -1, using: &generator))
        }
        let histories = (0..<200).map { _ in coverage(&generator) }
        let matrices = try [1, 2, 5, 12, 30, 60].map { try covariance($0, &generator) }
        let answer = try await PeerProgram(name: "numerics").answer([
            "points": .doubles(points), "probabilities": .doubles(probabilities), "coverage": .array(try histories.map { try $0.json() }),
            "matrices": .array(matrices.map { .matrix($0.rows) }),
        ])
        var distribution = PeerComparison("normal distribution, scipy")
        distribution.compare(try points.map { try ElementaryFunctions.normalDistribution($0) }, try answer["distribution"].doubles(), within: 1e-12)
        distribution.report()
        var quantile = PeerComparison("normal quantile, scipy")
        // Around one half the quantile is zero.
        quantile.compare(try probabilities.map { try ElementaryFunctions.inverseNormal($0) }, try answer["quantile"].doubles(), within: 1e-12, floor: 1e-15)
        quantile.report()
        try compare(histories, answer["coverage"].array(max: 1_000))
        try compare(matrices, answer["decompositions"].array(max: 1_000))
    }

    private func coverage(_ generator: inout SeededGenerator) -> CoverageCase {
        let rate = Double.random(in: 0.005...0.1, using: &generator)
        let clustering = Double.random(in: 0...0.5, using: &generator)
        var isException = false
        let days = (0..<Int.random(in: 50...3_000, using: &generator)).map { _ in
            let chance = isException ? max(rate, clustering) : rate
            isException = Double.random(in: 0..<1, using: &generator) < chance
            return isException
        }
        return CoverageCase(exceptions: days, rate: rate)
    }

    private func covariance(_ size: Int, _ generator: inout SeededGenerator) throws -> SymmetricMatrix {
        let loadings = (0..<size).map { _ in (0..<4).map { _ in Double.random(in: -1...1, using: &generator) } }
        return try SymmetricMatrix(
            rows: (0..<size).map { i in (0..<size).map { j in (0..<4).reduce(i == j ? 0.1 : 0) { $0 + loadings[i][$1] * loadings[j][$1] } } })
    }

    /// A likelihood ratio is what is left of log-likelihoods in the hundreds: differences up to 1e-10 are theirs and ours.
    private func compare(_ cases: [CoverageCase], _ theirs: [JSONNode]) throws {
        var ratios = PeerComparison("Kupiec and Christoffersen statistics, scipy's binomial")
        var chances = PeerComparison("their p-values, scipy's chi2")
        var cumulative = PeerComparison("traffic-light probabilities, scipy's binomial")
        for (history, answer) in zip(cases, theirs) {
            let count = history.exceptions.count { $0 }
            let kupiec = try KupiecTest.evaluate(observations: history.exceptions.count, exceptions: count, expectedRate: history.rate)
            let christoffersen = try ChristoffersenTest.evaluate(exceptions: history.exceptions, expectedRate: history.rate)
            for (key, ours) in [("kupiec", kupiec), ("independence", christoffersen.independence), ("conditional", christoffersen.conditionalCoverage)] {
                let pair = try answer[key].doubles()
                ratios.compare(ours.statistic, pair[0], within: 1e-9, floor: 1e-10)
                // Near zero the p-value moves with the root of the statistic.
                chances.compare(ours.pValue, pair[1], within: 1e-8, floor: pair[0] < 1e-6 ? 1e-5 : 0)
            }
            let light = try TrafficLight.evaluate(observations: history.exceptions.count, exceptions: count, expectedRate: history.rate)
            cumulative.compare(light.cumulativeProbability, try answer["cumulative"].double(), within: 1e-10)
        }
        for comparison in [ratios, chances, cumulative] { comparison.report() }
    }

    private func compare(_ matrices: [SymmetricMatrix], _ theirs: [JSONNode]) throws {
        var eigenvalues = PeerComparison("symmetric eigenvalues, numpy")
        var factors = PeerComparison("Cholesky factors, numpy")
        for (matrix, answer) in zip(matrices, theirs) {
            // The errors of both are shares of the largest eigenvalue, not of each.
            let floor = 1e-13 * matrix.trace
            eigenvalues.compare(SymmetricEigenvalues(matrix).values.sorted(), try answer["eigenvalues"].doubles(), within: 1e-12, floor: floor)
            for (row, other) in zip(try CholeskyFactor(matrix).rows, try answer["cholesky"].matrix()) {
                factors.compare(row, other, within: 1e-11, floor: floor)
            }
        }
        eigenvalues.report()
        factors.report()
    }
}
