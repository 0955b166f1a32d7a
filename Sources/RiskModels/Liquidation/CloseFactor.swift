public import Quantities

/// Which share of a debt may be repaid in one liquidation.
///
/// Source: Aave v3.3, liquidations: half, but all when the account is deep under water or when the debt or the collateral at hand is
/// small, so that no dust is left that nobody has a reason to liquidate.
public struct CloseFactor: Hashable, Sendable {
    /// Below this health factor everything may be closed.
    public let fullCloseHealth: FixedPoint
    /// Below this value of the debt or of the collateral, in quote units, everything may be closed.
    public let smallPosition: FixedPoint
    /// Otherwise this share.
    public let partialShare: FixedPoint

    /// The source's numbers: 0.95 and one half.
    public init(smallPosition: FixedPoint) {
        self.init(
            fullCloseHealth: FixedPoint(raw: 950_000_000_000_000_000), smallPosition: smallPosition,
            partialShare: FixedPoint(raw: 500_000_000_000_000_000))
    }

    public init(fullCloseHealth: FixedPoint, smallPosition: FixedPoint, partialShare: FixedPoint) {
        self.fullCloseHealth = fullCloseHealth
        self.smallPosition = smallPosition
        self.partialShare = partialShare
    }

    /// The share, 0 to 1, of one debt that may be repaid against one collateral asset.
    ///
    /// - Parameters:
    ///   - debt: value of that debt in quote units.
    ///   - collateral: value of that collateral in quote units.
    ///   - health: weighted collateral over debt of the whole account; from 1 upwards nothing may be closed.
    /// - Throws: `outOfRange` for negative values or a share outside 0 to 1.
    public func share(debt: FixedPoint, collateral: FixedPoint, health: FixedPoint) throws(RiskModelError) -> FixedPoint {
        try Require.nonNegative(debt, "debt")
        try Require.nonNegative(collateral, "collateral")
        try Require.share(partialShare, "partial share")
        if health >= .one { return .zero }
        return health < fullCloseHealth || debt < smallPosition || collateral < smallPosition ? .one : partialShare
    }
}
