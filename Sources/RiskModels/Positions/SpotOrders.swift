public import Quantities

/// An account's holding of one token and its open orders, at whichever fill hurts most.
///
/// Source: Drift Protocol v2, worst-case simulation of spot orders: all bids filled, or all asks filled.
public struct SpotOrders: Hashable, Sendable {
    /// Tokens held, negative when borrowed.
    public var holding: FixedPoint
    /// Tokens in open bids and asks; 0 or more.
    public var openBids: FixedPoint
    public var openAsks: FixedPoint
    /// Quote units per token.
    public var price: FixedPoint
    public var assetWeight: FixedPoint
    public var liabilityWeight: FixedPoint
    public var openOrderCount: Int
    /// Set aside for each open order, in quote units.
    public var feePerOrder: FixedPoint

    public init(
        holding: FixedPoint, openBids: FixedPoint, openAsks: FixedPoint, price: FixedPoint, assetWeight: FixedPoint,
        liabilityWeight: FixedPoint, openOrderCount: Int, feePerOrder: FixedPoint
    ) {
        self.holding = holding
        self.openBids = openBids
        self.openAsks = openAsks
        self.price = price
        self.assetWeight = assetWeight
        self.liabilityWeight = liabilityWeight
        self.openOrderCount = openOrderCount
        self.feePerOrder = feePerOrder
    }

    /// Which fill was assumed.
    public enum Fill: String, Hashable, Sendable {
        case allBids
        case allAsks
    }

    /// What the worst fill adds to both sides of the account, in quote units.
    public struct WorstCase: Hashable, Sendable {
        public let fill: Fill
        public let collateral: FixedPoint
        public let requirement: FixedPoint
    }

    /// The fill that leaves the least collateral over requirement; the bids when both leave the same.
    ///
    /// Quote that an order would pay counts in full against the account, quote it would bring in counts in full for it.
    /// - Throws: `outOfRange`, `count`, `arithmetic`.
    public func worstCase() throws(RiskModelError) -> WorstCase {
        try validate()
        let bids = try outcome(.allBids, change: openBids)
        let asks = try outcome(.allAsks, change: openAsks.opposite())
        return try asks.collateral.minus(asks.requirement) < bids.collateral.minus(bids.requirement) ? asks : bids
    }

    private func outcome(_ fill: Fill, change: FixedPoint) throws(RiskModelError) -> WorstCase {
        let holding = try self.holding.plus(change)
        let value = try holding.times(price, .floor).times(holding.isNegative ? liabilityWeight : assetWeight, .floor)
        let paid = try change.times(price, .ceiling)
        var collateral = max(value, .zero)
        var requirement = try max(value.opposite(), .zero)
        if paid.isNegative { collateral = try collateral.minus(paid) } else { requirement = try requirement.plus(paid) }
        let fees = try feePerOrder.times(FixedPoint(Int64(openOrderCount)), .ceiling)
        return WorstCase(fill: fill, collateral: collateral, requirement: try requirement.plus(fees))
    }

    private func validate() throws(RiskModelError) {
        try Require.nonNegative(openBids, "open bids")
        try Require.nonNegative(openAsks, "open asks")
        try Require.nonNegative(price, "price")
        try Require.share(assetWeight, "asset weight")
        if liabilityWeight < .one { throw .outOfRange(name: "liability weight", got: liabilityWeight.approximate, expected: "1 or more") }
        try Require.count(openOrderCount, "open orders", atLeast: 0)
        try Require.nonNegative(feePerOrder, "fee per order")
    }
}
