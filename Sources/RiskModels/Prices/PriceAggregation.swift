/// What one source says a price is: a whole number of the smallest price unit, and how far off it may be, in the same unit.
public struct PriceQuote: Hashable, Sendable {
    public let price: Int128
    public let confidence: Int128

    public init(price: Int128, confidence: Int128) {
        self.price = price
        self.confidence = confidence
    }
}

/// Which quotes get a vote.
public enum QuoteAdmission: Sendable, CaseIterable {
    /// Every quote with a confidence above zero, whatever its price: the oracle networks' own rule, which also takes spreads
    /// and rates that may be zero or negative.
    case anyPrice
    /// Only quotes with 0 < confidence <= price: for prices of assets, which cannot be negative and mean nothing when the
    /// doubt is larger than the price.
    case confidenceWithinPrice
}

/// Many quotes as one price with one confidence.
public struct AggregatePrice: Hashable, Sendable {
    public let price: Int128
    /// The larger of the distances from the median to the two quartiles, same unit as the price.
    public let confidence: Int128
    /// How many quotes had a vote.
    public let quoteCount: Int
}

/// The quartile rule: each quote votes its price less its confidence, its price, and its price plus its confidence; the price
/// is the median vote. One source, however wild, moves the result no further than the next honest vote.
///
/// Source: Pyth Network, aggregation of publisher prices (three votes per publisher, quartile confidence).
public enum PriceAggregation {
    /// More sources than any feed has.
    public static let maximumQuotes = 4_096

    /// - Returns: nil when no quote has a vote; then nothing may be published.
    /// - Throws: `count` for too many quotes; `overflow` when a distance between votes does not fit 128 bits.
    ///
    /// A quote whose price plus or minus confidence does not fit 128 bits has no vote. Exact: integers only.
    public static func aggregate(_ quotes: [PriceQuote], admitting admission: QuoteAdmission) throws(RiskModelError) -> AggregatePrice? {
        try Require.count(quotes.count, "quotes", atLeast: 0, atMost: maximumQuotes)
        var votes: [Int128] = []
        votes.reserveCapacity(3 * quotes.count)
        for quote in quotes { votes += quote.votes(admitting: admission) }
        if votes.isEmpty { return nil }
        votes.sort()
        let quarter = votes.count >> 2
        let median = middle(of: votes)
        let below = try distance(from: votes[quarter], to: median)
        let above = try distance(from: median, to: votes[votes.count - 1 - quarter])
        return AggregatePrice(price: median, confidence: max(below, above), quoteCount: votes.count / 3)
    }

    /// The median of sorted votes; for an even count the floor of the mean of the middle two.
    private static func middle(of votes: [Int128]) -> Int128 {
        let upper = votes[votes.count / 2]
        if votes.count % 2 == 1 { return upper }
        let lower = votes[votes.count / 2 - 1]
        // Halves first: the sum may not fit.
        return (lower >> 1) + (upper >> 1) + (lower & upper & 1)
    }

    private static func distance(from lower: Int128, to upper: Int128) throws(RiskModelError) -> Int128 {
        let (difference, overflow) = upper.subtractingReportingOverflow(lower)
        if overflow { throw .overflow("the confidence of the aggregate price") }
        return difference
    }
}

extension PriceQuote {
    fileprivate func votes(admitting admission: QuoteAdmission) -> [Int128] {
        guard confidence > 0, admission == .anyPrice || confidence <= price else { return [] }
        let (low, lowOverflow) = price.subtractingReportingOverflow(confidence)
        let (high, highOverflow) = price.addingReportingOverflow(confidence)
        return lowOverflow || highOverflow ? [] : [low, price, high]
    }
}
