import ChainIdentity
public import CollateralState
public import Encoding
import Quantities
import Signatures

/// All prices that one source gives for one network at one moment, in canonical bytes: what a price source signs.
///
/// Every source has its own chain of records: numbers are gapless from 1 and every record names the digest of the one before, so that an old price cannot
/// be shown as a new one, and a stable price cannot be invented.
///
/// Bytes: u8 version = 2, u16 length and network, u16 length and quote currency, u64 number, 32 previous digest (zero for number 1), u64 published at (ms);
/// the smoothing rule: u64 delay (ms), 16 growth of the slow average per hour, 16 growth of the stable price per hour, u64 longest step (ms), u64 half-life
/// of volatility (ms), u64 gap after which smoothing begins anew (ms); u32 count, then each price ascending by asset text: u16 length and CAIP-19, u8 decimals,
/// 16 price, 16 confidence, 16 stable price, 16 slow average, 16 volatility, u64 observed at (ms), u8 redemption: 0 none, 1 followed by 16 value, 2 followed by
/// 16 value and 16 support; u32 count, then each mark ascending by instrument text: u16 length and CAIP-19, 16 price, 16 its confidence, 16 rate, 16 its
/// confidence, 16 volatility, 16 its confidence, u64 observed at (ms). Every 16 bytes are the number times 10^18, two's complement.
public struct PriceRecord: Hashable, Sendable {
    public static let version: UInt8 = 2
    public static let maximumPrices = 16_384
    public static let maximumMarks = 16_384

    public let network: NetworkName
    public let quote: QuoteCurrency
    public let number: UInt64
    /// The digest of number - 1; zero for number 1.
    public let previous: Digest
    public let publishedAt: Timestamp
    public let rule: SmoothingRule
    /// Ascending by asset text.
    public let prices: [AssetPrice]
    /// Ascending by instrument text.
    public let marks: [InstrumentMark]
    public let encoded: Bytes
    /// SHA-256("plimsoll/prices/v2" 0x00 || record): what is signed, and what a report cites.
    public let digest: Digest

    /// - Parameters:
    ///   - rule: nil for the standard one.
    ///   - prices: in any order, as are marks.
    /// - Throws: `outOfRange` for number 0, no prices or too many, something seen after the publication, or a previous digest that is zero where it must
    ///   not be (or the other way round); `notAscending` when an asset has two prices or an instrument two marks.
    public init(
        network: NetworkName, quote: QuoteCurrency, number: UInt64, previous: Digest, publishedAt: Timestamp, rule: SmoothingRule? = nil,
        prices: [AssetPrice], marks: [InstrumentMark] = []
    ) throws(MarginError) {
        try Numbering.verify(record: "prices", number: number, previous: previous)
        guard (1...Self.maximumPrices).contains(prices.count) else {
            throw .outOfRange(field: "prices of a record", expected: "1 to \(Self.maximumPrices)", got: "\(prices.count)")
        }
        guard marks.count <= Self.maximumMarks else {
            throw .outOfRange(field: "marks of a record", expected: "at most \(Self.maximumMarks)", got: "\(marks.count)")
        }
        let sortedPrices = try Self.sorted(prices, "price", publishedAt) { ($0.asset.text, $0.observedAt) }
        let sortedMarks = try Self.sorted(marks, "mark", publishedAt) { ($0.instrument.text, $0.observedAt) }
        (self.network, self.quote, self.number, self.previous, self.publishedAt) = (network, quote, number, previous, publishedAt)
        self.rule = if let rule { rule } else { try SmoothingRule.standard }
        self.prices = sortedPrices.map(\.entry)
        self.marks = sortedMarks.map(\.entry)
        var writer = BinaryWriter(reserving: 256 + prices.count * 176 + marks.count * 176)
        try writer.head(network, quote, number, previous, publishedAt, self.rule)
        writer.u32(UInt32(truncatingIfNeeded: prices.count))  // At most 16,384, verified before.
        for (text, price) in sortedPrices { try writer.price(price, text) }
        writer.u32(UInt32(truncatingIfNeeded: marks.count))
        for (text, mark) in sortedMarks { try writer.mark(mark, text) }
        encoded = writer.bytes
        digest = SHA256.hash(tag: .prices, encoded)
    }

    private static func sorted<Entry>(
        _ entries: [Entry], _ record: String, _ publishedAt: Timestamp, _ key: (Entry) -> (text: String, observedAt: Timestamp)
    ) throws(MarginError) -> [(text: String, entry: Entry)] {
        for entry in entries where key(entry).observedAt > publishedAt {
            throw .outOfRange(
                field: "time at which \(key(entry).text) was seen", expected: "at or before the publication, \(publishedAt)", got: "\(key(entry).observedAt)")
        }
        let sorted = entries.map { (text: key($0).text, entry: $0) }.sorted { $0.text < $1.text }
        for index in sorted.indices.dropFirst() where sorted[index - 1].text == sorted[index].text {
            throw .notAscending(record: record, index: index)
        }
        return sorted
    }
}
