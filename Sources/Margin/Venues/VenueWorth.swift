public import Quantities

/// What cash or a position at a venue would bring, and how much of it counts. `raw` less the deductions, to the last digit, is `counted`.
///
/// Losses, owed funding and debts to the venue are never deducted from: they count in full, however old the record is.
public struct VenueWorth: Hashable, Sendable {
    /// In quote units; negative is owed.
    public let raw: FixedPoint
    public let deductions: [Deduction]
    public let counted: MarginAmounts
}

extension VenueWorth {
    /// - Parameters:
    ///   - parts: what is had and what is owed, each by itself: one does not lessen the other before the deductions.
    ///   - profit: zero or more; what is among them of profit that has not been paid out.
    ///   - stale: why nothing that is had can be relied on; nil for a current record.
    init(_ parts: [FixedPoint], profit: FixedPoint, share: MarginAmounts, stale: MarginReason?) throws(MarginError) {
        var (raw, had) = (FixedPoint.zero, FixedPoint.zero)
        for part in parts {
            (raw, had) = try computing("the value at a venue") { () throws(QuantityError) in
                (try raw.adding(part), try had.adding(max(part, .zero)))
            }
        }
        var removed = MarginAmounts.zero
        var deductions: [Deduction] = []
        if !profit.isZero, share != .one {
            removed = try MarginAmounts { (kind) throws(MarginError) in
                try computing("unrealised profit") { () throws(QuantityError) in
                    try profit.subtracting(try profit.multiplied(by: share[kind], rounding: .floor))
                }
            }
            deductions.append(Deduction(reason: .unrealisedProfit(profit), shares: nil, amounts: removed))
        }
        if let stale {
            let rest = try MarginAmounts(all: had).minus(removed, "the value at a venue")
            let amounts = MarginAmounts { max(.zero, rest[$0]) }
            removed = try removed.plus(amounts, "the value at a venue")
            deductions.append(Deduction(reason: stale, shares: nil, amounts: amounts))
        }
        let counted = try MarginAmounts(all: raw).minus(removed, "the value at a venue")
        (self.raw, self.deductions, self.counted) = (raw, deductions, counted)
    }

    /// Of a position.
    ///
    /// - Parameters:
    ///   - value: of an option what it would bring now, negative when sold. What it has won is already in that, because what was paid for it has left the
    ///     cash; only the share of it that does not count is taken off. Of the rest what a supposed move of the price has won or lost besides the profit that
    ///     the venue says; nothing at signed prices.
    init(_ position: VenuePosition, value: FixedPoint, isOption: Bool, share: MarginAmounts, stale: MarginReason?) throws(MarginError) {
        let (won, funding) = try computing("unrealised profit") { () throws(QuantityError) in
            try (isOption ? position.unrealisedProfit : position.unrealisedProfit.adding(value), position.unpaidFunding.negated())
        }
        let profit = try computing("unrealised profit") { () throws(QuantityError) in try max(won, .zero).adding(max(funding, .zero)) }
        try self.init([isOption ? value : won, funding], profit: profit, share: share, stale: stale)
    }
}
