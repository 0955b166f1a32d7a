import ChainIdentity
public import CollateralState
public import Encoding
import Quantities
import Signatures

/// All prices of one network at one moment, in canonical bytes: what a price source signs.
///
/// Numbers are gapless from 1 and every record names the digest of the one before, so that an old price cannot be shown as a new one.
///
/// Bytes: u8 version = 1, u16 length and network, u16 length and quote currency, u64 number, 32 previous digest (zero for number 1),
/// u64 published at (ms), u32 count, then each price ascending by asset text: u16 length and CAIP-19, u8 decimals, 16 bytes price * 10^18.
public struct PriceRecord: Hashable, Sendable {
    public static let version: UInt8 = 1
    public static let maximumPrices = 65_536

    public let network: NetworkName
    public let quote: QuoteCurrency
    public let number: UInt64
    /// The digest of number - 1; zero for number 1.
    public let previous: Digest
    public let publishedAt: Timestamp
    /// Ascending by asset text.
    public let prices: [AssetPrice]
    public let encoded: Bytes
    /// SHA-256("plimsoll/prices/v1" 0x00 || record): what is signed, and what a report cites.
    public let digest: Digest

    /// - Parameter prices: in any order.
    /// - Throws: `outOfRange` for number 0, no prices or too many, or a previous digest that is zero where it must not be (or the
    ///   other way round); `notAscending` when an asset has two prices.
    public init(
        network: NetworkName, quote: QuoteCurrency, number: UInt64, previous: Digest, publishedAt: Timestamp, prices: [AssetPrice]
    ) throws(MarginError) {
        try Numbering.verify(record: "prices", number: number, previous: previous)
        guard (1...Self.maximumPrices).contains(prices.count) else {
            throw .outOfRange(field: "prices of a record", expected: "1 to \(Self.maximumPrices)", got: "\(prices.count)")
        }
        let sorted = prices.map { (text: $0.asset.text, price: $0) }.sorted { $0.text < $1.text }
        for index in sorted.indices.dropFirst() where sorted[index - 1].text == sorted[index].text {
            throw .notAscending(record: "price", index: index)
        }
        self.network = network
        self.quote = quote
        self.number = number
        self.previous = previous
        self.publishedAt = publishedAt
        self.prices = sorted.map(\.price)
        encoded = try Self.encode(network, quote, number, previous, publishedAt, sorted)
        digest = SHA256.hash(tag: .prices, encoded)
    }

    private static func encode(
        _ network: NetworkName, _ quote: QuoteCurrency, _ number: UInt64, _ previous: Digest, _ publishedAt: Timestamp,
        _ prices: [(text: String, price: AssetPrice)]
    ) throws(MarginError) -> Bytes {
        var writer = BinaryWriter(reserving: 96 + prices.count * 96)
        writer.u8(version)
        try decoding { () throws(EncodingError) in
            try writer.field16(network.bytes)
            try writer.text16(quote.description)
        }
        writer.u64(number)
        writer.raw(previous)
        writer.u64(publishedAt.milliseconds)
        writer.u32(UInt32(truncatingIfNeeded: prices.count))  // At most 65,536, verified before.
        for (text, price) in prices {
            try decoding { () throws(EncodingError) in try writer.text16(text) }
            writer.u8(price.decimals)
            writer.fixedPoint(price.price)
        }
        return writer.bytes
    }
}

/// The rule of all numbered records: gapless from 1, and each names the digest of the one before.
enum Numbering {
    static func verify(record: String, number: UInt64, previous: Digest) throws(MarginError) {
        guard number >= 1 else { throw .outOfRange(field: "number of \(record)", expected: "at least 1", got: "0") }
        guard (number == 1) == (previous == .zero) else {
            throw .outOfRange(
                field: "previous digest of \(record) \(number)", expected: number == 1 ? "zero" : "not zero", got: "\(previous)")
        }
    }

    /// Throws unless the later record stands right upon the earlier.
    static func verify(
        record: String, number: UInt64, previous: Digest, after earlier: (number: UInt64, digest: Digest)
    ) throws(MarginError) {
        guard earlier.number < .max, number == earlier.number + 1 else {
            throw .outOfSequence(record: record, expected: earlier.number &+ 1, got: number)
        }
        guard previous == earlier.digest else {
            throw .brokenChain(record: record, expected: earlier.digest, got: previous)
        }
    }
}

extension BinaryWriter {
    /// 16 bytes: the raw number, two's complement.
    mutating func fixedPoint(_ value: FixedPoint) {
        let bits = UInt128(bitPattern: value.raw)
        u64(UInt64(truncatingIfNeeded: bits >> 64))
        u64(UInt64(truncatingIfNeeded: bits))
    }
}

extension BinaryReader {
    /// 16 bytes: the raw number, two's complement.
    mutating func fixedPoint() throws(EncodingError) -> FixedPoint {
        let high = try u64()
        let low = try u64()
        return FixedPoint(raw: Int128(bitPattern: UInt128(high) << 64 | UInt128(low)))
    }
}
