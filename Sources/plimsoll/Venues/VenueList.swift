import ChainIdentity
import CollateralState
import Encoding
import Margin
import Node
import Quantities

/// What a venue has of all accounts, as people and their programs write it: the members of the signed file's readable copy, without those that signing adds.
/// Zeros and empty lists may be left out.
struct VenueList {
    let network: NetworkName
    let venue: VenueName
    private let quote: QuoteCurrency
    private let accounts: [VenueAccount]

    init(file: String) throws {
        let root = JSONNode(
            try file.hasSuffix(".toml")
                ? TOMLFile.read(file)
                : ListError.naming(file, nil) {
                    try JSON.parse(
                        BoundedFile.read(file, maximum: SignedVenueFile.maximumBytes),
                        limits: JSONLimits(maximumBytes: SignedVenueFile.maximumBytes, maximumDepth: 8))
                })
        (network, venue, quote) = try ListError.naming(file, nil) {
            try root.object(allowing: ["network", "quote", "venue", "accounts"])
            return (
                try NetworkName(parsing: root["network"].string(max: 64)), try VenueName(parsing: root["venue"].string(max: 64)),
                try QuoteCurrency(parsing: root["quote"].string(max: 16))
            )
        }
        let nodes = try ListError.naming(file, nil) { try root["accounts"].array(max: VenueRecord.maximumAccounts) }
        accounts = try nodes.map { node in try ListError.naming(file, "\(node.path)") { try VenueAccount(listed: node) } }
    }

    /// - Parameter earlier: the venue's record before; nil for its first.
    func record(after earlier: VenueRecord?, at now: Timestamp) throws -> VenueRecord {
        guard let earlier else {
            return try VenueRecord(
                network: network, quote: quote, venue: venue, number: 1, previous: .zero, publishedAt: now, accounts: accounts)
        }
        guard earlier.quote == quote else { throw MarginError.wrongQuote(expected: earlier.quote, got: quote) }
        return try earlier.next(publishedAt: now, accounts: accounts)
    }
}

extension VenueAccount {
    fileprivate init(listed node: JSONNode) throws {
        try node.object(allowing: ["account", "cash", "positions", "orders"])
        let written = try AccountID(parsing: node["account"].string(max: AccountID.maximumLength))
        try self.init(
            account: Self.spelled(written), cash: node.amount("cash") ?? .zero,
            positions: (node.optional("positions")?.array(max: Self.maximumPositions) ?? []).map { try VenuePosition(listed: $0) },
            orders: (node.optional("orders")?.array(max: Self.maximumOrders) ?? []).map { try VenueOrder(listed: $0) })
    }

    /// A venue may write an address as it likes; what it signs has the chain's own spelling. An address that is none would be nobody's.
    private static func spelled(_ written: AccountID) throws -> AccountID {
        do throws(ChainIdentityError) { return try AccountID(chain: written.chain, key: written.key()) } catch {
            if case .unsupportedNamespace = error { return written }
            throw error
        }
    }
}

extension VenuePosition {
    fileprivate init(listed node: JSONNode) throws {
        try node.object(allowing: ["instrument", "quantity", "unrealisedProfit", "unpaidFunding"])
        try self.init(
            instrument: AssetID(parsing: node["instrument"].string(max: AssetID.maximumLength)), quantity: node.baseUnits("quantity"),
            unrealisedProfit: node.amount("unrealisedProfit") ?? .zero, unpaidFunding: node.amount("unpaidFunding") ?? .zero)
    }
}

extension VenueOrder {
    fileprivate init(listed node: JSONNode) throws {
        try node.object(allowing: ["asset", "number", "side", "effect", "quantity", "limit"])
        let (side, effect) = (try node["side"].string(max: 16), try node.optional("effect")?.string(max: 16) ?? Effect.open.name)
        guard let side = Side.allCases.first(where: { $0.name == side }) else {
            throw MarginError.outOfRange(field: "\(node.path).side", expected: "buy or sell", got: side)
        }
        guard let effect = Effect.allCases.first(where: { $0.name == effect }) else {
            throw MarginError.outOfRange(field: "\(node.path).effect", expected: "open or reduceOnly", got: effect)
        }
        try self.init(
            asset: AssetID(parsing: node["asset"].string(max: AssetID.maximumLength)), number: node["number"].uint64(), side: side,
            quantity: node.baseUnits("quantity"), limit: FixedPoint(parsing: node["limit"].decimalString()), effect: effect)
    }
}

extension JSONNode {
    fileprivate func amount(_ key: String) throws -> FixedPoint? { try optional(key).map { try FixedPoint(parsing: $0.decimalString()) } }

    fileprivate func baseUnits(_ key: String) throws -> Int256 { try Int256(decimal: self[key].string(max: 80)) }
}
