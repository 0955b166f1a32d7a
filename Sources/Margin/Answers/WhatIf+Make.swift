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
        try make(
            suppositions,
            of: MarginCase(account: account, lines: lines, viewDigest: viewDigest, prices: prices, parameters: parameters, venues: venues, now: now))
    }

    public static func make(_ suppositions: [Supposition], of margin: MarginCase) throws(MarginError) -> WhatIf {
        WhatIf(suppositions: suppositions, before: try margin.report(), after: try margin.report(supposing: suppositions))
    }
}
