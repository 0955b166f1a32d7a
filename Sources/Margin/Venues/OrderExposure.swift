import ChainIdentity
import Quantities

/// Open orders in one asset or instrument at one venue, as the requirement sees them.
struct OrderExposure {
    enum Form {
        /// Positions that net with others on the underlying.
        case linear(bids: FilledSide, asks: FilledSide)
        /// Options and spot orders.
        case alone
    }

    let underlying: AssetID
    let form: Form
    /// In quote units, for all orders.
    let fees: FixedPoint
    /// Beyond the positions that are there, each instrument alone.
    let added: MarginAmounts
    /// As if nothing else were there.
    let alone: MarginAmounts
}

/// All orders of one side, filled at their limits.
struct FilledSide {
    /// Base units, without sign.
    var quantity = Int256.zero
    /// Of the underlying, without sign.
    var units = FixedPoint.zero
    /// Quote units lost at once, where a limit is worse than what the market gives.
    var loss = FixedPoint.zero

    mutating func add(_ other: FilledSide) throws(MarginError) {
        (units, loss) = try computing("open orders") { () throws(QuantityError) in (try units.adding(other.units), try loss.adding(other.loss)) }
        quantity = try computing("open orders") { () throws(QuantityError) in try quantity.adding(other.quantity) }
    }
}

/// All linear positions on one underlying, wherever they are, and all open orders for such.
struct NetPosition {
    private var units = FixedPoint.zero
    private var bids = FilledSide()
    private var asks = FilledSide()

    /// - Parameter size: units of the underlying, signed.
    mutating func add(_ size: FixedPoint) throws(MarginError) {
        units = try computing("net positions") { () throws(QuantityError) in try units.adding(size) }
    }

    mutating func add(bids: FilledSide, asks: FilledSide) throws(MarginError) {
        try self.bids.add(bids)
        try self.asks.add(asks)
    }

    /// The largest of: no order filled, all bids, all asks; and the larger loss of the two sides. Any part of the orders asks for no more: what is required
    /// grows with the distance from zero on either side, and no fill's closing makes up for another's loss.
    func requirement(_ rates: RequirementRates, at prices: MarginAmounts) throws(MarginError) -> MarginAmounts {
        let farthest = try computing("net positions") { () throws(QuantityError) in
            max(try units.magnitude(), try units.adding(bids.units).magnitude(), try units.subtracting(asks.units).magnitude())
        }
        let notional = try MarginAmounts { (kind) throws(MarginError) in
            try computing("net positions") { () throws(QuantityError) in try farthest.multiplied(by: prices[kind], rounding: .ceiling) }
        }
        return try rates.requirement(on: notional).plus(MarginAmounts(all: max(bids.loss, asks.loss)), "the requirement")
    }
}
