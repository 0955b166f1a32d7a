import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("Stable price")
struct StablePriceTests {
    private func amount(_ text: String) throws -> FixedPoint { try FixedPoint(parsing: text) }

    private func rule(delayGrowth: String = "0.01") throws -> StablePriceRule {
        try StablePriceRule(delay: 86_400_000, delayGrowthPerHour: amount(delayGrowth), stableGrowthPerHour: amount("1.08"), longestStep: 600_000)
    }

    private func run(_ start: StablePrice, _ price: String, every step: UInt64, times: Int, _ rule: StablePriceRule) throws -> StablePrice {
        var stable = start
        for _ in 0..<times { stable = try stable.after(amount(price), elapsed: step, rule: rule) }
        return stable
    }

    /// The source's `test_stable_price_10x`: 1.8 after an hour of 60 s steps, 2.3 after another of 10 s steps, each within 0.1, and 7.4 after 25 hours.
    @Test("a tenfold price is followed as the source's own test has it")
    func tenfold() throws {
        let rule = try rule()
        let hour = try run(StablePrice(startingAt: .one), "10", every: 60_000, times: 60, rule)
        #expect(abs(AmountConversion.double(hour.stable) - 1.8) < 0.1, "\(hour.stable)")
        let second = try run(hour, "10", every: 10_000, times: 360, rule)
        #expect(abs(AmountConversion.double(second.stable) - 2.3) < 0.1, "\(second.stable)")
        let day = try run(second, "10", every: 300_000, times: 12 * 23, rule)
        #expect((7.0...8.8).contains(AmountConversion.double(day.stable)), "\(day.stable)")
    }

    @Test("a wrong price for ten seconds moves it by less than a third of a percent, up or down")
    func flicker() throws {
        for wrong in ["0.000001", "1000000"] {
            let moved = try StablePrice(startingAt: .one).after(amount(wrong), elapsed: 10_000, rule: rule())
            #expect(abs(AmountConversion.double(moved.stable) - 1) <= 0.003_001, "\(moved.stable)")
        }
    }

    @Test("no limit is exceeded, not by the last digit; silence counts as one longest step; no time changes nothing")
    func limits() throws {
        var random = SeededGenerator()
        let rule = try rule()
        for _ in 0..<1_000 {
            func price() -> FixedPoint { FixedPoint(raw: Int128(1 + random.next() % 1_000_000_007) << Int128(random.next() % 60)) }
            let start = try StablePrice(stable: price(), delayed: price())
            let market = price()
            let elapsed = random.next() % 1_200_000
            let next = try start.after(market, elapsed: elapsed, rule: rule)
            let hours = Double(min(elapsed, 600_000)) / 3_600_000
            for (before, after, limit) in [(start.stable, next.stable, 1.08), (start.delayed, next.delayed, 0.01)] {
                let change = abs(AmountConversion.double(after) - AmountConversion.double(before)) / AmountConversion.double(before)
                #expect(change <= limit * hours + 1e-15)
                #expect(after > .zero)
            }
            // Towards the market, never past it.
            #expect(start.stable <= market ? next.stable <= market : next.stable >= market)
            #expect(try start.after(market, elapsed: 600_000, rule: rule) == start.after(market, elapsed: .max, rule: rule))
            #expect(try start.after(market, elapsed: 0, rule: rule) == start)
        }
    }

    @Test("a rule that could take a price to zero in one step, and a time of zero, are refused")
    func rules() throws {
        #expect(throws: RiskModelError.self) {
            try StablePriceRule(delay: 1, delayGrowthPerHour: amount("0.1"), stableGrowthPerHour: amount("7"), longestStep: 600_000)
        }
        for (delay, growth, step) in [(0, "0.1", 1), (1, "0", 1), (1, "-1", 1), (1, "0.1", 0)] as [(UInt64, String, UInt64)] {
            #expect(throws: RiskModelError.self) {
                try StablePriceRule(delay: delay, delayGrowthPerHour: amount(growth), stableGrowthPerHour: amount("1"), longestStep: step)
            }
        }
        #expect(throws: RiskModelError.self) { try StablePrice(startingAt: .zero) }
        #expect(throws: RiskModelError.self) { try StablePrice(startingAt: .one).after(.zero, elapsed: 1, rule: rule()) }
    }
}
