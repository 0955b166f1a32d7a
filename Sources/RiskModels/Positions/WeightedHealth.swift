public import Quantities

/// Health of a cross-margined account: weighted assets less weighted liabilities, with reserved orders at their worst side and the PnL of
/// perpetuals settled into a token before it is weighted.
///
/// Source: Mango v4, health cache. Amounts are whole units, health is in quote units; every rounding is against the account.
public struct WeightedHealth: Hashable, Sendable {
    public struct Token: Hashable, Sendable {
        /// Quote units per unit.
        public var price: FixedPoint
        public var assetWeight: FixedPoint
        public var liabilityWeight: FixedPoint
        /// Negative when borrowed.
        public var balance: FixedPoint

        public init(price: FixedPoint, assetWeight: FixedPoint, liabilityWeight: FixedPoint, balance: FixedPoint) {
            self.price = price
            self.assetWeight = assetWeight
            self.liabilityWeight = liabilityWeight
            self.balance = balance
        }
    }

    /// Funds locked in orders of one market: they are one token or the other, whichever turns out worse.
    public struct ReservedOrders: Hashable, Sendable {
        /// Indices into `tokens`.
        public var baseToken: Int
        public var quoteToken: Int
        /// Units of each that are locked; 0 or more.
        public var base: FixedPoint
        public var quote: FixedPoint

        public init(baseToken: Int, quoteToken: Int, base: FixedPoint, quote: FixedPoint) {
            self.baseToken = baseToken
            self.quoteToken = quoteToken
            self.base = base
            self.quote = quote
        }
    }

    /// A perpetual position with its open orders.
    public struct Perpetual: Hashable, Sendable {
        /// The token that its PnL settles in.
        public var settleToken: Int
        public var price: FixedPoint
        public var assetWeight: FixedPoint
        public var liabilityWeight: FixedPoint
        /// What a positive PnL counts.
        public var profitWeight: FixedPoint
        /// Units of the underlying: held (signed), in open bids, in open asks.
        public var base: FixedPoint
        public var openBids: FixedPoint
        public var openAsks: FixedPoint
        /// Quote units of the position, signed.
        public var quote: FixedPoint

        public init(
            settleToken: Int, price: FixedPoint, assetWeight: FixedPoint, liabilityWeight: FixedPoint, profitWeight: FixedPoint,
            base: FixedPoint, openBids: FixedPoint, openAsks: FixedPoint, quote: FixedPoint
        ) {
            self.settleToken = settleToken
            self.price = price
            self.assetWeight = assetWeight
            self.liabilityWeight = liabilityWeight
            self.profitWeight = profitWeight
            self.base = base
            self.openBids = openBids
            self.openAsks = openAsks
            self.quote = quote
        }
    }

    public let tokens: [Token]
    public let reserved: [ReservedOrders]
    public let perpetuals: [Perpetual]

    /// - Throws: `count`; `outOfRange` for a price or weight that cannot be; `unknown` for an index without a token.
    public init(tokens: [Token], reserved: [ReservedOrders], perpetuals: [Perpetual]) throws(RiskModelError) {
        self.tokens = tokens
        self.reserved = reserved
        self.perpetuals = perpetuals
        try validate()
    }

    /// Positive is healthy.
    ///
    /// - Throws: `arithmetic` on overflow.
    public func health() throws(RiskModelError) -> FixedPoint {
        var balances = tokens.map(\.balance)
        for perpetual in perpetuals {
            let token = perpetual.settleToken
            balances[token] = try balances[token].plus(perpetual.settledProfit().over(tokens[token].price, .floor))
        }
        var health = FixedPoint.zero
        for (token, balance) in zip(tokens, balances) { health = try health.plus(token.weighted(balance)) }
        return try health.plus(reservedEffect(balances))
    }

    /// What locked funds add: for each market the worse of getting all as base and all as quote.
    ///
    /// A token could receive the funds of several markets; each market is taken as the last to arrive, where a unit counts least.
    private func reservedEffect(_ balances: [FixedPoint]) throws(RiskModelError) -> FixedPoint {
        var largest = balances
        var both: [(asBase: FixedPoint, asQuote: FixedPoint)] = []
        for orders in reserved {
            let (base, quote) = (tokens[orders.baseToken], tokens[orders.quoteToken])
            let asBase = try orders.base.plus(orders.quote.times(quote.price, .floor).over(base.price, .floor))
            let asQuote = try orders.quote.plus(orders.base.times(base.price, .floor).over(quote.price, .floor))
            largest[orders.baseToken] = try largest[orders.baseToken].plus(asBase)
            largest[orders.quoteToken] = try largest[orders.quoteToken].plus(asQuote)
            both.append((asBase, asQuote))
        }
        var effect = FixedPoint.zero
        for (orders, amounts) in zip(reserved, both) {
            let asBase = try tokens[orders.baseToken].effect(of: amounts.asBase, arrivingAt: largest[orders.baseToken])
            let asQuote = try tokens[orders.quoteToken].effect(of: amounts.asQuote, arrivingAt: largest[orders.quoteToken])
            effect = try effect.plus(min(asBase, asQuote))
        }
        return effect
    }

    private func validate() throws(RiskModelError) {
        try Require.count(tokens.count, "tokens", atLeast: 1, atMost: 65_536)
        try Require.count(reserved.count, "markets", atLeast: 0, atMost: 65_536)
        try Require.count(perpetuals.count, "perpetuals", atLeast: 0, atMost: 65_536)
        for token in tokens {
            try Require.positive(token.price, "price of a token")
            try Require.weights(asset: token.assetWeight, liability: token.liabilityWeight)
        }
        for orders in reserved {
            for index in [orders.baseToken, orders.quoteToken] where !tokens.indices.contains(index) {
                throw .unknown(name: "\(index)", what: "token")
            }
            try Require.nonNegative(orders.base, "reserved base")
            try Require.nonNegative(orders.quote, "reserved quote")
        }
        for perpetual in perpetuals {
            if !tokens.indices.contains(perpetual.settleToken) { throw .unknown(name: "\(perpetual.settleToken)", what: "token") }
            try Require.positive(perpetual.price, "price of a perpetual")
            try Require.weights(asset: perpetual.assetWeight, liability: perpetual.liabilityWeight)
            try Require.share(perpetual.profitWeight, "profit weight")
            try Require.nonNegative(perpetual.openBids, "open bids")
            try Require.nonNegative(perpetual.openAsks, "open asks")
        }
    }
}

extension WeightedHealth.Token {
    func weighted(_ balance: FixedPoint) throws(RiskModelError) -> FixedPoint {
        try balance.times(price, .floor).times(balance.isNegative ? liabilityWeight : assetWeight, .floor)
    }

    /// What the last `amount` that brought the balance to `total` changed: it first repaid what was owed.
    func effect(of amount: FixedPoint, arrivingAt total: FixedPoint) throws(RiskModelError) -> FixedPoint {
        let owned = min(max(total, .zero), amount)
        let repaid = try amount.minus(owned)
        return try owned.times(price, .floor).times(assetWeight, .floor).plus(repaid.times(price, .floor).times(liabilityWeight, .floor))
    }
}

extension WeightedHealth.Perpetual {
    /// The PnL at the worse of all bids and all asks filled, base weighted, a profit counted in part.
    func settledProfit() throws(RiskModelError) -> FixedPoint {
        let bids = try profit(change: openBids)
        let asks = try profit(change: openAsks.opposite())
        let worst = try quote.plus(min(bids, asks))
        return worst.isNegative ? worst : try worst.times(profitWeight, .floor)
    }

    private func profit(change: FixedPoint) throws(RiskModelError) -> FixedPoint {
        let held = try base.plus(change)
        let value = try held.times(price, .floor).times(held.isNegative ? liabilityWeight : assetWeight, .floor)
        return try value.minus(change.times(price, .ceiling))
    }
}

extension Require {
    fileprivate static func weights(asset: FixedPoint, liability: FixedPoint) throws(RiskModelError) {
        try share(asset, "asset weight")
        if liability < .one { throw .outOfRange(name: "liability weight", got: liability.approximate, expected: "1 or more") }
    }
}
