public import Quantities
public import RiskModels

/// The terms on which a plan's sales are auctioned instead of sold into the markets.
public struct AuctionTerms: Hashable, Sendable {
    /// How the price asked falls with time.
    public let auction: DutchAuction
    /// See `AuctionOffer`.
    public let bufferShare: FixedPoint
    /// Paid in by earlier bidders, in quote units.
    public let reservedCash: FixedPoint

    public init(auction: DutchAuction, bufferShare: FixedPoint, reservedCash: FixedPoint) {
        self.auction = auction
        self.bufferShare = bufferShare
        self.reservedCash = reservedCash
    }
}

/// A plan's sales as lots of a Dutch auction.
public struct PlanAuction: Hashable, Sendable {
    public struct Lot: Hashable, Sendable {
        public let sale: PlannedSale
        /// What the lot costs when the auction begins, in quote units, rounded up.
        public let startPrice: FixedPoint
        /// What the plan expects from the market: below it the auction brings less than selling would.
        public let reservePrice: FixedPoint
        /// The last second at which the price asked is not below the reserve; nil when it never is.
        public let lastSecond: UInt64?
    }

    public let terms: AuctionTerms
    /// In the order of the plan.
    public let lots: [Lot]
    /// What a bidder may take of the whole account when the auction begins.
    public let offer: AuctionOffer

    /// - Throws: `risk`, `arithmetic`.
    public init(_ plan: LiquidationPlan, of problem: LiquidationProblem, terms: AuctionTerms) throws(LiquidationError) {
        self.terms = terms
        var lots: [Lot] = []
        for sale in plan.sales { lots.append(try Self.lot(sale, terms.auction)) }
        self.lots = lots
        var markToMarket = try computing("mark-to-market") { () throws(QuantityError) in
            try problem.untouched.adjustedValue.subtracting(plan.before.liabilities)
        }
        for holding in problem.holdings {
            let value = try holding.value(of: holding.quantity)
            markToMarket = try computing("mark-to-market") { () throws(QuantityError) in try markToMarket.adding(value) }
        }
        let marked = markToMarket
        offer = try applying { () throws(RiskModelError) in
            try AuctionOffer(
                markToMarket: marked, maintenanceExcess: plan.before.maintenanceExcess, bufferShare: terms.bufferShare,
                discount: terms.auction.share(afterSeconds: 0), reservedCash: terms.reservedCash)
        }
    }

    private static func lot(_ sale: PlannedSale, _ auction: DutchAuction) throws(LiquidationError) -> Lot {
        func price(_ seconds: UInt64) throws(LiquidationError) -> FixedPoint {
            let share = try applying { () throws(RiskModelError) in try auction.share(afterSeconds: seconds) }
            return try computing("price asked") { () throws(QuantityError) in try sale.value.multiplied(by: share, rounding: .ceiling) }
        }
        let start = try price(0)
        guard start >= sale.proceeds else { return Lot(sale: sale, startPrice: start, reservePrice: sale.proceeds, lastSecond: nil) }
        // The price never rises: halve the time until the second is found. Both phases last at most a year.
        var (good, bad) = (UInt64(0), auction.fastSeconds + auction.slowSeconds + 1)
        while bad - good > 1 {
            let middle = good + (bad - good) / 2
            if try price(middle) >= sale.proceeds { good = middle } else { bad = middle }
        }
        return Lot(sale: sale, startPrice: start, reservePrice: sale.proceeds, lastSecond: good)
    }
}
