import ChainIdentity
import CollateralState
public import Encoding
import Quantities

extension PriceRecord {
    /// The most bytes a record can have: its head, and the longest entry for every price.
    public static let maximumBytes = 1 + 2 + 32 + 2 + QuoteCurrency.maximumLength + 8 + 32 + 8 + 4 + maximumPrices * maximumEntryBytes
    private static let maximumEntryBytes = 2 + AssetID.maximumLength + 1 + 16
    private static let minimumEntryBytes = 2 + 1 + 1 + 16

    /// Reads the canonical bytes, strictly. Verify the signature over them first.
    public init(parsing bytes: Bytes) throws(MarginError) {
        var reader = BinaryReader(bytes)
        let version = try decoding { () throws(EncodingError) in try reader.u8() }
        guard version == Self.version else {
            throw .unknownVersion(record: "price record", expected: Self.version, got: version)
        }
        let networkText = try Self.text(&reader, max: 32)
        let network = try parsing { () throws(CollateralStateError) in try NetworkName(parsing: networkText) }
        let quote = try QuoteCurrency(parsing: try Self.text(&reader, max: QuoteCurrency.maximumLength))
        let (number, previous, publishedAt, count) = try decoding { () throws(EncodingError) in
            (try reader.u64(), try reader.digest(), Timestamp(milliseconds: try reader.u64()), Int(try reader.u32()))
        }
        guard (1...Self.maximumPrices).contains(count), count <= reader.remaining / Self.minimumEntryBytes else {
            throw .outOfRange(
                field: "prices of a record", expected: "1 to \(Self.maximumPrices), and no more than the bytes hold", got: "\(count)")
        }
        let prices = try Self.prices(count, publishedAt, &reader)
        try decoding { () throws(EncodingError) in try reader.finish() }
        try self.init(
            network: network, quote: quote, number: number, previous: previous, publishedAt: publishedAt, prices: prices)
    }

    private static func prices(_ count: Int, _ observedAt: Timestamp, _ reader: inout BinaryReader) throws(MarginError) -> [AssetPrice] {
        var prices: [AssetPrice] = []
        prices.reserveCapacity(count)
        var before = ""
        for index in 0..<count {
            let text = try text(&reader, max: AssetID.maximumLength)
            guard before < text else { throw .notAscending(record: "price", index: index) }
            before = text
            let asset = try identifying { () throws(ChainIdentityError) in try AssetID(parsing: text) }
            let (decimals, price) = try decoding { () throws(EncodingError) in (try reader.u8(), try reader.fixedPoint()) }
            prices.append(try AssetPrice(first: asset, decimals: decimals, price: price, observedAt: observedAt))
        }
        return prices
    }

    private static func text(_ reader: inout BinaryReader, max maximum: Int) throws(MarginError) -> String {
        let bytes = try decoding { () throws(EncodingError) in try reader.field16(max: maximum) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .outOfRange(field: "text at byte \(reader.offset - bytes.count)", expected: "UTF-8", got: Hex.encode(bytes))
        }
        return text
    }
}
