import Encoding
import RiskModels
import Testing
import TestVectors

@Suite("Price aggregation")
struct PriceAggregationTests {
    /// A quote that is not trading has no vote: the feed drops it before it aggregates.
    private func quotes(_ node: JSONNode) throws -> [PriceQuote] {
        try node["quotes"].array(max: 10_000).filter { try $0["status"].int64() == 1 }.map {
            try PriceQuote(price: Int128($0["price"].int64()), confidence: Int128($0["confidence"].int64()))
        }
    }

    @Test("every golden aggregation, exactly", .enabled(if: GoldenFile.isPresent))
    func golden() throws {
        let cases = try GoldenFile.cases("price-aggregation.json")
        var passed = 0
        for golden in cases {
            let got = try PriceAggregation.aggregate(quotes(golden.inputs), admitting: .anyPrice)
            let isKnown = try golden.expected["status"].string() == "trading"
            let price = Int128(try golden.expected["price"].int64())
            let confidence = Int128(try golden.expected["confidence"].int64())
            let agrees = isKnown ? got?.price == price && got?.confidence == confidence : got == nil
            #expect(agrees, "\(golden.id): got \(String(describing: got)), expected \(price) +- \(confidence)")
            passed += agrees ? 1 : 0
        }
        print("price-aggregation.json: found \(cases.count), agreed \(passed)")
    }

    @Test("the order of the quotes changes nothing, and one liar among five moves the price only to an honest vote")
    func orderAndLiar() throws {
        var random = SeededGenerator()
        for _ in 0..<500 {
            let honest = (0..<4).map { _ in PriceQuote(price: Int128(99_000 + random.next() % 2_000), confidence: Int128(1 + random.next() % 50)) }
            let liar = PriceQuote(price: Int128(random.next() % 1_000_000_000), confidence: Int128(1 + random.next() % 1_000))
            let all = honest + [liar]
            let first = try PriceAggregation.aggregate(all, admitting: .anyPrice)
            let shuffled = all.shuffled(using: &random)
            #expect(try PriceAggregation.aggregate(shuffled, admitting: .anyPrice) == first)
            let votes = honest.flatMap { [$0.price - $0.confidence, $0.price + $0.confidence] }
            let price = try #require(first).price
            let (low, high) = (try #require(votes.min()), try #require(votes.max()))
            #expect(low <= price && price <= high)
        }
    }

    @Test("a quote without confidence, or whose votes do not fit, has no vote; asset feeds also drop doubt above the price")
    func admission() throws {
        #expect(try PriceAggregation.aggregate([], admitting: .anyPrice) == nil)
        #expect(try PriceAggregation.aggregate([PriceQuote(price: 5, confidence: 0)], admitting: .anyPrice) == nil)
        #expect(try PriceAggregation.aggregate([PriceQuote(price: .max, confidence: 1)], admitting: .anyPrice) == nil)
        let doubtful = [PriceQuote(price: 0, confidence: 4)]
        #expect(try PriceAggregation.aggregate(doubtful, admitting: .anyPrice)?.confidence == 4)
        #expect(try PriceAggregation.aggregate(doubtful, admitting: .confidenceWithinPrice) == nil)
        let high = PriceQuote(price: .max - 1, confidence: 1)
        let farApart = [high, high, PriceQuote(price: .min + 1, confidence: 1)]
        #expect(throws: RiskModelError.self) { try PriceAggregation.aggregate(farApart, admitting: .anyPrice) }
    }
}
