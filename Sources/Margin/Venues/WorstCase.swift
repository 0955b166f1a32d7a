import ChainIdentity
import Quantities
import RiskModels

/// What the worse of all bids and all asks filled requires.
struct WorstCase {
    let underlying: AssetID
    /// Whether positions in it net with others on the underlying.
    let isLinear: Bool
    let bids: FilledSide
    let asks: FilledSide
    /// Beyond the positions that are there; never below zero.
    let added: MarginAmounts
    /// As if nothing else were there.
    let alone: MarginAmounts
}

extension WorstCase {
    /// Of orders that open nothing.
    init(nothingOn asset: AssetID) {
        self.init(underlying: asset, isLinear: false, bids: FilledSide(), asks: FilledSide(), added: .zero, alone: .zero)
    }

    /// Of orders in a derivative: for each account the worst of its position alone, with all bids, and with all asks. One account's fills close nothing of
    /// another's position.
    init(of orders: OrderPool, _ terms: PositionTerms) throws(MarginError) {
        // What is bought is closed as a long, what is sold as a short.
        let (bought, sold) = (try PositionPool(terms, isShort: false).fairPrice, try PositionPool(terms, isShort: true).fairPrice)
        let size = { (quantity: Int256) throws(QuantityError) in
            try FixedPoint(baseUnits: quantity, decimals: Int(terms.decimals), rounding: .awayFromZero)
                .multiplied(by: terms.contractSize, rounding: .awayFromZero)
        }
        var (bids, asks, added) = (FilledSide(), FilledSide(), MarginAmounts.zero)
        for (account, position) in orders.positions {
            let ownBids = try orders.filled(.buy, of: account, against: bought, size: size)
            let ownAsks = try orders.filled(.sell, of: account, against: sold, size: size)
            added = try added.plus(try Self.added(to: position, ownBids, ownAsks, terms), "open orders")
            try bids.add(ownBids)
            try asks.add(ownAsks)
        }
        let isLinear = if case .linear = terms.form { true } else { false }
        self.init(
            underlying: terms.underlying, isLinear: isLinear, bids: bids, asks: asks, added: added,
            alone: try Self.added(to: .zero, bids, asks, terms))
    }

    /// What the worse side requires beyond `position`, at least zero; and the larger loss of the two sides, for which no closing makes up.
    private static func added(
        to position: Int256, _ bids: FilledSide, _ asks: FilledSide, _ terms: PositionTerms
    ) throws(MarginError) -> MarginAmounts {
        let (long, short) = try computing("open orders") { () throws(QuantityError) in
            (try position.adding(bids.quantity), try position.subtracting(asks.quantity))
        }
        let none = try requirement(terms, position)
        let withBids = try requirement(terms, long).minus(none, "open orders")
        let withAsks = try requirement(terms, short).minus(none, "open orders")
        return try MarginAmounts { max(.zero, withBids[$0], withAsks[$0]) }.plus(MarginAmounts(all: max(bids.loss, asks.loss)), "open orders")
    }

    private static func requirement(_ terms: PositionTerms, _ quantity: Int256) throws(MarginError) -> MarginAmounts {
        var pool = try PositionPool(terms, isShort: quantity.isNegative)
        return try pool.add(quantity).requirement
    }

    /// Of orders on the spot market, as if none of the asset were held: what lies in vaults is not at the venue, and holding some, or owing some, could
    /// only lessen what a fill costs.
    init(
        of orders: OrderPool, _ price: AssetPrice, _ rules: AssetRules, _ conditions: AssetConditions, _ doubts: PriceRules
    ) throws(MarginError) {
        let size = { (quantity: Int256) throws(QuantityError) in
            try FixedPoint(baseUnits: quantity, decimals: Int(price.decimals), rounding: .ceiling)
        }
        let bids = try orders.filled(.buy, against: price.price, size: size)
        let asks = try orders.filled(.sell, against: price.price, size: size)
        let owed = try price.owedPrices(doubts)
        var weight = MarginAmounts.one
        for finding in conditions.findings { weight = try weight.less(finding.shares) }
        let cost = try MarginAmounts { (kind) throws(MarginError) in
            let liability = try computing("open orders") { () throws(QuantityError) in try FixedPoint.one.adding(rules.debt[kind]) }
            let costs = [(bids, FilledSide()), (FilledSide(), asks)].map { bids, asks in
                SpotOrders(
                    holding: .zero, openBids: bids.units, openAsks: asks.units, price: owed[kind], assetWeight: weight[kind],
                    liabilityWeight: liability, openOrderCount: 0, feePerOrder: .zero)
            }
            return max(try costs[0].cost(losing: bids.loss), try costs[1].cost(losing: asks.loss))
        }
        self.init(underlying: price.asset, isLinear: false, bids: bids, asks: asks, added: cost, alone: cost)
    }
}

extension SpotOrders {
    /// What the worst fill takes from the account; never below zero.
    fileprivate func cost(losing loss: FixedPoint) throws(MarginError) -> FixedPoint {
        let worst = try modelling { () throws(RiskModelError) in try worstCase() }
        return try computing("open orders") { () throws(QuantityError) in
            try max(.zero, worst.requirement.subtracting(worst.collateral)).adding(loss)
        }
    }
}
