public import ChainIdentity
public import Quantities

/// All that one account has at a venue; an account that has nothing there is left out.
public struct VenueAccount: Hashable, Sendable {
    public static let maximumPositions = 4_096
    public static let maximumOrders = 4_096

    public let account: AccountID
    /// In quote units; negative is owed to the venue.
    public let cash: FixedPoint
    /// Ascending by instrument text, each once.
    public let positions: [VenuePosition]
    /// Ascending by asset text, then by number.
    public let orders: [VenueOrder]

    /// - Parameters positions, orders: in any order.
    /// - Throws: `outOfRange` for too many, for nothing at all, or for an account in another spelling than its chain's: it would be nobody's, and its losses
    ///   too; `notAscending` when an instrument has two positions or an order stands twice.
    public init(account: AccountID, cash: FixedPoint, positions: [VenuePosition], orders: [VenueOrder]) throws(MarginError) {
        guard positions.count <= Self.maximumPositions, orders.count <= Self.maximumOrders else {
            throw .outOfRange(
                field: "entries of \(account)", expected: "at most \(Self.maximumPositions) positions and \(Self.maximumOrders) orders",
                got: "\(positions.count) positions and \(orders.count) orders")
        }
        // Where the program knows how addresses of the chain are spelled.
        let spelled = account.asItsChainSpellsIt
        guard spelled == account else { throw .outOfRange(field: "account of a venue record", expected: spelled.text, got: account.text) }
        guard !cash.isZero || !positions.isEmpty || !orders.isEmpty else {
            throw .outOfRange(field: "entry of \(account)", expected: "cash, a position or an order", got: "nothing")
        }
        let positions = positions.sorted { $0.instrument < $1.instrument }
        for index in positions.indices.dropFirst() where positions[index - 1].instrument == positions[index].instrument {
            throw .notAscending(record: "position", index: index)
        }
        let orders = orders.sorted { $0.key < $1.key }
        for index in orders.indices.dropFirst() where orders[index - 1].key == orders[index].key {
            throw .notAscending(record: "order", index: index)
        }
        (self.account, self.cash, self.positions, self.orders) = (account, cash, positions, orders)
    }

    /// Base units of an instrument; zero for none. Halves the list: there may be an order in every instrument.
    func quantity(of instrument: AssetID) -> Int256 {
        var places = positions.startIndex..<positions.endIndex
        while !places.isEmpty {
            let middle = places.lowerBound + places.count / 2
            let found = positions[middle].instrument
            if found == instrument { return positions[middle].quantity }
            places = found < instrument ? middle + 1..<places.upperBound : places.lowerBound..<middle
        }
        return .zero
    }
}

/// What an account holds of one instrument.
public struct VenuePosition: Hashable, Sendable {
    /// An instrument of the parameters, or an asset.
    public let instrument: AssetID
    /// Base units, long positive; never zero.
    public let quantity: Int256
    /// What it has won since it was opened and is not yet in the cash, in quote units; a loss is negative.
    public let unrealisedProfit: FixedPoint
    /// What the account owes for holding it and has not paid yet, in quote units; negative is owed to the account.
    public let unpaidFunding: FixedPoint

    /// - Throws: `MarginError.outOfRange` for a quantity of zero.
    public init(instrument: AssetID, quantity: Int256, unrealisedProfit: FixedPoint, unpaidFunding: FixedPoint) throws(MarginError) {
        guard !quantity.isZero else { throw .outOfRange(field: "position in \(instrument)", expected: "not zero", got: "0") }
        (self.instrument, self.quantity, self.unrealisedProfit, self.unpaidFunding) = (instrument, quantity, unrealisedProfit, unpaidFunding)
    }
}

/// What is still unfilled of an order.
public struct VenueOrder: Hashable, Sendable {
    public enum Side: UInt8, Hashable, Sendable, CaseIterable {
        case buy = 1
        case sell = 2
    }

    /// Whether an order may open something.
    public enum Effect: UInt8, Hashable, Sendable, CaseIterable {
        case open = 1
        /// It is cut to what it closes, so it never opens anything.
        case reduceOnly = 2
    }

    /// An instrument of the parameters; or an asset, for an order on its spot market.
    public let asset: AssetID
    /// The venue's own number of the order, so that one order cannot stand twice.
    public let number: UInt64
    public let side: Side
    /// Base units, more than zero.
    public let quantity: Int256
    /// Quote units: of an instrument for one unit of the underlying, of an asset for one whole unit. Zero or more.
    public let limit: FixedPoint
    public let effect: Effect

    /// - Throws: `MarginError.outOfRange` for a quantity that is not positive or a limit below zero.
    public init(
        asset: AssetID, number: UInt64, side: Side, quantity: Int256, limit: FixedPoint, effect: Effect = .open
    ) throws(MarginError) {
        guard quantity > .zero else { throw .outOfRange(field: "order of \(asset)", expected: "more than zero", got: "\(quantity)") }
        guard !limit.isNegative else { throw .outOfRange(field: "limit of an order of \(asset)", expected: "zero or more", got: "\(limit)") }
        (self.asset, self.number, self.side) = (asset, number, side)
        (self.quantity, self.limit, self.effect) = (quantity, limit, effect)
    }

    var key: (String, UInt64) { (asset.text, number) }
}
