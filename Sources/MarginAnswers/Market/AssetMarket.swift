public import ChainIdentity
public import LiquidationPlanning
public import Quantities
public import SystemicRisk

/// What a desk believes of selling one asset. Amounts in quote units.
public struct AssetMarket: Hashable, Sendable {
    public let asset: AssetID
    /// What one sale loses: the order book.
    public let depth: MarketDepth
    /// How far all forced sales together push the price down.
    public let impact: PriceImpact
    /// Traded on a day; more than zero.
    public let dailyVolume: FixedPoint
    /// What a liquidator gets on top of what it repays, 0 to 1: 0.05 hands out 1.05 of collateral for 1 repaid.
    public let liquidatorBonus: FixedPoint

    /// - Throws: `outOfRange`.
    public init(
        asset: AssetID, depth: MarketDepth, impact: PriceImpact, dailyVolume: FixedPoint, liquidatorBonus: FixedPoint
    ) throws(MarginAnswersError) {
        guard dailyVolume > .zero else {
            throw .outOfRange(field: "daily volume of \(asset)", expected: "more than zero", got: "\(dailyVolume)")
        }
        guard !liquidatorBonus.isNegative, liquidatorBonus <= .one else {
            throw .outOfRange(field: "liquidator bonus of \(asset)", expected: "from 0 to 1", got: "\(liquidatorBonus)")
        }
        (self.asset, self.depth, self.impact) = (asset, depth, impact)
        (self.dailyVolume, self.liquidatorBonus) = (dailyVolume, liquidatorBonus)
    }
}
