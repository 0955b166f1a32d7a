public import Quantities

/// One of the largest holders.
public struct TopHolder: Hashable, Sendable {
    /// Number in the book, and what reports call it.
    public let account: Int
    public let id: String
    /// Quote units, before haircuts.
    public let value: FixedPoint
    /// Of the whole that is looked at, 0 to 1; rounded up.
    public let share: FixedPoint
}

/// Who holds a part of all collateral, and how alone they are: the part is one asset, or one chain.
public struct Crowd: Hashable, Sendable {
    public let name: String
    /// Quote units, before haircuts.
    public let value: FixedPoint
    /// Of all collateral, 0 to 1; rounded up.
    public let share: FixedPoint
    public let holderCount: Int
    /// The largest first; of equals the earlier in the book.
    public let topHolders: [TopHolder]
    /// The sum of the squared shares of all holders: 1 for one alone, 1/n for n equal ones; rounded up. 0 when nobody holds any.
    ///
    /// Source: Herfindahl, Concentration in the U.S. Steel Industry (1950); Hirschman (1945).
    public let herfindahl: FixedPoint
    /// Days until all of it is sold; for a chain those of its slowest asset; nil for never, because nobody trades it. Rounded up.
    public let daysToLiquidate: FixedPoint?
}

/// What accounts hold of one part, while it is being counted.
struct CrowdCount {
    /// One entry an account, in the order of the book; values above 0.
    private var holders: [(account: Int, value: FixedPoint)] = []
    private(set) var total = FixedPoint.zero

    mutating func add(_ value: FixedPoint, of account: Int) throws(QuantityError) {
        if value.isZero { return }
        total = try total.adding(value)
        if let last = holders.last, last.account == account {
            holders[holders.count - 1].value = try last.value.adding(value)
        } else {
            holders.append((account, value))
        }
    }

    func crowd(
        _ name: String, of all: FixedPoint, top: Int, days: FixedPoint?, in book: RiskBook
    ) throws(QuantityError) -> Crowd {
        var herfindahl = FixedPoint.zero
        for holder in holders {
            let share = try holder.value.divided(by: total, rounding: .ceiling)
            herfindahl = try herfindahl.adding(share.multiplied(by: share, rounding: .ceiling))
        }
        let largest = holders.sorted { $0.value == $1.value ? $0.account < $1.account : $0.value > $1.value }.prefix(top)
        var topHolders: [TopHolder] = []
        for (account, value) in largest {
            topHolders.append(
                TopHolder(account: account, id: book.accountIDs[account], value: value, share: try value.divided(by: total, rounding: .ceiling)))
        }
        return Crowd(
            name: name, value: total, share: all.isZero ? .zero : try total.divided(by: all, rounding: .ceiling),
            holderCount: holders.count, topHolders: topHolders, herfindahl: min(.one, herfindahl), daysToLiquidate: days)
    }
}
