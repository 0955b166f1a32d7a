import ChainIdentity
import CollateralState
import Quantities
import RiskModels

/// The quotes of all sources, and the one price that follows from them for each asset and instrument.
///
/// For one source everything is as it says.
struct PriceVotes {
    private let records: [PriceRecord]
    private let rule: PriceBookRule

    init(_ records: [PriceRecord], rule: PriceBookRule) {
        (self.records, self.rule) = (records, rule)
    }

    func prices() throws(MarginError) -> [AssetID: PricedAsset] {
        var quotes: [AssetID: [AssetPrice]] = [:]
        for record in records { for price in record.prices { quotes[price.asset, default: []].append(price) } }
        var priced: [AssetID: PricedAsset] = [:]
        for (asset, quotes) in quotes { priced[asset] = try price(of: asset, quotes) }
        return priced
    }

    func marks() throws(MarginError) -> [AssetID: InstrumentMark] {
        var quotes: [AssetID: [InstrumentMark]] = [:]
        for record in records { for mark in record.marks { quotes[mark.instrument, default: []].append(mark) } }
        var marks: [AssetID: InstrumentMark] = [:]
        for (instrument, quotes) in quotes { marks[instrument] = try mark(of: instrument, timely(quotes, \.observedAt)) }
        return marks
    }

    /// Those that were not seen long before the median; of an even count the younger of the middle two.
    ///
    /// The median and not the newest: otherwise one source with a clock ahead would silence all others.
    private func timely<Quote>(_ quotes: [Quote], _ seen: (Quote) -> Timestamp) -> [Quote] {
        guard let middle = Medians.upper(quotes.map(seen)) else { return [] }
        return quotes.filter { seen($0).age(at: middle) <= rule.maximumLag }
    }

    /// nil when no quote has a vote, or the sources disagree about the decimals with no majority.
    private func price(of asset: AssetID, _ quotes: [AssetPrice]) throws(MarginError) -> PricedAsset? {
        guard let decimals = Medians.majority(quotes.map(\.decimals)) else { return nil }
        let voting = timely(quotes.filter { $0.decimals == decimals }, \.observedAt)
        guard let aggregate = aggregate(voting.map { ($0.price, $0.confidence) }, .confidenceWithinPrice),
            let volatility = Medians.upper(voting.map(\.volatility)), let seen = Medians.lower(voting.map(\.observedAt)),
            let stable = Medians.further(voting.map(\.stablePrice), from: aggregate.value),
            let delayed = Medians.further(voting.map(\.delayedPrice), from: aggregate.value)
        else { return nil }
        let price = try AssetPrice(
            asset: asset, decimals: decimals, price: aggregate.value, confidence: min(aggregate.confidence, aggregate.value), stablePrice: stable,
            volatility: volatility, observedAt: seen, delayedPrice: delayed, redemption: try redemption(voting))
        return PricedAsset(price: price, quoteCount: aggregate.count, doubt: PriceDoubt(price, rule: rule))
    }

    /// A value when at least half of the quotes name one, the lower median; a support when more than half do, the lower median again: too few limit, but do
    /// not support.
    private func redemption(_ quotes: [AssetPrice]) throws(MarginError) -> Redemption? {
        let named = quotes.compactMap(\.redemption)
        guard named.count * 2 >= quotes.count, let value = Medians.lower(named.map(\.value)) else { return nil }
        let supports = named.compactMap(\.support)
        let support = supports.count * 2 > quotes.count ? Medians.lower(supports) : nil
        return try Redemption(value: value, support: support.map { min($0, value) })
    }

    private func mark(of instrument: AssetID, _ quotes: [InstrumentMark]) throws(MarginError) -> InstrumentMark? {
        guard let price = aggregate(quotes.map { ($0.price, $0.priceConfidence) }, .confidenceWithinPrice),
            let rate = aggregate(quotes.map { ($0.rate, $0.rateConfidence) }, .anyPrice),
            let volatility = aggregate(quotes.map { ($0.volatility, $0.volatilityConfidence) }, .anyPrice),
            let seen = Medians.lower(quotes.map(\.observedAt))
        else { return nil }
        return try InstrumentMark(
            instrument: instrument, price: price.value, priceConfidence: min(price.confidence, price.value), rate: rate.value,
            rateConfidence: rate.confidence, volatility: max(.zero, volatility.value), volatilityConfidence: volatility.confidence, observedAt: seen)
    }

    /// A confidence of zero counts as the smallest amount there is: without doubt there would be no vote.
    ///
    /// nil without a vote, and when the votes lie too far apart for the number type: one absurd quote must not stop the book.
    private func aggregate(
        _ quotes: [(FixedPoint, FixedPoint)], _ admission: QuoteAdmission
    ) -> (value: FixedPoint, confidence: FixedPoint, count: Int)? {
        // What one source says is taken as it says it.
        if let only = quotes.first, quotes.count == 1 { return (only.0, only.1, 1) }
        let votes = quotes.map { PriceQuote(price: $0.raw, confidence: max(1, $1.raw)) }
        let found = try? PriceAggregation.aggregate(votes, admitting: admission)
        return found.map { (FixedPoint(raw: $0.price), FixedPoint(raw: $0.confidence), $0.quoteCount) }
    }
}

/// Middle values; what an even count does is in the name.
enum Medians {
    static func lower<Value: Comparable>(_ values: [Value]) -> Value? { values.isEmpty ? nil : values.sorted()[(values.count - 1) / 2] }

    static func upper<Value: Comparable>(_ values: [Value]) -> Value? { values.isEmpty ? nil : values.sorted()[values.count / 2] }

    /// Of an even count the one of the middle two that is further from `centre`, so that what lies between them makes the larger difference; the lower
    /// one when both are as far.
    static func further(_ values: [FixedPoint], from centre: FixedPoint) -> FixedPoint? {
        guard let low = lower(values), let high = upper(values) else { return nil }
        // Raw numbers are above zero, so their differences fit.
        return (high.raw - centre.raw).magnitude > (low.raw - centre.raw).magnitude ? high : low
    }

    /// The value that more than half of them are.
    static func majority<Value: Comparable & Hashable>(_ values: [Value]) -> Value? {
        guard let middle = lower(values), values.count(where: { $0 == middle }) * 2 > values.count else { return nil }
        return middle
    }
}
