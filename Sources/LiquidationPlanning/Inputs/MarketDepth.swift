public import Quantities

/// What a market takes up, and how much of it is lost on the way: the order book of one asset on one chain, cheapest first.
///
/// The loss of a sale is the sum over the levels it uses, so it is convex and linear between the levels. Beyond the last level nothing
/// can be sold.
public struct MarketDepth: Hashable, Sendable {
    public struct Level: Hashable, Sendable {
        /// Value at the marked price, in quote units, up to which this level reaches; counted from the first level.
        public let upTo: FixedPoint
        /// Share of the value that is lost on what is sold within this level, 0 to 1.
        public let slippage: FixedPoint

        public init(upTo: FixedPoint, slippage: FixedPoint) {
            self.upTo = upTo
            self.slippage = slippage
        }
    }

    public static let maximumLevels = 256

    /// Ascending by both.
    public let levels: [Level]

    /// - Throws: `count`; `outOfRange`; `unordered` unless each level reaches further than the last and is not cheaper.
    public init(levels: [Level]) throws(LiquidationError) {
        try Bounds.count(levels.count, "levels of depth", atLeast: 1, atMost: Self.maximumLevels)
        for (index, level) in levels.enumerated() {
            try Bounds.positive(level.upTo, "reach of a level")
            try Bounds.share(level.slippage, "slippage of a level")
            if index > 0, level.upTo <= levels[index - 1].upTo || level.slippage < levels[index - 1].slippage {
                throw .unordered(name: "levels of depth", index: index)
            }
        }
        self.levels = levels
    }

    /// Depth as measured: selling `upTo` in all loses the share `slippage` of it on average.
    ///
    /// - Throws: as `init(levels:)`: the loss between two measurements has to grow at least as fast as before them.
    ///
    /// Between two measurements the loss is linear. A share that grew linearly would lose less in between, so this errs against the account.
    public init(averages: [Level]) throws(LiquidationError) {
        var levels: [Level] = []
        var (reached, lost) = (FixedPoint.zero, FixedPoint.zero)
        for (index, average) in averages.enumerated() {
            if average.upTo <= reached { throw .unordered(name: "averages of depth", index: index) }
            let (from, before) = (reached, lost)
            (reached, lost) = (average.upTo, try computing("loss") { () throws(QuantityError) in
                try average.upTo.multiplied(by: average.slippage, rounding: .ceiling)
            })
            let (to, after) = (reached, lost)
            let share = try computing("slippage between measurements") { () throws(QuantityError) in
                try after.subtracting(before).divided(by: to.subtracting(from), rounding: .ceiling)
            }
            levels.append(Level(upTo: average.upTo, slippage: max(share, levels.last.map { Self.forgiving(share, $0.slippage) } ?? share)))
        }
        try self.init(levels: levels)
    }

    /// The last slippage where the next is below it by no more than its rounding.
    private static func forgiving(_ share: FixedPoint, _ last: FixedPoint) -> FixedPoint {
        last.raw - share.raw <= 1_000 ? last : share
    }

    /// What can be sold at all, in quote units at the marked price.
    public var reach: FixedPoint { levels[levels.count - 1].upTo }

    /// The loss of selling so much, in quote units, rounded up. What lies beyond the last level loses as that one does.
    ///
    /// - Throws: `arithmetic`.
    public func slippage(selling value: FixedPoint) throws(LiquidationError) -> FixedPoint {
        try computing("slippage") { () throws(QuantityError) in
            var (loss, from) = (FixedPoint.zero, FixedPoint.zero)
            for (index, level) in levels.enumerated() where value > from {
                let to = index == levels.count - 1 ? value : min(value, level.upTo)
                loss = try loss.adding(to.subtracting(from).multiplied(by: level.slippage, rounding: .ceiling))
                from = to
            }
            return loss
        }
    }
}
