public import ChainIdentity
public import Quantities

/// What one whole unit of an asset costs, in quote units, and how many decimals its base unit has.
public struct AssetPrice: Hashable, Sendable {
    public let asset: AssetID
    /// One whole unit is 10^decimals base units.
    public let decimals: UInt8
    /// Quote units per whole unit; more than zero.
    public let price: FixedPoint

    /// - Throws: `MarginError.outOfRange` for a price of zero or less.
    public init(asset: AssetID, decimals: UInt8, price: FixedPoint) throws(MarginError) {
        guard price > .zero else {
            throw .outOfRange(field: "price of \(asset)", expected: "more than zero", got: "\(price)")
        }
        self.asset = asset
        self.decimals = decimals
        self.price = price
    }

    private init(unchecked asset: AssetID, _ decimals: UInt8, _ price: FixedPoint) {
        (self.asset, self.decimals, self.price) = (asset, decimals, price)
    }

    /// The same asset at a supposed price, zero too.
    func supposing(_ price: FixedPoint) -> AssetPrice { AssetPrice(unchecked: asset, decimals, price) }

    /// The value of `quantity` base units, in quote units; the sign of the quantity is kept.
    ///
    /// Both roundings go the same way, so the value is a monotone function of the quantity.
    func value(of quantity: Int256, rounding: Rounding) throws(MarginError) -> FixedPoint {
        try computing("the value of \(quantity) base units of \(asset) at \(price)") { () throws(QuantityError) in
            try FixedPoint(baseUnits: quantity, decimals: Int(decimals), rounding: rounding)
                .multiplied(by: price, rounding: rounding)
        }
    }
}
