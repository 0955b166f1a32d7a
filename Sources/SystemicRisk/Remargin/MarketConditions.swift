public import Quantities

/// Everything of the market that a re-margin depends on: prices of both sides, chains that are silent, and how wild it is.
public struct MarketConditions: Hashable, Sendable {
    /// Quote units a unit at which what is held counts, by asset.
    public let collateralPrices: [FixedPoint]
    /// The same for what is owed and for exposures; not below the other side, so that doubt is priced against the account.
    public let liabilityPrices: [FixedPoint]
    /// By chain: whether it is out of service, so that nothing on it weighs anything or can be sold.
    public let silentChains: [Bool]
    /// All requirement rates are multiplied by this; 0 to 1,000.
    public let requirementFactor: FixedPoint

    /// - Throws: `sizes` that do not match, as `count`; `outOfRange` for a negative price, a liability price below the collateral price
    ///   of its asset, or a factor outside 0 to 1,000.
    public init(
        collateralPrices: [FixedPoint], liabilityPrices: [FixedPoint], silentChains: [Bool], requirementFactor: FixedPoint = .one
    ) throws(SystemicRiskError) {
        try Require.count(liabilityPrices.count, in: collateralPrices.count...collateralPrices.count, "liability prices")
        try Require.within(.zero ... Require.largestFactor, requirementFactor, "requirement factor")
        for (asset, price) in collateralPrices.enumerated() {
            try Require.nonNegative(price, "collateral price of asset \(asset)")
            if liabilityPrices[asset] < price {
                throw .outOfRange(
                    field: "liability price of asset \(asset)", expected: "not below the collateral price \(price)",
                    got: "\(liabilityPrices[asset])")
            }
        }
        self.collateralPrices = collateralPrices
        self.liabilityPrices = liabilityPrices
        self.silentChains = silentChains
        self.requirementFactor = requirementFactor
    }

    /// The conditions the book was made under: its own prices on both sides, every chain in service.
    public init(of book: RiskBook) {
        collateralPrices = book.assets.map(\.price)
        liabilityPrices = collateralPrices
        silentChains = book.chains.map { _ in false }
        requirementFactor = .one
    }

    func verify(for book: RiskBook) throws(SystemicRiskError) {
        try Require.count(collateralPrices.count, in: book.assets.count...book.assets.count, "prices, one for each asset")
        try Require.count(silentChains.count, in: book.chains.count...book.chains.count, "chains that may be silent")
    }
}
