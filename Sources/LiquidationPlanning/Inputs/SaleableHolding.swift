public import ChainIdentity
public import Quantities

/// One asset on one chain that can be sold to repay.
public struct SaleableHolding: Hashable, Sendable {
    /// CAIP-19 text, or whatever name the caller knows the asset by.
    public let asset: String
    public let chain: ChainID
    /// Whole units.
    public let quantity: FixedPoint
    /// Quote units per unit.
    public let price: FixedPoint
    /// Share of the value that counts as collateral, 1 less the haircut.
    public let countedShare: FixedPoint
    /// What the liquidator gets on top of what it repays: 0.05 hands out 1.05 of collateral for 1 repaid.
    public let bonus: FixedPoint
    /// Per square root of a year, 0.8 is 80 %; only asked where the chain's delay is priced by volatility.
    public let volatility: FixedPoint
    public let depth: MarketDepth

    /// - Throws: `outOfRange`; `count` for a name without a letter or with more than 256 bytes.
    public init(
        asset: String, chain: ChainID, quantity: FixedPoint, price: FixedPoint, countedShare: FixedPoint, bonus: FixedPoint,
        volatility: FixedPoint, depth: MarketDepth
    ) throws(LiquidationError) {
        try Bounds.count(asset.utf8.count, "bytes of an asset's name", atLeast: 1, atMost: 256)
        try Bounds.positive(quantity, "quantity of \(asset)")
        try Bounds.positive(price, "price of \(asset)")
        try Bounds.share(countedShare, "counted share of \(asset)")
        try Bounds.nonNegative(bonus, "bonus of \(asset)")
        if bonus > 1 { throw .outOfRange(name: "bonus of \(asset)", got: bonus, expected: "at most 1") }
        try Bounds.nonNegative(volatility, "volatility of \(asset)")
        self.asset = asset
        self.chain = chain
        self.quantity = quantity
        self.price = price
        self.countedShare = countedShare
        self.bonus = bonus
        self.volatility = volatility
        self.depth = depth
    }

    /// Market value of a quantity, in quote units, rounded down.
    func value(of quantity: FixedPoint) throws(LiquidationError) -> FixedPoint {
        try computing("value of \(asset)") { () throws(QuantityError) in try quantity.multiplied(by: price, rounding: .floor) }
    }

    /// What a quantity counts as collateral, rounded down.
    func adjustedValue(of quantity: FixedPoint) throws(LiquidationError) -> FixedPoint {
        let value = try value(of: quantity)
        return try computing("adjusted value of \(asset)") { () throws(QuantityError) in
            try value.multiplied(by: countedShare, rounding: .floor)
        }
    }
}
