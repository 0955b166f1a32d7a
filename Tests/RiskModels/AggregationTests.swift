import RiskModels
import Testing
import TestVectors

@Suite("Square-root aggregation")
struct AggregationTests {
    private let names = ["btc", "eth", "sol", "usdt"]

    private func model(_ generator: inout SeededGenerator, correlation: Double? = nil, thresholds: Bool = true) throws -> SquareRootAggregation {
        let shares = names.map { _ in Double.random(in: 0.1...0.95, using: &generator) }
        let rows = names.indices.map { i in names.indices.map { j in i == j ? 1 : correlation ?? shares[i] * shares[j] } }
        let factors = names.map {
            FactorRisk(
                name: $0, riskWeight: Double.random(in: 0.05...0.5, using: &generator),
                concentrationThreshold: thresholds ? Double.random(in: 500...5_000, using: &generator) : nil)
        }
        return try SquareRootAggregation(factors: factors, correlations: SymmetricMatrix(rows: rows))
    }

    private func exposures(_ generator: inout SeededGenerator) -> [FactorExposure] {
        (0..<20).map { _ in
            FactorExposure(factor: names[Int.random(in: 0..<4, using: &generator)], sensitivity: Double.random(in: -3_000...3_000, using: &generator))
        }
    }

    @Test("order changes no bit, splitting nothing but rounding, and the lines sum to the requirement")
    func orderAndSplitting() throws {
        var generator = SeededGenerator()
        for _ in 0..<300 {
            let model = try model(&generator)
            let exposures = exposures(&generator)
            let answer = try model.requirement(of: exposures)
            #expect(try model.requirement(of: exposures.shuffled(using: &generator)) == answer)
            let split = exposures.flatMap { exposure in
                [0.3, 0.7].map { FactorExposure(factor: exposure.factor, sensitivity: exposure.sensitivity * $0) }
            }
            #expect((try model.requirement(of: split).requirement - answer.requirement).magnitude < 1e-8)
            #expect((answer.lines.reduce(0) { $0 + $1.contribution } - answer.requirement).magnitude < 1e-8)
            #expect(answer.requirement <= answer.withoutCorrelation * (1 + 1e-12))
            #expect(answer.lines.allSatisfy { $0.concentration >= 1 })
        }
    }

    @Test("everything moving as one is the magnitude of the sum, and concentration only adds")
    func limits() throws {
        var generator = SeededGenerator()
        let one = try model(&generator, correlation: 1, thresholds: false)
        let exposures = exposures(&generator)
        let answer = try one.requirement(of: exposures)
        let sum = answer.lines.reduce(0) { $0 + $1.weightedSensitivity }
        #expect((answer.requirement - sum.magnitude).magnitude < 1e-6)
        #expect(try one.requirement(of: []).requirement == 0)
        let single = [FactorExposure(factor: "btc", sensitivity: 4_000)]
        func requirement(_ threshold: Double?) throws -> Double {
            try SquareRootAggregation(
                factors: [FactorRisk(name: "btc", riskWeight: 0.1, concentrationThreshold: threshold)], correlations: SymmetricMatrix(rows: [[1]])
            ).requirement(of: single).requirement
        }
        #expect(try requirement(nil) == 400)
        #expect(try requirement(4_000) == 400)
        #expect(try requirement(1_000) == 800)
    }

    @Test("an unknown factor, a factor given twice, and correlations that cannot be are refused")
    func refusals() throws {
        let factor = FactorRisk(name: "btc", riskWeight: 0.1, concentrationThreshold: nil)
        let identity = try SymmetricMatrix(rows: [[1, 0], [0, 1]])
        #expect(throws: RiskModelError.duplicate(name: "factor btc")) { try SquareRootAggregation(factors: [factor, factor], correlations: identity) }
        let one = try SquareRootAggregation(factors: [factor], correlations: SymmetricMatrix(rows: [[1]]))
        #expect(throws: RiskModelError.unknown(name: "eth", what: "factor")) {
            try one.requirement(of: [FactorExposure(factor: "eth", sensitivity: 1)])
        }
        #expect(throws: RiskModelError.self) { try one.requirement(of: [FactorExposure(factor: "btc", sensitivity: .nan)]) }
        #expect(throws: RiskModelError.self) {
            try SquareRootAggregation(factors: [factor], correlations: SymmetricMatrix(rows: [[0.5]]))
        }
        let three = ["a", "b", "c"].map { FactorRisk(name: $0, riskWeight: 1, concentrationThreshold: nil) }
        #expect(throws: RiskModelError.self) {
            try SquareRootAggregation(factors: three, correlations: SymmetricMatrix(rows: [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]))
        }
    }
}
