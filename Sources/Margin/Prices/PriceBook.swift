public import ChainIdentity
public import CollateralState
public import Encoding
import Quantities
import Signatures

/// Verified prices: one price for each asset, made only of signed records whose signatures hold, one record of each source.
public struct PriceBook: Sendable {
    /// The records, ascending by source.
    public let sources: [VerifiedPrices]
    public let network: NetworkName
    public let quote: QuoteCurrency
    /// One source: its record's number. Several: the sum of their numbers, which grows with every new record of any of them.
    public let number: UInt64
    /// The median of the sources' times; of an even count the older of the middle two. So neither one that fell silent nor one that lies about the time
    /// makes the book old or young.
    public let publishedAt: Timestamp
    /// One source: its record's digest. Several: SHA-256("plimsoll/price-book/v1" 0x00 || u32 count, then for each source, ascending by key id: 32 key id,
    /// u64 number, 32 digest of its record).
    public let digest: Digest
    var priced: [AssetID: PricedAsset]
    var marks: [AssetID: InstrumentMark]
    /// What linear positions cost before a supposition, by asset and instrument; empty in a book of signed prices alone.
    var pricesBefore: [AssetID: FixedPoint] = [:]

    public static let maximumSources = 256

    /// - Parameter records: the latest of each source, in any order.
    /// - Throws: `outOfRange` for none or too many, `duplicateSource`, `wrongNetwork` or `wrongQuote` when they are not all of one.
    public init(_ records: [VerifiedPrices], rule: PriceBookRule = .standard) throws(MarginError) {
        guard let first = records.first, records.count <= Self.maximumSources else {
            throw .outOfRange(field: "price sources", expected: "1 to \(Self.maximumSources)", got: "\(records.count)")
        }
        let sources = records.sorted { $0.source < $1.source }
        for (source, next) in zip(sources, sources.dropFirst()) where source.source == next.source { throw .duplicateSource(source.source) }
        (network, quote) = (first.record.network, first.record.quote)
        for source in sources {
            guard source.record.network == network else { throw .wrongNetwork(record: "prices", expected: network, got: source.record.network) }
            guard source.record.quote == quote else { throw .wrongQuote(expected: quote, got: source.record.quote) }
        }
        self.sources = sources
        number = sources.reduce(0) { sum, source in
            let (total, overflow) = sum.addingReportingOverflow(source.record.number)
            return overflow ? .max : total
        }
        publishedAt = Medians.lower(sources.map(\.record.publishedAt)) ?? first.record.publishedAt
        digest = Self.digest(of: sources)
        let votes = PriceVotes(sources.map(\.record), rule: rule)
        priced = try votes.prices()
        marks = try votes.marks()
    }

    private static func digest(of sources: [VerifiedPrices]) -> Digest {
        if sources.count == 1 { return sources[0].record.digest }
        var writer = BinaryWriter(reserving: 4 + sources.count * 72)
        writer.u32(UInt32(truncatingIfNeeded: sources.count))
        for source in sources {
            writer.raw(source.source.digest)
            writer.u64(source.record.number)
            writer.raw(source.record.digest)
        }
        return SHA256.hash(tag: .priceBook, writer.bytes)
    }

    /// The aggregated price of an asset; nil when the book has none.
    public subscript(asset: AssetID) -> AssetPrice? { priced[asset]?.price }

    /// How many sources' quotes voted on an asset's price; zero when the book has none.
    public func quoteCount(of asset: AssetID) -> Int { priced[asset]?.quoteCount ?? 0 }

    /// Why an asset's price should not be leaned on; nil when it is good, or there is none.
    public func doubt(of asset: AssetID) -> PriceDoubt? { priced[asset]?.doubt }

    /// The aggregated mark of a derivative; nil when the book has none.
    public func mark(of instrument: AssetID) -> InstrumentMark? { marks[instrument] }

    /// Ascending by text.
    public var assets: [AssetID] { priced.keys.sorted { $0.text < $1.text } }

    /// Ascending by text.
    public var instruments: [AssetID] { marks.keys.sorted { $0.text < $1.text } }
}

/// An asset's price as the sources' votes made it.
struct PricedAsset: Hashable, Sendable {
    let price: AssetPrice
    let quoteCount: Int
    let doubt: PriceDoubt?
}
