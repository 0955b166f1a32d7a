import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("Averages of prices")
struct WeightedPricesTests {
    private func amount(_ text: String) throws -> FixedPoint { try FixedPoint(parsing: text) }

    @Test("by volume: what a unit cost on average, in any order")
    func byVolume() throws {
        let trades = try [("100", "1"), ("110", "3"), ("90", "0")].map { PriceTrade(price: try amount($0.0), volume: try amount($0.1)) }
        #expect(try WeightedPrices.byVolume(trades, rounding: .floor) == amount("107.5"))
        #expect(try WeightedPrices.byVolume(trades.reversed(), rounding: .floor) == amount("107.5"))
        let thirds = try [("1", "2"), ("2", "1")].map { PriceTrade(price: try amount($0.0), volume: try amount($0.1)) }
        #expect(try WeightedPrices.byVolume(thirds, rounding: .floor) == amount("1.333333333333333333"))
        #expect(try WeightedPrices.byVolume(thirds, rounding: .ceiling) == amount("1.333333333333333334"))
    }

    @Test("by time: each price holds until the next, the last until the end")
    func byTime() throws {
        let samples = try [(0, "100"), (1_000, "200"), (1_500, "50")].map { PriceSample(at: UInt64($0.0), price: try amount($0.1)) }
        #expect(try WeightedPrices.byTime(samples, until: 2_000, rounding: .floor) == amount("112.5"))
        #expect(try WeightedPrices.byTime([samples[0]], until: 1, rounding: .floor) == amount("100"))
    }

    @Test("no trades, no volume, a price of zero, samples out of order or an end before them are refused")
    func refused() throws {
        #expect(throws: RiskModelError.self) { try WeightedPrices.byVolume([], rounding: .floor) }
        for (price, volume) in [("1", "0"), ("0", "1"), ("1", "-1"), ("-1", "1")] {
            #expect(throws: RiskModelError.self) {
                try WeightedPrices.byVolume([PriceTrade(price: amount(price), volume: amount(volume))], rounding: .floor)
            }
        }
        let one = try amount("1")
        for (times, end) in [([0, 0], 5), ([5, 1], 9), ([0, 5], 5), ([], 5)] as [([UInt64], UInt64)] {
            #expect(throws: RiskModelError.self) {
                try WeightedPrices.byTime(times.map { PriceSample(at: $0, price: one) }, until: end, rounding: .floor)
            }
        }
    }

    @Test("an average lies between the lowest and the highest price, whatever the sizes")
    func between() throws {
        var random = SeededGenerator()
        for _ in 0..<500 {
            let trades = (0..<Int(1 + random.next() % 12)).map { _ in
                PriceTrade(
                    price: FixedPoint(raw: Int128(1 + random.next() % 1_000_000) << Int128(random.next() % 100)),
                    volume: FixedPoint(raw: Int128(1 + random.next() % 1_000_000) << Int128(random.next() % 100)))
            }
            let mean = try WeightedPrices.byVolume(trades, rounding: .halfEven)
            let prices = trades.map(\.price)
            #expect(try #require(prices.min()) <= mean && mean <= #require(prices.max()))
        }
    }
}
