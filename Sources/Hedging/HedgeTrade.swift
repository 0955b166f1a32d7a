public import Quantities
internal import RiskModels

/// A trade that could be made: a perpetual or an option, bought or sold. Both sides of one instrument are two trades.
public struct HedgeTrade: Hashable, Sendable {
    public enum Side: String, Hashable, Sendable, CaseIterable {
        case buy, sell
    }

    /// What one unit costs, in quote units; each part 0 or more, so that no hedge is a way to earn.
    public struct Cost: Hashable, Sendable {
        public let halfSpread: FixedPoint
        public let fee: FixedPoint
        /// Expected financing over the time the hedge is held; income counts as 0.
        public let financing: FixedPoint

        public init(halfSpread: FixedPoint, fee: FixedPoint, financing: FixedPoint) {
            self.halfSpread = halfSpread
            self.fee = fee
            self.financing = financing
        }
    }

    public static let maximumUnits = 1_000_000

    public let name: String
    public let side: Side
    /// Contracts or whole units of the underlying in one unit of the trade.
    public let unitSize: FixedPoint
    /// The most units that can be had.
    public let mostUnits: Int
    public let cost: Cost
    /// Of one unit, in quote units.
    public let costPerUnit: FixedPoint

    /// - Throws: `outOfRange` for a negative part of the cost, a unit of nothing, or more than a million units; `count` for a name without a
    ///   letter or with more than 256 bytes; `arithmetic`.
    public init(name: String, side: Side, unitSize: FixedPoint, mostUnits: Int, cost: Cost) throws(HedgingError) {
        try Bounds.count(name.utf8.count, "bytes of a trade's name", atLeast: 1, atMost: 256)
        try Bounds.count(mostUnits, "units of \(name)", atLeast: 0, atMost: Self.maximumUnits)
        for (part, what) in [(cost.halfSpread, "half spread"), (cost.fee, "fee"), (cost.financing, "financing")] where part.isNegative {
            throw .outOfRange(name: "\(what) of \(name)", got: AmountConversion.double(part), expected: "0 or more")
        }
        if unitSize <= .zero {
            throw .outOfRange(name: "unit of \(name)", got: AmountConversion.double(unitSize), expected: "more than 0")
        }
        self.name = name
        self.side = side
        self.unitSize = unitSize
        self.mostUnits = mostUnits
        self.cost = cost
        costPerUnit = try computing("cost of \(name)") { () throws(QuantityError) in
            try cost.halfSpread.adding(cost.fee).adding(cost.financing)
        }
    }
}

/// The trades to choose from.
public struct HedgeMenu: Hashable, Sendable {
    public static let maximumTrades = 256

    public let trades: [HedgeTrade]

    /// - Throws: `count`; `duplicate` for one side of one name given twice.
    ///
    /// Trades are kept in the order they are given: models know them by position.
    public init(_ trades: [HedgeTrade]) throws(HedgingError) {
        try Bounds.count(trades.count, "trades", atLeast: 0, atMost: Self.maximumTrades)
        var seen: Set<String> = []
        for trade in trades where !seen.insert("\(trade.side.rawValue) \(trade.name)").inserted {
            throw .duplicate(name: "trade \(trade.side.rawValue) \(trade.name)")
        }
        self.trades = trades
    }
}
