public import ChainIdentity
public import CollateralState
import Encoding
public import Quantities
public import UnifiedView

/// The price of one asset at which a margin excess is gone, everything else as it is.
public enum PriceThreshold: Hashable, Sendable {
    /// At this price and below there is a shortfall; above it there is none.
    case below(FixedPoint)
    /// At this price and above there is a shortfall; below it there is none.
    case above(FixedPoint)
    /// No price of this asset brings a shortfall.
    case never
    /// No price of this asset takes the shortfall away.
    case always
    /// A debt or position cannot be valued, so nothing is known.
    case unknown
}

/// Finds thresholds by making the report again at other prices, so that whatever the report counts is counted here too.
public struct PriceThresholds {
    let account: MarginAccount
    let lines: [HoldingLine]
    let prices: PriceBook
    let parameters: ParameterSet
    let venues: [VenueBook]
    let now: Timestamp

    public init(
        account: MarginAccount, lines: [HoldingLine], prices: PriceBook, parameters: ParameterSet, venues: [VenueBook] = [], now: Timestamp
    ) {
        (self.account, self.lines, self.prices, self.parameters, self.now) = (account, lines, prices, parameters, now)
        self.venues = venues
    }

    /// The highest prices looked at, as multiples of the present one; a lower one where a higher does not fit the arithmetic.
    private static let highest: [Int64] = [1_024, 32, 2]

    /// The threshold of an asset, exact to the last decimal a price has.
    ///
    /// The excess falls or rises with the price of one asset, never both: collateral gains what its haircut leaves, debts and positions lose their value and
    /// requirement. Both can be held at once; then the sum still moves one way.
    /// - Throws: `unpricedAsset`; as `MarginReport.make`.
    public func threshold(of asset: AssetID, _ kind: MarginKind) throws(MarginError) -> PriceThreshold {
        guard let price = prices[asset]?.price else { throw .unpricedAsset(asset) }
        guard let atZero = try isShort(asset, .zero, kind), let (top, atTop) = try highest(of: asset, price, kind) else { return .unknown }
        switch (atZero, atTop) {
        case (false, false): return .never
        case (true, true): return .always
        case (true, false): return .below(try search(asset, kind, .zero, top, isShortBelow: true))
        case (false, true): return .above(try search(asset, kind, .zero, top, isShortBelow: false))
        }
    }

    private func highest(of asset: AssetID, _ price: FixedPoint, _ kind: MarginKind) throws(MarginError) -> (FixedPoint, Bool)? {
        var refusal = MarginError.unpricedAsset(asset)
        for factor in Self.highest {
            do {
                let top = try computing("the highest price") { () throws(QuantityError) in try price.multiplied(by: FixedPoint(factor), rounding: .floor) }
                return try isShort(asset, top, kind).map { (top, $0) }
            } catch .overflow(let computing, let error) { refusal = .overflow(computing: computing, error) }
        }
        throw refusal
    }

    /// Halves the range between a price with and one without a shortfall until they are neighbours.
    private func search(
        _ asset: AssetID, _ kind: MarginKind, _ low: FixedPoint, _ high: FixedPoint, isShortBelow: Bool
    ) throws(MarginError) -> FixedPoint {
        var (low, high) = (low.raw, high.raw)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            // Known at both ends, so known between them.
            let isShort = try isShort(asset, FixedPoint(raw: middle), kind) ?? true
            if isShort == isShortBelow { low = middle } else { high = middle }
        }
        return FixedPoint(raw: isShortBelow ? low : high)
    }

    /// nil when a debt or position cannot be valued.
    private func isShort(_ asset: AssetID, _ price: FixedPoint, _ kind: MarginKind) throws(MarginError) -> Bool? {
        var book = prices
        book.suppose(price, of: asset)
        let report = try MarginReport.make(
            account: account, lines: lines, viewDigest: .zero, prices: book, parameters: parameters, venues: venues, now: now)
        return report.marginExcess(kind)?.isNegative
    }
}
