import ChainIdentity
public import CollateralState
import Encoding

extension PriceRecord {
    /// Throws unless this record stands right upon `earlier`: same network, quote and smoothing rule, the next number, its digest, not published before it;
    /// every price smoothed by the rule from the price before; and no asset left out that was seen within the rule's gap.
    ///
    /// An asset that a source no longer sees stands there as it was seen last. Otherwise leaving it out once would be a way to begin anew.
    /// - Throws: `wrongNetwork`, `wrongQuote`, `outOfSequence`, `brokenChain`, `outOfRange`, `missingPrice`, `notSmoothed`; what smoothing throws.
    public func verify(succeeding earlier: PriceRecord) throws(MarginError) {
        try Numbering.verify(record: "prices", number: number, previous: previous, after: (earlier.number, earlier.digest))
        try verify(comingAfter: earlier)
        let before = earlier.byAsset
        for price in prices { try rule.verify(price, after: before[price.asset]) }
    }

    /// Throws unless this record can come some records after `earlier`: same network, quote and smoothing rule, a higher number, nothing published or seen
    /// earlier, no other decimals, no asset left out that was seen within the rule's gap. What lies between is unknown, so smoothing cannot be followed.
    public func verify(comingAfter earlier: PriceRecord) throws(MarginError) {
        guard network == earlier.network else { throw .wrongNetwork(record: "prices", expected: earlier.network, got: network) }
        guard quote == earlier.quote else { throw .wrongQuote(expected: earlier.quote, got: quote) }
        guard number > earlier.number else { throw .outOfSequence(record: "prices", expected: earlier.number &+ 1, got: number) }
        guard publishedAt >= earlier.publishedAt else {
            throw .outOfRange(
                field: "publication time of prices \(number)", expected: "at or after \(earlier.publishedAt)", got: "\(publishedAt)")
        }
        guard rule == earlier.rule else {
            throw .outOfRange(field: "smoothing rule of prices \(number)", expected: "that of prices \(earlier.number)", got: "another one")
        }
        let now = byAsset
        for price in earlier.prices {
            guard let later = now[price.asset] else {
                if price.observedAt.age(at: publishedAt) <= rule.restartAfter { throw .missingPrice(price.asset, record: number) }
                continue
            }
            try rule.verifyOrder(PriceObservation(later), after: price)
        }
    }

    private var byAsset: [AssetID: AssetPrice] { Dictionary(prices.map { ($0.asset, $0) }, uniquingKeysWith: { first, _ in first }) }

    /// Throws unless this is number 1 and every price stands where smoothing begins: stable at itself.
    ///
    /// - Throws: `outOfSequence`, `notSmoothed`.
    public func verifyFirst() throws(MarginError) {
        guard number == 1 else { throw .outOfSequence(record: "prices", expected: 1, got: number) }
        for price in prices { try rule.verify(price, after: nil) }
    }

    /// The record that follows: what was seen, smoothed from this record, and everything else as it was seen last.
    ///
    /// - Parameter marks: all that hold now; those before are not kept.
    /// - Throws: as the initialiser, and what smoothing throws.
    public func next(publishedAt: Timestamp, seen: [PriceObservation], marks: [InstrumentMark] = []) throws(MarginError) -> PriceRecord {
        guard number < .max else { throw .outOfRange(field: "number of prices", expected: "below 2^64 - 1", got: "\(number)") }
        let before = byAsset
        let fresh = try seen.map { (seen) throws(MarginError) in try rule.smoothed(seen, after: before[seen.asset]) }
        let listed = Set(fresh.map(\.asset))
        return try PriceRecord(
            network: network, quote: quote, number: number + 1, previous: digest, publishedAt: publishedAt, rule: rule,
            prices: fresh + prices.filter { !listed.contains($0.asset) && $0.observedAt.age(at: publishedAt) <= rule.restartAfter }, marks: marks)
    }

    /// A source's first record.
    ///
    /// - Throws: as the initialiser.
    public static func first(
        network: NetworkName, quote: QuoteCurrency, publishedAt: Timestamp, rule: SmoothingRule? = nil, seen: [PriceObservation],
        marks: [InstrumentMark] = []
    ) throws(MarginError) -> PriceRecord {
        let rule = if let rule { rule } else { try SmoothingRule.standard }
        return try PriceRecord(
            network: network, quote: quote, number: 1, previous: .zero, publishedAt: publishedAt, rule: rule,
            prices: try seen.map { (seen) throws(MarginError) in try rule.smoothed(seen, after: nil) }, marks: marks)
    }
}

extension SmoothingRule {
    /// Throws unless a signed price is what must be signed for its observation.
    func verify(_ price: AssetPrice, after earlier: AssetPrice?) throws(MarginError) {
        let expected = try smoothed(PriceObservation(price), after: earlier)
        let fields = [
            ("stable price", expected.stablePrice, price.stablePrice), ("slow average", expected.delayedPrice, price.delayedPrice),
            ("volatility", expected.volatility, price.volatility),
        ]
        for (field, expected, got) in fields where expected != got {
            throw .notSmoothed(price.asset, field: field, expected: expected, got: got)
        }
    }
}
