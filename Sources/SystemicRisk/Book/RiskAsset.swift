public import Quantities

/// One asset of a book, as the market trades it.
public struct RiskAsset: Hashable, Sendable {
    /// What reports call it, for example a CAIP-19 id; unique in its book.
    public let name: String
    /// Quote units for one whole unit; 0 or more.
    public let price: FixedPoint
    /// What forced sales do to the price.
    public let impact: PriceImpact
    /// Quote units that change hands in a day; 0 for an asset that nobody trades.
    public let dailyVolume: FixedPoint
    /// Whether a crash of the market moves it: false for the quote currency and what is pegged to it.
    public let isRisky: Bool

    /// - Throws: `outOfRange` for a negative price or volume; `count` for a name that is empty or longer than 512 bytes.
    public init(name: String, price: FixedPoint, impact: PriceImpact, dailyVolume: FixedPoint, isRisky: Bool) throws(SystemicRiskError) {
        try Require.count(name.utf8.count, in: 1...RiskBook.longestName, "bytes of an asset's name")
        try Require.nonNegative(price, "price of \(name)")
        try Require.nonNegative(dailyVolume, "daily volume of \(name)")
        self.name = name
        self.price = price
        self.impact = impact
        self.dailyVolume = dailyVolume
        self.isRisky = isRisky
    }
}
