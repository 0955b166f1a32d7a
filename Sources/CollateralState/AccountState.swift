import Encoding
public import Quantities

/// ALL holdings of one account in one vault, never empty.
///
/// One leaf per account: a proof of the leaf is a proof of the complete account, so a debt cannot be left out.
///
/// Bytes: version 1, u16 count, then each holding ascending by kind and asset text:
/// u8 kind, u16 length and CAIP-19 text, 32-byte two's complement quantity.
public struct AccountState: Hashable, Sendable {
    public static let version: UInt8 = 1
    public static let maximumHoldings = 1_024
    /// The largest encoding: header and 1,024 holdings of the longest asset.
    public static let maximumBytes = 3 + maximumHoldings * (1 + 2 + Holding.maximumAssetBytes + 32)

    /// Ascending by kind, then asset.
    public let holdings: [Holding]

    /// - Throws: `outOfRange` for none or more than 1,024 holdings, `notAscending` when two share kind and asset.
    public init(_ holdings: [Holding]) throws(CollateralStateError) {
        try self.init(ascending: holdings.sorted { $0.order < $1.order })
    }

    private init(ascending holdings: [Holding]) throws(CollateralStateError) {
        guard (1...Self.maximumHoldings).contains(holdings.count) else {
            throw .outOfRange(field: "holdings of an account", expected: "1 to \(Self.maximumHoldings)", got: "\(holdings.count)")
        }
        for index in holdings.indices.dropFirst() where !(holdings[index - 1].order < holdings[index].order) {
            throw .notAscending(record: "holding", index: index)
        }
        self.holdings = holdings
    }

    public subscript(key: HoldingKey) -> Int256 {
        holdings.first { $0.kind == key.kind && $0.asset == key.asset }?.quantity ?? .zero
    }

    /// The canonical bytes: the value of the account's leaf in the state tree.
    public func encoded() throws(CollateralStateError) -> [UInt8] {
        var writer = BinaryWriter(reserving: 3 + holdings.count * 128)
        writer.u8(Self.version)
        writer.u16(UInt16(truncatingIfNeeded: holdings.count))  // At most 1,024 by construction.
        for holding in holdings { try holding.write(to: &writer) }
        return writer.bytes
    }

    public init(parsing bytes: [UInt8]) throws(CollateralStateError) {
        var reader = BinaryReader(bytes)
        let (version, count) = try decoding { () throws(EncodingError) in (try reader.u8(), try reader.u16()) }
        guard version == Self.version else {
            throw .unknownVersion(record: "account state", expected: Self.version, got: version)
        }
        guard (1...Self.maximumHoldings).contains(Int(count)) else {
            throw .outOfRange(field: "holdings of an account", expected: "1 to \(Self.maximumHoldings)", got: "\(count)")
        }
        var holdings: [Holding] = []
        holdings.reserveCapacity(Int(count))
        for _ in 0..<count { holdings.append(try Holding.read(from: &reader)) }
        try decoding { () throws(EncodingError) in try reader.finish() }
        try self.init(ascending: holdings)
    }
}
