public import CollateralState
public import Encoding
public import UnifiedView

extension WhatIf {
    /// Makes the report of an account as things are, and as they would be.
    ///
    /// - Parameter suppositions: applied in their order.
    /// - Throws: as `MarginReport.make`, and what a supposition throws.
    public static func make(
        _ suppositions: [Supposition], account: MarginAccount, lines: [HoldingLine], viewDigest: Digest, prices: PriceBook, parameters: ParameterSet,
        venues: [VenueBook] = [], now: Timestamp
    ) throws(MarginError) -> WhatIf {
        let before = try MarginReport.make(
            account: account, lines: lines, viewDigest: viewDigest, prices: prices, parameters: parameters, venues: venues,
            now: now)
        var supposed = lines
        for supposition in suppositions { supposed = try supposition.apply(to: supposed, of: account) }
        let after = try MarginReport.make(
            account: account, lines: supposed, viewDigest: viewDigest, prices: try prices.supposing(suppositions), parameters: parameters, venues: venues,
            now: now)
        return WhatIf(suppositions: suppositions, before: before, after: after)
    }
}
