import ChainIdentity
import CollateralState
public import Encoding
import Quantities

extension VenueRecord {
    private static let minimumAccountBytes = 2 + 1 + 16 + 2 + 2
    private static let minimumPositionBytes = 2 + 1 + 32 + 16 + 16
    private static let minimumOrderBytes = 2 + 1 + 8 + 1 + 1 + 32 + 16

    /// Reads the canonical bytes, strictly. Verify the signature over them first.
    public init(parsing bytes: Bytes) throws(MarginError) {
        guard bytes.count <= Self.maximumBytes else {
            throw .outOfRange(field: "bytes of a venue record", expected: "at most \(Self.maximumBytes)", got: "\(bytes.count)")
        }
        var reader = BinaryReader(bytes)
        let version = try decoding { () throws(EncodingError) in try reader.u8() }
        guard version == Self.version else { throw .unknownVersion(record: "venue record", expected: Self.version, got: version) }
        let (network, quote, venue) = try decoding { () throws(EncodingError) in
            (
                try reader.text16(max: 32), try reader.text16(max: QuoteCurrency.maximumLength), try reader.text16(max: VenueName.maximumLength)
            )
        }
        let (number, previous, publishedAt) = try decoding { () throws(EncodingError) in
            (try reader.u64(), try reader.digest(), Timestamp(milliseconds: try reader.u64()))
        }
        let count = try decoding { () throws(EncodingError) in Int(try reader.u32()) }
        let accounts = try Self.entries("account", count, max: Self.maximumAccounts, Self.minimumAccountBytes, &reader, Self.account)
        try decoding { () throws(EncodingError) in try reader.finish() }
        try self.init(
            network: try parsing { () throws(CollateralStateError) in try NetworkName(parsing: network) }, quote: try QuoteCurrency(parsing: quote),
            venue: try parsing { () throws(CollateralStateError) in try VenueName(parsing: venue) }, number: number, previous: previous, publishedAt: publishedAt, accounts: accounts)
    }

    /// The entries, strictly ascending by the key each begins with.
    private static func entries<Key: Comparable, Entry>(
        _ record: String, _ count: Int, max maximum: Int, _ minimum: Int, _ reader: inout BinaryReader,
        _ entry: (inout BinaryReader) throws(MarginError) -> (key: Key, entry: Entry)
    ) throws(MarginError) -> [Entry] {
        guard count <= maximum, count <= reader.remaining / minimum else {
            throw .outOfRange(field: "\(record)s", expected: "at most \(maximum), and no more than the bytes hold", got: "\(count)")
        }
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        var before: Key?
        for index in 0..<count {
            let next = try entry(&reader)
            if let before, before >= next.key { throw .notAscending(record: record, index: index) }
            before = next.key
            entries.append(next.entry)
        }
        return entries
    }

    private static func account(_ reader: inout BinaryReader) throws(MarginError) -> (key: String, entry: VenueAccount) {
        let (text, cash, count) = try decoding { () throws(EncodingError) in
            (try reader.text16(max: AccountID.maximumLength), try reader.fixedPoint(), Int(try reader.u16()))
        }
        let account = try identifying { () throws(ChainIdentityError) in try AccountID(parsing: text) }
        let positions = try entries("position", count, max: VenueAccount.maximumPositions, minimumPositionBytes, &reader, position)
        let orderCount = try decoding { () throws(EncodingError) in Int(try reader.u16()) }
        let orders = try entries("order", orderCount, max: VenueAccount.maximumOrders, minimumOrderBytes, &reader, order)
        return (text, try VenueAccount(account: account, cash: cash, positions: positions, orders: orders))
    }

    private static func position(_ reader: inout BinaryReader) throws(MarginError) -> (key: String, entry: VenuePosition) {
        let (text, quantity) = try decoding { () throws(EncodingError) in
            (try reader.text16(max: AssetID.maximumLength), try reader.raw(Int256.byteCount))
        }
        let (profit, funding) = try decoding { () throws(EncodingError) in (try reader.fixedPoint(), try reader.fixedPoint()) }
        return (
            text,
            try VenuePosition(
                instrument: try asset(text), quantity: try Self.quantity(quantity), unrealisedProfit: profit, unpaidFunding: funding)
        )
    }

    private static func order(_ reader: inout BinaryReader) throws(MarginError) -> (key: OrderKey, entry: VenueOrder) {
        let (text, number, sideCode, effectCode) = try decoding { () throws(EncodingError) in
            (try reader.text16(max: AssetID.maximumLength), try reader.u64(), try reader.u8(), try reader.u8())
        }
        guard let side = VenueOrder.Side(rawValue: sideCode) else {
            throw .outOfRange(field: "side of an order", expected: "1 or 2", got: "\(sideCode)")
        }
        guard let effect = VenueOrder.Effect(rawValue: effectCode) else {
            throw .outOfRange(field: "effect of an order", expected: "1 or 2", got: "\(effectCode)")
        }
        let (quantity, limit) = try decoding { () throws(EncodingError) in (try reader.raw(Int256.byteCount), try reader.fixedPoint()) }
        let order = try VenueOrder(
            asset: try asset(text), number: number, side: side, quantity: try Self.quantity(quantity), limit: limit, effect: effect)
        return (OrderKey(asset: text, number: number), order)
    }

    private struct OrderKey: Comparable {
        let asset: String
        let number: UInt64

        static func < (left: Self, right: Self) -> Bool { (left.asset, left.number) < (right.asset, right.number) }
    }

    private static func asset(_ text: String) throws(MarginError) -> AssetID {
        try identifying { () throws(ChainIdentityError) in try AssetID(parsing: text) }
    }

    private static func quantity(_ bytes: Bytes) throws(MarginError) -> Int256 {
        try computing("a quantity") { () throws(QuantityError) in try Int256(bigEndian: bytes) }
    }
}
