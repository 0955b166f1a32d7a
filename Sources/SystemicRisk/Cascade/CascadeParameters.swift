public import Quantities
public import RiskModels

/// How liquidations are carried out.
public struct CascadeParameters: Hashable, Sendable {
    public let bounds: StandingBounds
    /// How much of an account's debt may be repaid in one round.
    public let closeFactor: CloseFactor
    /// Share of the value of forced sales that does not reach the account, 0 to 1.
    public let fee: FixedPoint
    /// Into how many equal parts an account is cut: a liquidation takes whole parts, of everything alike. 1 to 10,000.
    public let lots: Int32
    /// Rounds of all steps together, 1 to 100,000.
    public let roundLimit: Int

    /// - Throws: `outOfRange` for a fee or a partial share outside 0 to 1 or negative health or size; `count` for lots or a limit out of range.
    public init(
        bounds: StandingBounds, closeFactor: CloseFactor, fee: FixedPoint, lots: Int32 = 1_000, roundLimit: Int = 1_000
    ) throws(SystemicRiskError) {
        try Require.share(fee, "fee of a liquidation")
        try Require.share(closeFactor.partialShare, "partial share of the close factor")
        try Require.nonNegative(closeFactor.fullCloseHealth, "full-close health of the close factor")
        try Require.nonNegative(closeFactor.smallPosition, "small position of the close factor")
        try Require.count(Int(lots), in: 1...10_000, "lots of an account")
        try Require.count(roundLimit, in: 1...100_000, "rounds of a cascade")
        self.bounds = bounds
        self.closeFactor = closeFactor
        self.fee = fee
        self.lots = lots
        self.roundLimit = roundLimit
    }
}
