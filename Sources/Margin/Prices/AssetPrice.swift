public import ChainIdentity
public import CollateralState
public import Quantities

/// What one whole unit of an asset costs, in quote units, how well that is known, and how many decimals its base unit has.
public struct AssetPrice: Hashable, Sendable {
    public let asset: AssetID
    /// One whole unit is 10^decimals base units.
    public let decimals: UInt8
    /// Quote units per whole unit; more than zero, but where it is supposed.
    public let price: FixedPoint
    /// How far off the price may be, to either side, in quote units; zero to the price.
    public let confidence: FixedPoint
    /// The price smoothed over time and held to a rate of change, in quote units; more than zero, but where it is supposed.
    public let stablePrice: FixedPoint
    /// Standard deviation of the yearly logarithmic return; zero or more, zero where it is not known.
    public let volatility: FixedPoint
    /// When the price was seen.
    public let observedAt: Timestamp

    /// - Throws: `MarginError.outOfRange` for a price or stable price of zero or less, a confidence that is negative or above the price,
    ///   or a negative volatility.
    public init(
        asset: AssetID, decimals: UInt8, price: FixedPoint, confidence: FixedPoint, stablePrice: FixedPoint, volatility: FixedPoint,
        observedAt: Timestamp
    ) throws(MarginError) {
        try Self.verify(price > .zero, "price of \(asset)", "more than zero", price)
        try Self.verify(!confidence.isNegative && confidence <= price, "confidence of \(asset)", "from zero to its price, \(price)", confidence)
        try Self.verify(stablePrice > .zero, "stable price of \(asset)", "more than zero", stablePrice)
        try Self.verify(!volatility.isNegative, "volatility of \(asset)", "zero or more", volatility)
        self.init(unchecked: asset, decimals, price, confidence, stablePrice, volatility, observedAt)
    }

    /// A price that is seen for the first time: stable at itself, known exactly where no confidence is given.
    public init(
        first asset: AssetID, decimals: UInt8, price: FixedPoint, confidence: FixedPoint = .zero, volatility: FixedPoint = .zero,
        observedAt: Timestamp
    ) throws(MarginError) {
        try self.init(
            asset: asset, decimals: decimals, price: price, confidence: confidence, stablePrice: price, volatility: volatility, observedAt: observedAt)
    }

    private init(
        unchecked asset: AssetID, _ decimals: UInt8, _ price: FixedPoint, _ confidence: FixedPoint, _ stablePrice: FixedPoint,
        _ volatility: FixedPoint, _ observedAt: Timestamp
    ) {
        (self.asset, self.decimals, self.price, self.confidence) = (asset, decimals, price, confidence)
        (self.stablePrice, self.volatility, self.observedAt) = (stablePrice, volatility, observedAt)
    }

    private static func verify(
        _ holds: Bool, _ field: @autoclosure () -> String, _ expected: @autoclosure () -> String, _ got: FixedPoint
    ) throws(MarginError) {
        if !holds { throw .outOfRange(field: field(), expected: expected(), got: "\(got)") }
    }

    /// The same asset at a supposed price, zero too: known exactly, and for long.
    func supposing(_ price: FixedPoint) -> AssetPrice { AssetPrice(unchecked: asset, decimals, price, .zero, price, volatility, observedAt) }

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
