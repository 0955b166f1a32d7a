public import Quantities
public import RiskModels

/// What a venue allows a liquidation to do.
public struct LiquidationRules: Hashable, Sendable {
    /// How much of a debt may be repaid at once; nil for all of it.
    public let closeFactor: CloseFactor?
    /// No sale leaves a holding, and no repayment a debt, with a value above 0 and below this, in quote units.
    public let dust: FixedPoint
    /// No sale has a smaller value.
    public let minimumSale: FixedPoint
    /// What proceeds count that stay in the account because nothing more may be repaid: 1 less the haircut of the quote asset.
    /// nil: no more is sold than can be repaid.
    public let keptProceedsShare: FixedPoint?

    /// - Throws: `outOfRange`.
    public init(
        closeFactor: CloseFactor?, dust: FixedPoint, minimumSale: FixedPoint, keptProceedsShare: FixedPoint?
    ) throws(LiquidationError) {
        try Bounds.nonNegative(dust, "dust")
        try Bounds.nonNegative(minimumSale, "minimum sale")
        if let keptProceedsShare { try Bounds.share(keptProceedsShare, "counted share of kept proceeds") }
        self.closeFactor = closeFactor
        self.dust = dust
        self.minimumSale = minimumSale
        self.keptProceedsShare = keptProceedsShare
    }

    /// Everything may be sold and repaid, in any size.
    public static let unrestricted = LiquidationRules()

    private init() {
        closeFactor = nil
        dust = .zero
        minimumSale = .zero
        keptProceedsShare = nil
    }
}
