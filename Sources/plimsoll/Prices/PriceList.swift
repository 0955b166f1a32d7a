import ChainIdentity
import CollateralState
import Encoding
import Margin
import Node
import Quantities
import RiskModels

/// A price list as people write it: what was seen, and of which derivative what is known.
struct PriceList {
    let network: NetworkName
    private let quote: QuoteCurrency
    private let seen: [PriceObservation]
    private let marks: [InstrumentMark]
    /// nil for the standard one, or the one of the list before.
    private let rule: SmoothingRule?
    private let now: Timestamp

    /// - Parameter now: when the list is published; what does not say when it was seen was seen now.
    init(file: String, now: Timestamp) throws {
        let root = JSONNode(try file.hasSuffix(".json") ? ListError.naming(file, nil) { try JSON.parse(BoundedFile.read(file)) } : TOMLFile.read(file))
        (network, quote) = try ListError.naming(file, nil) {
            try root.object(allowing: ["network", "quote", "smoothing", "prices", "marks"])
            return (try NetworkName(parsing: root["network"].string(max: 64)), try QuoteCurrency(parsing: root["quote"].string(max: 16)))
        }
        self.now = now
        rule = try ListError.naming(file, "smoothing") { try root.optional("smoothing").map { try SmoothingRule(listed: $0) } }
        seen = try Self.entries(root, "prices", file) { asset, node in try QuotedPrice(asset: asset, node: node, now: now).observation }
        marks = try Self.entries(root, "marks", file) { instrument, node in try QuotedMark(instrument: instrument, node: node, now: now).mark }
    }

    /// - Parameter earlier: the source's list before; nil for its first.
    func record(after earlier: PriceRecord?) throws -> PriceRecord {
        guard let earlier else { return try PriceRecord.first(network: network, quote: quote, publishedAt: now, rule: rule, seen: seen, marks: marks) }
        guard rule == nil || rule == earlier.rule else {
            throw MarginError.outOfRange(field: "smoothing", expected: "as in the list before, or left out", got: "another rule")
        }
        guard earlier.quote == quote else { throw MarginError.wrongQuote(expected: earlier.quote, got: quote) }
        return try earlier.next(publishedAt: now, seen: seen, marks: marks)
    }

    private static func entries<Entry>(_ root: JSONNode, _ table: String, _ file: String, _ read: (AssetID, JSONNode) throws -> Entry) throws -> [Entry] {
        guard let node = try ListError.naming(file, nil, { try root.optional(table) }) else { return [] }
        return try ListError.naming(file, nil) { try node.object().keys }
            .map { name in try ListError.naming(file, name) { try read(AssetID(parsing: name), node[name]) } }
    }
}

/// One asset of a list: a price, or the trades or samples that it is the average of.
private struct QuotedPrice {
    let asset: AssetID
    let node: JSONNode
    let now: Timestamp

    var observation: PriceObservation {
        get throws {
            try node.object(allowing: ["decimals", "price", "trades", "samples", "confidence", "volatility", "observed_at", "redemption", "support"])
            return PriceObservation(
                asset: asset, decimals: UInt8(try node["decimals"].integer(in: 0...77)), price: try price(), confidence: try node.decimal("confidence") ?? .zero,
                firstVolatility: try node.decimal("volatility") ?? .zero, observedAt: try node.moment("observed_at") ?? now, redemption: try redemption())
        }
    }

    private func price() throws -> FixedPoint {
        let (trades, samples) = (try node.optional("trades"), try node.optional("samples"))
        switch (try node.decimal("price"), trades, samples) {
        case (let price?, nil, nil): return price
        case (nil, let trades?, nil):
            return try WeightedPrices.byVolume(
                trades.array(max: WeightedPrices.maximumCount).map { try PriceTrade(price: $0.amount("price"), volume: $0.amount("volume")) },
                rounding: .halfEven)
        case (nil, nil, let samples?):
            return try WeightedPrices.byTime(
                samples.array(max: WeightedPrices.maximumCount).map { try PriceSample(at: $0["at"].uint64(), price: $0.amount("price")) },
                until: (node.moment("observed_at") ?? now).milliseconds, rounding: .halfEven)
        default: throw MarginError.outOfRange(field: "price of \(asset)", expected: "one of price, trades and samples", got: "none or several")
        }
    }

    private func redemption() throws -> Redemption? {
        guard let value = try node.decimal("redemption") else {
            guard try node.optional("support") == nil else {
                throw MarginError.outOfRange(field: "support", expected: "a redemption beside it", got: "none")
            }
            return nil
        }
        return try Redemption(value: value, support: node.decimal("support"))
    }
}

private struct QuotedMark {
    let instrument: AssetID
    let node: JSONNode
    let now: Timestamp

    var mark: InstrumentMark {
        get throws {
            try node.object(
                allowing: ["price", "price_confidence", "rate", "rate_confidence", "volatility", "volatility_confidence", "observed_at"])
            return try InstrumentMark(
                instrument: instrument, price: node.amount("price"), priceConfidence: node.decimal("price_confidence") ?? .zero,
                rate: node.decimal("rate") ?? .zero, rateConfidence: node.decimal("rate_confidence") ?? .zero,
                volatility: node.decimal("volatility") ?? .zero, volatilityConfidence: node.decimal("volatility_confidence") ?? .zero,
                observedAt: node.moment("observed_at") ?? now)
        }
    }
}

extension SmoothingRule {
    /// Times in milliseconds, growths as decimals.
    fileprivate init(listed node: JSONNode) throws {
        try node.object(
            allowing: ["delay", "delay_growth_per_hour", "stable_growth_per_hour", "longest_step", "volatility_half_life", "restart_after"])
        try self.init(
            stable: StablePriceRule(
                delay: node["delay"].uint64(), delayGrowthPerHour: node.amount("delay_growth_per_hour"),
                stableGrowthPerHour: node.amount("stable_growth_per_hour"), longestStep: node["longest_step"].uint64()),
            volatilityHalfLife: node["volatility_half_life"].uint64(), restartAfter: node["restart_after"].uint64())
    }
}

extension JSONNode {
    fileprivate func amount(_ key: String) throws -> FixedPoint { try FixedPoint(parsing: self[key].decimalString()) }

    fileprivate func decimal(_ key: String) throws -> FixedPoint? { try optional(key).map { try FixedPoint(parsing: $0.decimalString()) } }

    fileprivate func moment(_ key: String) throws -> Timestamp? { try optional(key).map { Timestamp(milliseconds: try $0.uint64()) } }
}
