import ChainIdentity
import CollateralState
public import Encoding
import Quantities

extension VenueRecord {
    /// The copy of the record for people, as its file has it.
    public var readable: JSON {
        [
            "network": .string("\(network)"),
            "quote": .string("\(quote)"),
            "venue": .string("\(venue)"),
            "number": .integer(number),
            "previous": .string("\(previous)"),
            "publishedAtMilliseconds": .integer(publishedAt.milliseconds),
            "accounts": .array(accounts.map(\.readable)),
        ]
    }
}

extension VenueAccount {
    public var readable: JSON {
        [
            "account": .string(account.text),
            "cash": .string("\(cash)"),
            "positions": .array(positions.map(\.readable)),
            "orders": .array(orders.map(\.readable)),
        ]
    }
}

extension VenuePosition {
    fileprivate var readable: JSON {
        [
            "instrument": .string(instrument.text),
            "quantity": .string("\(quantity)"),
            "unrealisedProfit": .string("\(unrealisedProfit)"),
            "unpaidFunding": .string("\(unpaidFunding)"),
        ]
    }
}

extension VenueOrder {
    fileprivate var readable: JSON {
        [
            "asset": .string(asset.text),
            "number": .integer(number),
            "side": .string(side.name),
            "effect": .string(effect.name),
            "quantity": .string("\(quantity)"),
            "limit": .string("\(limit)"),
        ]
    }
}

extension VenueOrder.Side {
    /// As files spell it.
    public var name: String {
        switch self {
        case .buy: "buy"
        case .sell: "sell"
        }
    }
}

extension VenueOrder.Effect {
    /// As files spell it.
    public var name: String {
        switch self {
        case .open: "open"
        case .reduceOnly: "reduceOnly"
        }
    }
}
