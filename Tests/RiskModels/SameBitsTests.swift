import RiskModels
import Testing

/// Answers whose every bit is fixed: the same in debug and release and on every machine, or somebody's margin number cannot be recomputed.
@Suite("Same bits everywhere")
struct SameBitsTests {
    /// FNV-1a over the bit patterns.
    private func digest(_ values: [Double]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for value in values {
            for byte in 0..<8 {
                hash ^= value.bitPattern &>> UInt64(8 * byte) & 0xff
                hash = hash &* 0x100_0000_01b3
            }
        }
        return hash
    }

    @Test("elementary functions over 4,000 arguments")
    func elementary() throws {
        var values: [Double] = []
        for index in 1...1_000 {
            let x = Double(index) * 0.0173
            values.append(try ElementaryFunctions.exponential(x - 8))
            values.append(try ElementaryFunctions.logarithm(x))
            values.append(try ElementaryFunctions.power(x, 0.3))
            values.append(try ElementaryFunctions.normalDistribution(x - 9))
        }
        #expect(digest(values) == Self.elementaryDigest, "\(digest(values))")
    }

    @Test("10,000 normal numbers")
    func normals() throws {
        var generator = NormalGenerator(seed: 2_024)
        let numbers = try generator.next(10_000)
        #expect(digest(numbers) == Self.normalDigest, "\(digest(numbers))")
    }

    @Test("a portfolio under every scenario")
    func scenarioMargin() throws {
        let options: [OptionHolding] = (0..<24).map { index in
            let step = Double(index)
            let kind: OptionKind = index % 3 == 0 ? .put : .call
            return OptionHolding(
                secondsToExpiry: index % 2 == 0 ? 900_000 : 9_000_000, strike: 1_500 + 100 * step, kind: kind, volatility: 0.4 + 0.02 * step,
                amount: Double(index % 5) - 2)
        }
        let expiries: [ExpiryMarket] = [900_000, 9_000_000].map {
            ExpiryMarket(secondsToExpiry: $0, forward: 2_510, forwardConfidence: 0.5, rate: 0.04, rateConfidence: 1, volatilityConfidence: 1)
        }
        let portfolio = try ScenarioPortfolio(
            cash: 100, spot: 2_500, spotConfidence: 1, stablePrice: 0.97, perpetual: .none, collaterals: [], expiries: expiries, options: options)
        let result = try ScenarioMargin.evaluate(portfolio, under: TestParameters.make())
        let values = result.scenarios.map(\.pnl) + [result.basisContingency, result.initialExcess, result.maintenanceExcess]
        #expect(digest(values) == Self.scenarioDigest, "\(digest(values))")
    }

    @Test("a simulation and a fit")
    func statistics() throws {
        let covariance = try SymmetricMatrix(rows: [[0.04, 0.01, 0], [0.01, 0.09, -0.02], [0, -0.02, 0.01]])
        let gamma = try SymmetricMatrix(rows: [[-50, 3, 0], [3, 10, 0], [0, 0, -7]])
        let portfolio = try DeltaGammaPortfolio(theta: -1, delta: [10, -20, 5], gamma: gamma)
        let run = try MonteCarlo(paths: 20_001, seed: 7, sampling: .antithetic)
        let fast = try run.measure(portfolio, covariance: covariance, confidence: 0.975)
        let direct = try run.measure(covariance: covariance, confidence: 0.975) { 10 * $0[0] - 20 * $0[1] + 5 * $0[2] }
        var generator = NormalGenerator(seed: 3)
        let fit = try GARCH.fit(returns: generator.next(300), seed: .backcast)
        let values = [fast.valueAtRisk, fast.expectedShortfall, direct.valueAtRisk, direct.expectedShortfall, fit.model.alpha, fit.model.omega]
        #expect(digest(values) == Self.statisticsDigest, "\(values)")
    }

    private static let elementaryDigest: UInt64 = 6_073_643_693_628_179_209
    private static let normalDigest: UInt64 = 13_920_074_661_710_319_241
    private static let scenarioDigest: UInt64 = 5_044_481_713_502_834_388
    private static let statisticsDigest: UInt64 = 3_058_939_042_617_185_544
}
