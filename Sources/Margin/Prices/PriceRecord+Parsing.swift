import ChainIdentity
import CollateralState
public import Encoding
import Quantities
import RiskModels

extension PriceRecord {
    /// The most bytes a record can have: its head, and the longest entry for every price and mark.
    public static let maximumBytes =
        1 + 2 + 32 + 2 + QuoteCurrency.maximumLength + 8 + 32 + 8 + 64 + 8 + maximumPrices * maximumPriceBytes + maximumMarks * maximumMarkBytes
    private static let maximumPriceBytes = 2 + AssetID.maximumLength + 1 + 5 * 16 + 8 + 33
    private static let maximumMarkBytes = 2 + AssetID.maximumLength + 6 * 16 + 8
    private static let minimumPriceBytes = 2 + 1 + 1 + 5 * 16 + 8 + 1
    private static let minimumMarkBytes = 2 + 1 + 6 * 16 + 8

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
        let (number, previous, publishedAt) = try decoding { () throws(EncodingError) in
            (try reader.u64(), try reader.digest(), Timestamp(milliseconds: try reader.u64()))
        }
        let rule = try Self.rule(&reader)
        let prices = try Self.entries("price", 1...Self.maximumPrices, Self.minimumPriceBytes, &reader, Self.price)
        let marks = try Self.entries("mark", 0...Self.maximumMarks, Self.minimumMarkBytes, &reader, Self.mark)
        try decoding { () throws(EncodingError) in try reader.finish() }
        try self.init(
            network: network, quote: quote, number: number, previous: previous, publishedAt: publishedAt, rule: rule, prices: prices, marks: marks)
    }

    private static func rule(_ reader: inout BinaryReader) throws(MarginError) -> SmoothingRule {
        let (delay, delayGrowth, stableGrowth, longestStep) = try decoding { () throws(EncodingError) in
            (try reader.u64(), try reader.fixedPoint(), try reader.fixedPoint(), try reader.u64())
        }
        let (halfLife, restartAfter) = try decoding { () throws(EncodingError) in (try reader.u64(), try reader.u64()) }
        let stable = try pricing("the smoothing rule") { () throws(RiskModelError) in
            try StablePriceRule(delay: delay, delayGrowthPerHour: delayGrowth, stableGrowthPerHour: stableGrowth, longestStep: longestStep)
        }
        return try SmoothingRule(stable: stable, volatilityHalfLife: halfLife, restartAfter: restartAfter)
    }

    /// A u32 count and the entries, strictly ascending by the text each begins with.
    private static func entries<Entry>(
        _ record: String, _ range: ClosedRange<Int>, _ minimum: Int, _ reader: inout BinaryReader,
        _ entry: (AssetID, inout BinaryReader) throws(MarginError) -> Entry
    ) throws(MarginError) -> [Entry] {
        let count = try decoding { () throws(EncodingError) in Int(try reader.u32()) }
        guard range.contains(count), count <= reader.remaining / minimum else {
            throw .outOfRange(
                field: "\(record)s of a record", expected: "\(range.lowerBound) to \(range.upperBound), and no more than the bytes hold", got: "\(count)")
        }
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        var before = ""
        for index in 0..<count {
            let text = try text(&reader, max: AssetID.maximumLength)
            guard before < text else { throw .notAscending(record: record, index: index) }
            before = text
            let asset = try identifying { () throws(ChainIdentityError) in try AssetID(parsing: text) }
            entries.append(try entry(asset, &reader))
        }
        return entries
    }

    private static func price(_ asset: AssetID, _ reader: inout BinaryReader) throws(MarginError) -> AssetPrice {
        let decimals = try decoding { () throws(EncodingError) in try reader.u8() }
        let amounts = try amounts(5, &reader)
        let observedAt = try time(&reader)
        return try AssetPrice(
            asset: asset, decimals: decimals, price: amounts[0], confidence: amounts[1], stablePrice: amounts[2], volatility: amounts[4],
            observedAt: observedAt, delayedPrice: amounts[3], redemption: try redemption(&reader))
    }

    private static func redemption(_ reader: inout BinaryReader) throws(MarginError) -> Redemption? {
        let kind = try decoding { () throws(EncodingError) in try reader.u8() }
        guard kind <= 2 else { throw .outOfRange(field: "kind of redemption", expected: "0, 1 or 2", got: "\(kind)") }
        if kind == 0 { return nil }
        let amounts = try amounts(Int(kind), &reader)
        return try Redemption(value: amounts[0], support: kind == 2 ? amounts[1] : nil)
    }

    private static func mark(_ instrument: AssetID, _ reader: inout BinaryReader) throws(MarginError) -> InstrumentMark {
        let amounts = try amounts(6, &reader)
        return try InstrumentMark(
            instrument: instrument, price: amounts[0], priceConfidence: amounts[1], rate: amounts[2], rateConfidence: amounts[3],
            volatility: amounts[4], volatilityConfidence: amounts[5], observedAt: try time(&reader))
    }

    private static func amounts(_ count: Int, _ reader: inout BinaryReader) throws(MarginError) -> [FixedPoint] {
        var amounts: [FixedPoint] = []
        for _ in 0..<count { amounts.append(try decoding { () throws(EncodingError) in try reader.fixedPoint() }) }
        return amounts
    }

    private static func time(_ reader: inout BinaryReader) throws(MarginError) -> Timestamp {
        Timestamp(milliseconds: try decoding { () throws(EncodingError) in try reader.u64() })
    }

    private static func text(_ reader: inout BinaryReader, max maximum: Int) throws(MarginError) -> String {
        let bytes = try decoding { () throws(EncodingError) in try reader.field16(max: maximum) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .outOfRange(field: "text at byte \(reader.offset - bytes.count)", expected: "UTF-8", got: Hex.encode(bytes))
        }
        return text
    }
}
