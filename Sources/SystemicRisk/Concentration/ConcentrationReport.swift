public import Quantities

/// Where the collateral of a whole book is crowded: by asset and by chain.
public struct ConcentrationReport: Hashable, Sendable {
    /// Quote units, before haircuts.
    public let collateral: FixedPoint
    /// In the order of the book.
    public let assets: [Crowd]
    public let chains: [Crowd]

    /// - Parameters:
    ///   - conditions: at whose collateral prices everything counts.
    ///   - participation: the share of a day's volume that may be sold in a day; above 0, at most 1.
    ///   - top: how many of the largest holders are named, 0 to 1,000.
    /// - Throws: `outOfRange`, `count`; `arithmetic` when a total does not fit.
    public init(
        of book: RiskBook, under conditions: MarketConditions, participation: FixedPoint, top: Int = 5
    ) throws(SystemicRiskError) {
        try conditions.verify(for: book)
        try Require.positive(participation, "participation in the daily volume")
        try Require.share(participation, "participation in the daily volume")
        try Require.count(top, in: 0...1_000, "top holders")
        var counts = CollateralCounts(of: book)
        try computing("the collateral of all accounts") { () throws(QuantityError) in try counts.count(book, conditions) }
        let (all, speed) = (counts.total, LiquidationSpeed(participation: participation))
        collateral = all
        (assets, chains) = try computing("the concentration of collateral") { () throws(QuantityError) in
            (try counts.assetCrowds(book, all, top, speed), try counts.chainCrowds(book, all, top, speed))
        }
    }
}

/// How fast one can sell without being the market.
struct LiquidationSpeed {
    let participation: FixedPoint

    /// Days for this value; nil for never.
    func days(for value: FixedPoint, _ asset: RiskAsset) throws(QuantityError) -> FixedPoint? {
        if value.isZero { return .zero }
        let daily = try asset.dailyVolume.multiplied(by: participation, rounding: .floor)
        if daily.isZero { return nil }
        return try value.divided(by: daily, rounding: .ceiling)
    }
}

/// Of two answers the slower; never is the slowest.
func slower(_ left: FixedPoint?, _ right: FixedPoint?) -> FixedPoint? {
    guard let left, let right else { return nil }
    return max(left, right)
}

private struct CollateralCounts {
    var total = FixedPoint.zero
    var byAsset: [CrowdCount]
    var byChain: [CrowdCount]
    /// Value of each asset on each chain, by chain and then by asset.
    var onChain: [[AssetIndex: FixedPoint]]

    init(of book: RiskBook) {
        byAsset = book.assets.map { _ in CrowdCount() }
        byChain = book.chains.map { _ in CrowdCount() }
        onChain = book.chains.map { _ in [:] }
    }

    mutating func count(_ book: RiskBook, _ conditions: MarketConditions) throws(QuantityError) {
        for account in 0..<book.accountCount {
            for holding in book.holdings[book.holdingRange(account)] {
                let price = conditions.collateralPrices[holding.asset.position]
                let value = try holding.quantity.multiplied(by: price, rounding: .floor)
                total = try total.adding(value)
                try byAsset[holding.asset.position].add(value, of: account)
                try byChain[holding.chain.position].add(value, of: account)
                onChain[holding.chain.position][holding.asset] =
                    try (onChain[holding.chain.position][holding.asset] ?? .zero).adding(value)
            }
        }
    }

    func assetCrowds(_ book: RiskBook, _ all: FixedPoint, _ top: Int, _ speed: LiquidationSpeed) throws(QuantityError) -> [Crowd] {
        var crowds: [Crowd] = []
        for (asset, count) in zip(book.assets, byAsset) {
            crowds.append(try count.crowd(asset.name, of: all, top: top, days: speed.days(for: count.total, asset), in: book))
        }
        return crowds
    }

    func chainCrowds(_ book: RiskBook, _ all: FixedPoint, _ top: Int, _ speed: LiquidationSpeed) throws(QuantityError) -> [Crowd] {
        var crowds: [Crowd] = []
        for (chain, count) in byChain.enumerated() {
            var days: FixedPoint? = .zero
            for (asset, value) in onChain[chain] { days = slower(days, try speed.days(for: value, book.assets[asset.position])) }
            crowds.append(try count.crowd(book.chains[chain], of: all, top: top, days: days, in: book))
        }
        return crowds
    }
}
