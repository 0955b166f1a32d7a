public import ChainIdentity
import Encoding
public import Quantities

/// What a holding is to its owner.
public enum HoldingKind: UInt8, Hashable, Comparable, Sendable, CaseIterable, CustomStringConvertible {
    case collateral = 1
    case debt = 2
    /// A signed exposure, long positive.
    case position = 3

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    public var description: String {
        switch self {
        case .collateral: "collateral"
        case .debt: "debt"
        case .position: "position"
        }
    }
}

/// One asset of one account in one vault, in base units; never zero, and only a position may be negative.
public struct Holding: Hashable, Sendable {
    public let kind: HoldingKind
    public let asset: AssetID
    public let quantity: Int256

    public init(kind: HoldingKind, asset: AssetID, quantity: Int256) throws(CollateralStateError) {
        guard quantity != .zero else { throw .outOfRange(field: "\(kind) of \(asset)", expected: "not zero", got: "0") }
        guard kind == .position || quantity > .zero else {
            throw .outOfRange(field: "\(kind) of \(asset)", expected: "more than zero", got: "\(quantity)")
        }
        self.kind = kind
        self.asset = asset
        self.quantity = quantity
    }

    /// The order of holdings in an account state: kind, then the asset's text.
    var order: HoldingKey { HoldingKey(kind: kind, asset: asset) }

    func write(to writer: inout BinaryWriter) throws(CollateralStateError) {
        writer.u8(kind.rawValue)
        try decoding { () throws(EncodingError) in try writer.field16(Array(asset.description.utf8)) }
        writer.raw(quantity.bigEndianBytes)
    }

    static func read(from reader: inout BinaryReader) throws(CollateralStateError) -> Holding {
        let (code, assetBytes, quantityBytes) = try decoding { () throws(EncodingError) in
            (try reader.u8(), try reader.field16(max: maximumAssetBytes), try reader.raw(32))
        }
        guard let kind = HoldingKind(rawValue: code) else { throw .unknownCode(field: "holding kind", got: UInt64(code)) }
        guard let text = String(validating: assetBytes, as: UTF8.self) else {
            throw .outOfRange(field: "asset", expected: "UTF-8", got: Hex.encode(assetBytes))
        }
        let asset = try identifying { () throws(ChainIdentityError) in try AssetID(parsing: text) }
        guard let quantity = try? Int256(bigEndian: quantityBytes) else {
            throw .outOfRange(field: "quantity", expected: "32 bytes", got: "\(quantityBytes.count)")
        }
        return try Holding(kind: kind, asset: asset, quantity: quantity)
    }

    /// CAIP-19: chain 41, slash, namespace 8, colon, reference 128, slash, token 78.
    static let maximumAssetBytes = 41 + 1 + 8 + 1 + 128 + 1 + 78
}

/// What names a holding within an account: its kind and asset.
public struct HoldingKey: Hashable, Comparable, Sendable {
    public let kind: HoldingKind
    public let asset: AssetID

    public init(kind: HoldingKind, asset: AssetID) {
        self.kind = kind
        self.asset = asset
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.kind == right.kind ? left.asset < right.asset : left.kind < right.kind
    }
}
