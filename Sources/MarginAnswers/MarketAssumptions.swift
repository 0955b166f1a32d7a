public import ChainIdentity
public import Encoding
import Hedging
import Hedging
public import LiquidationPlanning
public import Margin
public import Signatures

/// What a desk believes about selling and hedging: markets, what chains cost, how a venue liquidates, which trades can be had.
///
/// These are beliefs, nobody's signed word: an answer that stands on them cites their digest.
public struct MarketAssumptions: Sendable {
    public static let maximumAssets = 4_096
    public static let maximumChains = 1_024

    /// In which all amounts are.
    public let quote: QuoteCurrency
    /// Ascending by asset text.
    public let assets: [AssetMarket]
    /// Ascending by chain.
    public let chains: [ChainTerms]
    public let liquidation: LiquidationTerms
    /// In the order they were given.
    public let hedges: [HedgeOffer]
    /// SHA-256("plimsoll/market/v1" 0x00 || canonical JSON).
    public private(set) var digest = Digest.zero

    private let markets: [AssetID: AssetMarket]

    /// - Throws: `outOfRange` for too many entries, `duplicate` for one given twice.
    public init(
        quote: QuoteCurrency, assets: [AssetMarket], chains: [ChainTerms], liquidation: LiquidationTerms, hedges: [HedgeOffer]
    ) throws(MarginAnswersError) {
        self.quote = quote
        self.assets = try Self.ascending(assets, "assets", max: Self.maximumAssets) { $0.asset.text }
        self.chains = try Self.ascending(chains, "chains", max: Self.maximumChains) { $0.chain.text }
        self.liquidation = liquidation
        self.hedges = hedges
        _ = try hedging { () throws(HedgingError) in try HedgeMenu(hedges.map(\.trade)) }
        markets = Dictionary(assets.map { ($0.asset, $0) }, uniquingKeysWith: { first, _ in first })
        digest = SHA256.hash(tag: .market, canonicalBytes)
    }

    /// What is believed of an asset; nil where nothing is, and it cannot be sold then.
    public subscript(asset: AssetID) -> AssetMarket? { markets[asset] }

    /// What a transaction on the chain takes; nil where nothing is believed of it.
    public subscript(chain: ChainID) -> ChainTerms? { chains.first { $0.chain == chain } }

    /// - Throws: `wrongQuote` unless the amounts are in the currency of these prices.
    public func verify(quote expected: QuoteCurrency) throws(MarginAnswersError) {
        guard quote == expected else { throw .wrongQuote(expected: expected, got: quote) }
    }

    private static func ascending<Entry>(
        _ entries: [Entry], _ field: String, max maximum: Int, by text: (Entry) -> String
    ) throws(MarginAnswersError) -> [Entry] {
        guard entries.count <= maximum else {
            throw .outOfRange(field: field, expected: "at most \(maximum)", got: "\(entries.count)")
        }
        let sorted = entries.map { (text: text($0), entry: $0) }.sorted { $0.text < $1.text }
        for index in sorted.indices.dropFirst() where sorted[index - 1].text == sorted[index].text {
            throw .duplicate(field: field, name: sorted[index].text)
        }
        return sorted.map(\.entry)
    }
}

extension MarketAssumptions: Hashable {
    /// The digest covers everything.
    public static func == (left: Self, right: Self) -> Bool { left.digest == right.digest }
    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

extension DomainTag {
    public static let market = DomainTag("plimsoll/market/v1")
}
