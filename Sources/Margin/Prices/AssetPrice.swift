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
    /// The slow average that the stable price leans on, in quote units; more than zero, but where it is supposed.
    public let delayedPrice: FixedPoint
    /// Standard deviation of the yearly logarithmic return; zero or more, zero where it is not known.
    public let volatility: FixedPoint
    /// When the price was seen.
    public let observedAt: Timestamp
    /// What the asset can be redeemed for, where it stands for another one; nil where it does not.
    public let redemption: Redemption?

    /// - Parameter delayedPrice: nil for the stable price.
    /// - Throws: `MarginError.outOfRange` for a price, stable price or slow average of zero or less, a confidence that is negative or above the
    ///   price, or a negative volatility.
    public init(
        asset: AssetID, decimals: UInt8, price: FixedPoint, confidence: FixedPoint, stablePrice: FixedPoint, volatility: FixedPoint,
        observedAt: Timestamp, delayedPrice: FixedPoint? = nil, redemption: Redemption? = nil
    ) throws(MarginError) {
        let delayed = delayedPrice ?? stablePrice
        try Self.verify(price > .zero, "price of \(asset)", "more than zero", price)
        try Self.verify(!confidence.isNegative && confidence <= price, "confidence of \(asset)", "from zero to its price, \(price)", confidence)
        try Self.verify(stablePrice > .zero, "stable price of \(asset)", "more than zero", stablePrice)
        try Self.verify(delayed > .zero, "slow average of \(asset)", "more than zero", delayed)
        try Self.verify(!volatility.isNegative, "volatility of \(asset)", "zero or more", volatility)
        (self.asset, self.decimals, self.price, self.confidence) = (asset, decimals, price, confidence)
        (self.stablePrice, self.delayedPrice, self.volatility) = (stablePrice, delayed, volatility)
        (self.observedAt, self.redemption) = (observedAt, redemption)
    }

    /// A price that is seen for the first time: stable at itself, known exactly where no confidence is given.
    public init(
        first asset: AssetID, decimals: UInt8, price: FixedPoint, confidence: FixedPoint = .zero, volatility: FixedPoint = .zero,
        observedAt: Timestamp, redemption: Redemption? = nil
    ) throws(MarginError) {
        try self.init(
            asset: asset, decimals: decimals, price: price, confidence: confidence, stablePrice: price, volatility: volatility,
            observedAt: observedAt, redemption: redemption)
    }

    private init(_ known: AssetPrice, supposed price: FixedPoint) {
        // What does not fit is doubt enough: as much as the price.
        let share = known.price.isZero ? FixedPoint.zero : (try? known.confidence.divided(by: known.price, rounding: .ceiling)) ?? .one
        let doubt = (try? price.multiplied(by: share, rounding: .ceiling)) ?? price
        (asset, decimals, self.price, confidence) = (known.asset, known.decimals, price, min(doubt, price))
        (stablePrice, delayedPrice, volatility) = (price, price, known.volatility)
        (observedAt, redemption) = (known.observedAt, nil)
    }

    private init(_ known: AssetPrice, supposedConfidence confidence: FixedPoint, volatility: FixedPoint) {
        (asset, decimals, price, stablePrice, delayedPrice) = (known.asset, known.decimals, known.price, known.stablePrice, known.delayedPrice)
        (self.confidence, self.volatility) = (min(confidence, known.price), volatility)
        (observedAt, redemption) = (known.observedAt, known.redemption)
    }

    private static func verify(
        _ holds: Bool, _ field: @autoclosure () -> String, _ expected: @autoclosure () -> String, _ got: FixedPoint
    ) throws(MarginError) {
        if !holds { throw .outOfRange(field: field(), expected: expected(), got: "\(got)") }
    }

    /// The same asset at a supposed price, zero too: for so long that it is also the stable one, and as doubtful as its own price is; nothing
    /// it is redeemed for stands in between.
    func supposing(_ price: FixedPoint) -> AssetPrice { AssetPrice(self, supposed: price) }

    /// The same price, known to be off by so much, at most by all of it.
    func supposing(confidence: FixedPoint) -> AssetPrice { AssetPrice(self, supposedConfidence: confidence, volatility: volatility) }

    /// The same price of an asset that moves so much a year.
    func supposing(volatility: FixedPoint) -> AssetPrice { AssetPrice(self, supposedConfidence: confidence, volatility: volatility) }

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

extension AssetPrice {
    /// What collateral is priced at before any haircut: the lower of price and stable price, then what redemption says.
    public var collateralPrice: FixedPoint {
        let worse = min(price, stablePrice)
        return redemption?.limiting(worse) ?? worse
    }

    /// What a debt is priced at: the higher of price and stable price. It has to be bought in the market, whatever it is redeemed for.
    public var obligationPrice: FixedPoint { max(price, stablePrice) }
}
