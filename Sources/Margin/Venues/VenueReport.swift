public import ChainIdentity
public import CollateralState
public import Encoding
public import Quantities

/// What the account has at venues, and how it counts.
public struct VenueReport: Hashable, Sendable {
    /// Ascending by name, one for each venue of the parameters.
    public let records: [Record]
    /// Ascending by venue and account; the cash first, then the positions by instrument.
    public let lines: [VenueLine]
    /// Ascending by venue and asset.
    public let orders: [OrderLine]
    /// Of all lines, without any deduction, in quote units; negative when more is owed there than is there.
    public let marketValue: FixedPoint
    /// What all lines add to the account, in quote units.
    public let value: MarginAmounts

    /// Which record the report used.
    public struct Record: Hashable, Sendable {
        public let venue: VenueName
        public let digest: Digest
        public let number: UInt64
        public let publishedAt: Timestamp
        /// Milliseconds from the publication to the report's now.
        public let age: UInt64
    }
}

/// Cash or one position at a venue, and all that is needed to follow how it counts.
public struct VenueLine: Hashable, Sendable {
    public let venue: VenueName
    public let account: AccountID
    public let content: Content

    public enum Content: Hashable, Sendable {
        case cash(VenueWorth)
        /// The figures say what it requires, the worth what it adds.
        case position(VenuePosition, PositionFigures, VenueWorth)
        /// It is taken from elsewhere, and so not from here.
        case uncounted(VenuePosition, MarginReason)
        /// It cannot be valued.
        case unpriceable(VenuePosition, MarginReason)
    }

    /// nil for what does not count.
    public var worth: VenueWorth? {
        switch content {
        case .cash(let worth), .position(_, _, let worth): worth
        case .uncounted, .unpriceable: nil
        }
    }
}

/// All open orders of the account in one asset or instrument at one venue.
public struct OrderLine: Hashable, Sendable {
    public let venue: VenueName
    public let asset: AssetID
    /// Those that have such orders, ascending.
    public let accounts: [AccountID]
    /// With those that only reduce.
    public let count: Int
    public let content: Content

    public enum Content: Hashable, Sendable {
        case counted(OrderFigures)
        /// Orders in the instrument are taken from elsewhere.
        case uncounted(MarginReason)
        case unpriceable(MarginReason)
    }
}

/// What open orders require, in quote units; nothing in it is below zero.
public struct OrderFigures: Hashable, Sendable {
    /// Units of the underlying, or of the asset, that would be bought, and sold, if every order that may open something were filled.
    public let bids: FixedPoint
    public let asks: FixedPoint
    /// Set aside for all orders.
    public let fees: FixedPoint
    /// What the worse of all bids and all asks filled requires beyond the positions that are there, each account and instrument alone.
    public let added: MarginAmounts
    /// What the worse side requires as if nothing else were there.
    public let alone: MarginAmounts
}

extension VenueReport {
    init(records: [Record], lines: [VenueLine], orders: [OrderLine]) throws(MarginError) {
        var (market, value) = (FixedPoint.zero, MarginAmounts.zero)
        for worth in lines.compactMap(\.worth) {
            market = try computing("the value at venues") { () throws(QuantityError) in try market.adding(worth.raw) }
            value = try value.plus(worth.counted, "the value at venues")
        }
        (self.records, self.lines, self.orders, self.marketValue, self.value) = (records, lines, orders, market, value)
    }

    /// The value of all positions without sign.
    func notional() throws(MarginError) -> MarginAmounts {
        var sum = MarginAmounts.zero
        for line in lines {
            if case .position(_, let figures, _) = line.content { sum = try sum.plus(figures.notional, "the notional of all positions") }
        }
        return sum
    }

    /// What cannot be valued, and is not left out.
    var unpriceable: [UnpriceableObligation] {
        lines.compactMap { line in
            guard case .unpriceable(let position, let reason) = line.content else { return nil }
            return UnpriceableObligation(kind: .position, asset: position.instrument, account: line.account, reason: reason)
        } + orders.flatMap { order -> [UnpriceableObligation] in
            guard case .unpriceable(let reason) = order.content else { return [] }
            return order.accounts.map { UnpriceableObligation(kind: .position, asset: order.asset, account: $0, reason: reason) }
        }
    }
}
