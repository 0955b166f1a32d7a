public import ChainIdentity
public import CollateralState
import Encoding
public import Quantities
public import UnifiedView

/// The prices of one asset at which a margin excess is gone, everything else as it is.
public enum PriceThreshold: Hashable, Sendable {
    /// At this price and below there is a shortfall; above it there is none.
    case below(FixedPoint)
    /// At this price and above there is a shortfall; below it there is none.
    case above(FixedPoint)
    /// At `low` and somewhat below, and at `high` and somewhat above, there is a shortfall; between them, where the price is, there is none.
    case outside(low: FixedPoint, high: FixedPoint)
    /// From `low` to `high`, where the price is, there is a shortfall; somewhat below and above there is none.
    case inside(low: FixedPoint, high: FixedPoint)
    /// No price of this asset brings a shortfall.
    case never
    /// No price of this asset takes the shortfall away.
    case always
    /// A debt or position cannot be valued, so nothing is known.
    case unknown
}

/// Finds thresholds by making the report again at other prices, so that whatever the report counts is counted here too.
public struct PriceThresholds {
    let margin: MarginCase

    public init(
        account: MarginAccount, lines: [HoldingLine], prices: PriceBook, parameters: ParameterSet, venues: [VenueBook] = [], now: Timestamp
    ) {
        self.init(
            MarginCase(account: account, lines: lines, viewDigest: .zero, prices: prices, parameters: parameters, venues: venues, now: now))
    }

    public init(_ margin: MarginCase) { self.margin = margin }

    /// The highest prices looked at, as multiples of the present one; a lower one where a higher does not fit the arithmetic.
    private static let highest: [Int64] = [1_024, 32, 2]
    /// In between, with positions, as thousandths of the present price.
    private static let falls: [Int64] = [980, 950, 900, 850, 800, 700, 600, 500, 400, 300, 200, 100, 50, 10]
    private static let rises: [Int64] = [1_020, 1_050, 1_100, 1_150, 1_200, 1_350, 1_500, 1_750, 2_000, 3_000, 4_000, 8_000, 32_000]

    /// The threshold of an asset, exact to the last decimal a price has.
    ///
    /// As a rule the excess falls or rises with the price of one asset, never both: collateral gains what its haircut leaves, debts lose their
    /// value and requirement; the sum moves one way, and its two ends say all. Options, lenses and venues bend it, and so do tiers of an asset that is held and
    /// owed at once: then the nearest prices either way are looked for, in steps of 2 % at first, and a shortfall that is over again within a step is
    /// not seen.
    /// - Throws: `unpricedAsset`; as `MarginReport.make`.
    public func threshold(of asset: AssetID, _ kind: MarginKind) throws(MarginError) -> PriceThreshold {
        guard let price = margin.prices[asset]?.price else { throw .unpricedAsset(asset) }
        guard let atZero = try isShort(asset, .zero, kind), let (top, atTop) = try highest(of: asset, price, kind) else { return .unknown }
        if bends(asset) { return try nearest(asset, price, kind, top: top) }
        switch (atZero, atTop) {
        case (false, false): return .never
        case (true, true): return .always
        case (true, false): return .below(try search(asset, kind, .zero, top).low)
        case (false, true): return .above(try search(asset, kind, .zero, top).high)
        }
    }

    /// Whether the excess may rise with the price of the asset here and fall there.
    private func bends(_ asset: AssetID) -> Bool {
        var (isHeld, isOwed) = (false, false)
        for line in margin.lines {
            switch line.holding.kind {
            case .position: return true
            case .collateral: isHeld = isHeld || line.holding.asset == asset
            case .debt: isOwed = isOwed || line.holding.asset == asset
            }
        }
        return !margin.venues.isEmpty || isHeld && isOwed && margin.parameters.rules(for: asset)?.rules.tiers != nil
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

    /// The nearest changes below and above the present price.
    private func nearest(_ asset: AssetID, _ price: FixedPoint, _ kind: MarginKind, top: FixedPoint) throws(MarginError) -> PriceThreshold {
        let isShortNow = try isShort(asset, price, kind) ?? true
        let lower = try change(asset, kind, isShortNow, from: price, Self.falls.compactMap { Self.share($0, of: price) } + [.zero])
        let upper = try change(asset, kind, isShortNow, from: price, Self.rises.compactMap { Self.share($0, of: price) }.filter { $0 < top } + [top])
        switch (isShortNow, lower, upper) {
        case (false, nil, nil): return .never
        case (true, nil, nil): return .always
        case (false, let lower?, nil): return .below(lower.low)
        case (false, nil, let upper?): return .above(upper.high)
        case (false, let lower?, let upper?): return .outside(low: lower.low, high: upper.high)
        case (true, let lower?, nil): return .above(lower.high)
        case (true, nil, let upper?): return .below(upper.low)
        case (true, let lower?, let upper?): return .inside(low: lower.high, high: upper.low)
        }
    }

    private static func share(_ thousandths: Int64, of price: FixedPoint) -> FixedPoint? {
        try? price.multiplied(by: FixedPoint(raw: Int128(thousandths) * FixedPoint.one.raw / 1_000), rounding: .floor)
    }

    /// The first of these prices, from the present one on, at which it is otherwise; then the neighbours between which it changes.
    private func change(
        _ asset: AssetID, _ kind: MarginKind, _ isShortNow: Bool, from price: FixedPoint, _ prices: [FixedPoint]
    ) throws(MarginError) -> (low: FixedPoint, high: FixedPoint)? {
        var before = price
        for next in prices {
            if try isShort(asset, next, kind) ?? true != isShortNow { return try search(asset, kind, min(before, next), max(before, next)) }
            before = next
        }
        return nil
    }

    /// Halves the range between a price with and one without a shortfall until they are neighbours.
    private func search(
        _ asset: AssetID, _ kind: MarginKind, _ low: FixedPoint, _ high: FixedPoint
    ) throws(MarginError) -> (low: FixedPoint, high: FixedPoint) {
        let isShortBelow = try isShort(asset, low, kind) ?? true
        var (low, high) = (low.raw, high.raw)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            // Known at both ends, so known between them.
            let isShort = try isShort(asset, FixedPoint(raw: middle), kind) ?? true
            if isShort == isShortBelow { low = middle } else { high = middle }
        }
        return (FixedPoint(raw: low), FixedPoint(raw: high))
    }

    /// nil when a debt or position cannot be valued.
    private func isShort(_ asset: AssetID, _ price: FixedPoint, _ kind: MarginKind) throws(MarginError) -> Bool? {
        var book = margin.prices
        try book.suppose(price, of: asset, margin.parameters)
        return try margin.report(of: margin.lines, at: book).marginExcess(kind)?.isNegative
    }
}
