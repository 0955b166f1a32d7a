public import ChainIdentity
public import CollateralState
public import Quantities
import RiskModels

/// What a source has seen of an asset, before anything is smoothed.
public struct PriceObservation: Hashable, Sendable {
    public let asset: AssetID
    public let decimals: UInt8
    public let price: FixedPoint
    public let confidence: FixedPoint
    /// Counts only where smoothing begins: afterwards volatility follows from the prices.
    public let firstVolatility: FixedPoint
    public let observedAt: Timestamp
    public let redemption: Redemption?

    public init(
        asset: AssetID, decimals: UInt8, price: FixedPoint, confidence: FixedPoint, firstVolatility: FixedPoint, observedAt: Timestamp,
        redemption: Redemption?
    ) {
        (self.asset, self.decimals, self.price, self.confidence) = (asset, decimals, price, confidence)
        (self.firstVolatility, self.observedAt, self.redemption) = (firstVolatility, observedAt, redemption)
    }

    /// What a signed price says was seen.
    init(_ price: AssetPrice) {
        self.init(
            asset: price.asset, decimals: price.decimals, price: price.price, confidence: price.confidence, firstVolatility: price.volatility,
            observedAt: price.observedAt, redemption: price.redemption)
    }
}

extension SmoothingRule {
    /// The price that must be signed for an observation.
    ///
    /// The first of an asset, and one after a longer gap than the rule's, begins anew: stable at the price, with the volatility given; after a gap no
    /// less than before it, so that silence does not calm an asset. Seen at the same moment as before, it is the same price.
    /// - Parameter earlier: the asset in the record before; nil where it has none.
    /// - Throws: `outOfRange` for an observation from before the earlier one, or another price at its moment; `differentDecimals`; `pricing` for overflow.
    func smoothed(_ seen: PriceObservation, after earlier: AssetPrice?) throws(MarginError) -> AssetPrice {
        guard let earlier else { return try start(seen, volatility: seen.firstVolatility) }
        try verifyOrder(seen, after: earlier)
        let elapsed = earlier.observedAt.age(at: seen.observedAt)
        if elapsed > restartAfter { return try start(seen, volatility: max(seen.firstVolatility, earlier.volatility)) }
        let (next, volatility) = try pricing("the stable price of \(seen.asset)") { () throws(RiskModelError) in
            (
                try StablePrice(stable: earlier.stablePrice, delayed: earlier.delayedPrice).after(seen.price, elapsed: elapsed, rule: stable),
                try YearlyVolatility.update(
                    earlier.volatility, from: earlier.price, to: seen.price, elapsed: elapsed, halfLife: volatilityHalfLife)
            )
        }
        return try AssetPrice(
            asset: seen.asset, decimals: seen.decimals, price: seen.price, confidence: seen.confidence, stablePrice: next.stable, volatility: volatility,
            observedAt: seen.observedAt, delayedPrice: next.delayed, redemption: seen.redemption)
    }

    /// Throws unless an observation can come after a signed price: same decimals, no earlier moment, and at the same moment the same price.
    func verifyOrder(_ seen: PriceObservation, after earlier: AssetPrice) throws(MarginError) {
        guard seen.decimals == earlier.decimals else { throw .differentDecimals(seen.asset, expected: earlier.decimals, got: seen.decimals) }
        guard seen.observedAt >= earlier.observedAt else {
            throw .outOfRange(
                field: "time at which \(seen.asset) was seen", expected: "at or after \(earlier.observedAt)", got: "\(seen.observedAt)")
        }
        guard seen.observedAt > earlier.observedAt || seen.price == earlier.price else {
            throw .outOfRange(field: "price of \(seen.asset) at \(seen.observedAt)", expected: "as before, \(earlier.price)", got: "\(seen.price)")
        }
    }

    private func start(_ seen: PriceObservation, volatility: FixedPoint) throws(MarginError) -> AssetPrice {
        try AssetPrice(
            first: seen.asset, decimals: seen.decimals, price: seen.price, confidence: seen.confidence, volatility: volatility,
            observedAt: seen.observedAt, redemption: seen.redemption)
    }
}
