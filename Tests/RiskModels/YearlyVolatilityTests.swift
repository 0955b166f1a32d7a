import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("Volatility from irregular prices")
struct YearlyVolatilityTests {
    private static let day: UInt64 = 86_400_000

    private func amount(_ text: String) throws -> FixedPoint { try FixedPoint(parsing: text) }

    @Test("for equal steps it is the exponentially weighted variance, scaled to a year")
    func equalSteps() throws {
        var random = SeededGenerator()
        var volatility = try amount("0.5")
        var variance = 0.25 / 365
        var price = try amount("3000")
        // A half-life of eleven days.
        let decay = try ElementaryFunctions.power(0.5, 1.0 / 11)
        for _ in 0..<200 {
            let next = FixedPoint(raw: price.raw / 1_000 * Int128(950 + random.next() % 101))
            volatility = try YearlyVolatility.update(volatility, from: price, to: next, elapsed: Self.day, halfLife: 11 * Self.day)
            let move = try ElementaryFunctions.logarithm(AmountConversion.double(next) / AmountConversion.double(price))
            variance = try EWMA.update(previousVariance: variance, decay: decay, return: move)
            price = next
            #expect(abs(AmountConversion.double(volatility) - (variance * 365).squareRoot()) < 1e-12)
        }
    }

    @Test("a steady trend of small steps or of large ones: without moves it halves its variance in a half-life, however often it is asked")
    func decays() throws {
        let one = FixedPoint.one
        for steps in [1, 7, 1_000] as [UInt64] {
            var volatility = one
            for _ in 0..<steps {
                volatility = try YearlyVolatility.update(volatility, from: one, to: one, elapsed: 7_000_000 / steps, halfLife: 7_000_000)
            }
            #expect(abs(AmountConversion.double(volatility) - 0.5.squareRoot()) < 1e-12, "\(steps): \(volatility)")
        }
    }

    /// Python's math gives 0.6019445306983128.
    @Test("the same bits everywhere: known answers to the last digit")
    func bits() throws {
        let got = try YearlyVolatility.update(amount("0.6"), from: amount("3000"), to: amount("3030.5"), elapsed: 61_234, halfLife: 950_400_000)
        #expect(got > (try amount("0.6")))
        #expect(try YearlyVolatility.update(amount("0.6"), from: amount("3000"), to: amount("3030.5"), elapsed: 61_234, halfLife: 950_400_000) == got)
        #expect("\(got)" == Self.known, "\(got)")
    }

    private static let known = "0.601944530698312775"

    @Test("no time changes nothing; prices of zero, negative volatility and a half-life of zero are refused")
    func refused() throws {
        let one = FixedPoint.one
        #expect(try YearlyVolatility.update(one, from: one, to: amount("5"), elapsed: 0, halfLife: 1) == one)
        #expect(throws: RiskModelError.self) { try YearlyVolatility.update(one, from: .zero, to: one, elapsed: 1, halfLife: 1) }
        #expect(throws: RiskModelError.self) { try YearlyVolatility.update(one, from: one, to: .zero, elapsed: 1, halfLife: 1) }
        #expect(throws: RiskModelError.self) { try YearlyVolatility.update(amount("-1"), from: one, to: one, elapsed: 1, halfLife: 1) }
        #expect(throws: RiskModelError.self) { try YearlyVolatility.update(one, from: one, to: one, elapsed: 1, halfLife: 0) }
    }
}
