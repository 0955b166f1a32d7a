public import ChainIdentity
public import LiquidationPlanning
public import Quantities
public import RiskModels

/// How a venue liquidates. Amounts in quote units.
public struct LiquidationTerms: Hashable, Sendable {
    /// How much of a debt may be repaid at once; nil for all of it.
    public let closeFactor: CloseFactor?
    /// No sale leaves a holding, and no repayment a debt, worth more than nothing and less than this.
    public let dust: FixedPoint
    public let minimumSale: FixedPoint
    /// What proceeds are kept in that nothing is owed for; nil where no more is sold than can be repaid.
    public let proceedsAsset: AssetID?
    /// nil where sales go into the markets.
    public let auction: AuctionTerms?

    /// - Throws: `outOfRange` for a negative amount, or shares of the close factor or of the auction that are none.
    public init(
        closeFactor: CloseFactor? = nil, dust: FixedPoint = .zero, minimumSale: FixedPoint = .zero, proceedsAsset: AssetID? = nil,
        auction: AuctionTerms? = nil
    ) throws(MarginAnswersError) {
        func verify(_ holds: Bool, _ field: String, _ expected: String, _ got: FixedPoint) throws(MarginAnswersError) {
            if !holds { throw .outOfRange(field: field, expected: expected, got: "\(got)") }
        }
        try verify(!dust.isNegative, "dust", "zero or more", dust)
        try verify(!minimumSale.isNegative, "minimum sale", "zero or more", minimumSale)
        if let closeFactor {
            try verify((.zero ... .one).contains(closeFactor.partialShare), "partialShare of the close factor", "from 0 to 1", closeFactor.partialShare)
            try verify((.zero ... .one).contains(closeFactor.fullCloseHealth), "fullCloseHealth of the close factor", "from 0 to 1", closeFactor.fullCloseHealth)
            try verify(!closeFactor.smallPosition.isNegative, "smallPosition of the close factor", "zero or more", closeFactor.smallPosition)
        }
        if let auction {
            try verify((.zero ... .one).contains(auction.bufferShare), "bufferShare of the auction", "from 0 to 1", auction.bufferShare)
        }
        self.closeFactor = closeFactor
        self.dust = dust
        self.minimumSale = minimumSale
        self.proceedsAsset = proceedsAsset
        self.auction = auction
    }
}
