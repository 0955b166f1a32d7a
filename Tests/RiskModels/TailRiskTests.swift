import RiskModels
import Testing
import TestVectors

/// Sort and average: expected shortfall as its definition says it, for whole numbers of observations in the tail.
private func referenceExpectedShortfall(_ pnl: [Double], tail: Int) -> Double {
    let losses = pnl.map { -$0 }.sorted(by: >)
    return losses.prefix(tail).reduce(0, +) / Double(tail)
}

@Suite("Tail risk")
struct TailRiskTests {
    private func covariance(_ size: Int, _ generator: inout SeededGenerator) throws -> SymmetricMatrix {
        let loadings = (0..<size).map { _ in (0..<3).map { _ in Double.random(in: -0.02...0.03, using: &generator) } }
        let rows = (0..<size).map { i in
            (0..<size).map { j in (0..<3).reduce(i == j ? 1e-4 : 0) { $0 + loadings[i][$1] * loadings[j][$1] } }
        }
        return try SymmetricMatrix(rows: rows)
    }

    private func portfolio(_ size: Int, curvature: Double, _ generator: inout SeededGenerator) throws -> DeltaGammaPortfolio {
        let delta = (0..<size).map { _ in Double.random(in: -1_000...1_000, using: &generator) }
        let gamma = (0..<size).map { i in (0..<size).map { j in i == j ? Double.random(in: -curvature...curvature, using: &generator) : 0 } }
        return try DeltaGammaPortfolio(theta: -3, delta: delta, gamma: SymmetricMatrix(rows: gamma))
    }

    @Test("expected shortfall is the mean of the sorted tail, at least the value at risk, and independent of the order")
    func historical() throws {
        var generator = SeededGenerator()
        for _ in 0..<200 {
            let count = Int.random(in: 40...400, using: &generator)
            // Whole numbers: many ties.
            let pnl = (0..<count).map { _ in Double(Int.random(in: -30...30, using: &generator)) }
            let tail = Int.random(in: 1...(count / 4), using: &generator)
            let confidence = 1 - Double(tail) / Double(count)
            let measure = try HistoricalTail.measure(pnl: pnl, confidence: confidence)
            #expect((measure.expectedShortfall - referenceExpectedShortfall(pnl, tail: tail)).magnitude < 1e-9)
            #expect(measure.valueAtRisk == pnl.map { -$0 }.sorted(by: >)[tail])
            #expect(measure.expectedShortfall >= measure.valueAtRisk)
            #expect(try HistoricalTail.measure(pnl: pnl.shuffled(using: &generator), confidence: confidence) == measure)
        }
    }

    @Test("equal weights and a distribution of equal probabilities are the same tail, also where the tail is no whole number")
    func conventionsAgree() throws {
        var generator = SeededGenerator()
        for _ in 0..<200 {
            let count = Int.random(in: 3...60, using: &generator)
            let pnl = (0..<count).map { _ in Double.random(in: -10...10, using: &generator) }
            let confidence = Double.random(in: 0.5...0.99, using: &generator)
            let historical = try HistoricalTail.measure(pnl: pnl, confidence: confidence)
            let weight = 1 / Double(count)
            let distribution = try LossDistribution(pnl.map { .init(loss: -$0, probability: weight) }).tail(confidence: confidence)
            #expect(historical.valueAtRisk == distribution.valueAtRisk)
            #expect((historical.expectedShortfall - distribution.expectedShortfall).magnitude < 1e-9)
        }
    }

    @Test("expected shortfall of a sum is never above the sum of the expected shortfalls")
    func subadditive() throws {
        var generator = SeededGenerator()
        for _ in 0..<300 {
            let count = Int.random(in: 20...200, using: &generator)
            let one = (0..<count).map { _ in Double.random(in: -10...10, using: &generator) }
            let two = (0..<count).map { _ in Double.random(in: -10...10, using: &generator) }
            func shortfall(_ pnl: [Double]) throws -> Double { try HistoricalTail.measure(pnl: pnl, confidence: 0.93).expectedShortfall }
            let together = try shortfall(zip(one, two).map { $0 + $1 })
            let apart = try shortfall(one) + shortfall(two)
            #expect(together <= apart + 1e-9)
        }
    }

    @Test("a linear portfolio has the normal tail, by moments exactly and by simulation nearly")
    func linear() throws {
        var generator = SeededGenerator(seed: 11)
        let spread = try covariance(6, &generator)
        let flat = try portfolio(6, curvature: 0, &generator)
        let moments = try flat.moments(covariance: spread)
        #expect(moments.skewness == 0 && moments.excessKurtosis == 0)
        let tail = try CornishFisherTail.measure(flat, covariance: spread, confidence: 0.99)
        let deviation = moments.variance.squareRoot()
        #expect((tail.valueAtRisk - (2.3263478740408408 * deviation + 3)).magnitude < 1e-9)
        #expect((tail.expectedShortfall - (2.665214220345806 * deviation + 3)).magnitude < 1e-9)
        let simulated = try MonteCarlo(paths: 200_000, seed: 5, sampling: .antithetic).measure(flat, covariance: spread, confidence: 0.99)
        #expect((simulated.expectedShortfall / tail.expectedShortfall - 1).magnitude < 0.02)
    }

    @Test("simulation in independent factors and simulation of the moves themselves are one distribution, and its moments are the exact ones")
    func deltaGamma() throws {
        var generator = SeededGenerator(seed: 12)
        let spread = try covariance(5, &generator)
        let curved = try portfolio(5, curvature: 9_000, &generator)
        let run = try MonteCarlo(paths: 200_000, seed: 9, sampling: .independent)
        let fast = try run.measure(curved, covariance: spread, confidence: 0.975)
        let delta = curved.delta
        let gamma = curved.gamma.rows
        var (sum, squares) = (0.0, 0.0)
        let direct = try run.measure(covariance: spread, confidence: 0.975) { moves in
            var profit = curved.theta
            for i in moves.indices {
                profit += delta[i] * moves[i]
                for j in moves.indices { profit += 0.5 * gamma[i][j] * moves[i] * moves[j] }
            }
            sum += profit
            squares += profit * profit
            return profit
        }
        #expect((fast.expectedShortfall / direct.expectedShortfall - 1).magnitude < 0.03)
        #expect(fast.expectedShortfall >= fast.valueAtRisk)
        let moments = try curved.moments(covariance: spread)
        let mean = sum / 200_000
        #expect((mean - moments.mean).magnitude < 5 * (moments.variance / 200_000).squareRoot())
        #expect(((squares / 200_000 - mean * mean) / moments.variance - 1).magnitude < 0.03)
    }

    @Test("the normal numbers are normal, come again from the same seed, and one by one are the same as many at once")
    func generator() throws {
        var many = NormalGenerator(seed: 42)
        var single = NormalGenerator(seed: 42)
        let numbers = try many.next(100_001)
        for number in numbers { #expect(single.next() == number) }
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let variance = numbers.reduce(0) { $0 + $1 * $1 } / Double(numbers.count)
        let fourth = numbers.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(numbers.count)
        #expect(mean.magnitude < 0.02 && (variance - 1).magnitude < 0.03 && (fourth - 3).magnitude < 0.2)
    }

    @Test("the Cornish-Fisher expansion is refused where it is no quantile function")
    func expansionDomain() throws {
        let wild = try ProfitMoments(mean: 0, variance: 1, skewness: -4, excessKurtosis: 0)
        #expect(throws: RiskModelError.expansionNotMonotone(skewness: -4, excessKurtosis: 0)) {
            try CornishFisherTail.measure(wild, confidence: 0.99)
        }
        let mild = try ProfitMoments(mean: 0, variance: 1, skewness: -0.5, excessKurtosis: 1)
        let tail = try CornishFisherTail.measure(mild, confidence: 0.99)
        #expect(tail.expectedShortfall > tail.valueAtRisk && tail.valueAtRisk > 2.3263)
    }

    @Test("two assets that move as one are allowed, a correlation that cannot be is refused")
    func singularCovariance() throws {
        let twins = try SymmetricMatrix(rows: [[4, 4], [4, 4]])
        #expect(try CholeskyFactor(twins).rows == [[2, 0], [2, 0]])
        #expect(throws: RiskModelError.self) { try CholeskyFactor(SymmetricMatrix(rows: [[1, 2], [2, 1]])) }
        #expect(throws: RiskModelError.self) { try CholeskyFactor(SymmetricMatrix(rows: [[0, 1], [1, 1]])) }
        #expect(throws: RiskModelError.notSymmetric(row: 1, column: 0)) { try SymmetricMatrix(rows: [[1, 0.5], [0.4, 1]]) }
        #expect(throws: RiskModelError.self) { try SymmetricMatrix(rows: [[1, 2], [2]]) }
    }
}
