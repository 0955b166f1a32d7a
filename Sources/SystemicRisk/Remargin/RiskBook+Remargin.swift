import Quantities

extension RiskBook {
    /// What every account of a range is worth, owes and must have under other conditions, in the order of the book.
    ///
    /// A pure function of its arguments: ranges from `chunks(_:)` may be computed on as many threads as there are, and their answers put
    /// one after another. One pass over contiguous memory; nothing is allocated but the answer.
    /// - Throws: `outsideBook`; `count` for conditions of another book; `overflow` with the number of the account.
    public func remargin(
        _ accounts: Range<Int>, under conditions: MarketConditions, bounds: StandingBounds
    ) throws(SystemicRiskError) -> [AccountStanding] {
        try verify(accounts)
        try conditions.verify(for: self)
        let terms = ValuationTerms(conditions, bounds: bounds)
        var standings: [AccountStanding] = []
        standings.reserveCapacity(accounts.count)
        for account in accounts {
            standings.append(try standing(of: account, sold: 0, under: terms))
        }
        return standings
    }

    /// All accounts, in one piece.
    public func remargin(under conditions: MarketConditions, bounds: StandingBounds) throws(SystemicRiskError) -> [AccountStanding] {
        try remargin(0..<accountCount, under: conditions, bounds: bounds)
    }
}
