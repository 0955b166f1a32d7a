public import Quantities

/// What collateral counts, and what may be borrowed on it.
public enum CollateralValue {
    /// `quantity * price * (1 - haircut)`, rounded down.
    ///
    /// - Parameters:
    ///   - quantity: whole units, 0 or more.
    ///   - price: quote units per whole unit, 0 or more.
    ///   - haircut: 0 to 1.
    /// - Throws: `outOfRange`; `arithmetic` on overflow.
    public static func adjusted(quantity: FixedPoint, price: FixedPoint, haircut: FixedPoint) throws(RiskModelError) -> FixedPoint {
        try Require.nonNegative(quantity, "quantity")
        try Require.nonNegative(price, "price")
        try Require.share(haircut, "haircut")
        return try quantity.times(price, .floor).times(FixedPoint.one.minus(haircut), .floor)
    }

    /// One asset that may be borrowed on.
    public struct Pledge: Hashable, Sendable {
        public let quantity: FixedPoint
        public let price: FixedPoint
        /// The share of its value up to which debt is healthy, 0 to 1.
        public let liquidationLoanToValue: FixedPoint

        public init(quantity: FixedPoint, price: FixedPoint, liquidationLoanToValue: FixedPoint) {
            self.quantity = quantity
            self.price = price
            self.liquidationLoanToValue = liquidationLoanToValue
        }
    }

    /// The largest debt, in quote units, that several assets together keep healthy; rounded down.
    ///
    /// Source: Morpho, collateral and health: the sum of quantity times price times liquidation loan-to-value.
    public static func largestDebt(_ pledges: [Pledge]) throws(RiskModelError) -> FixedPoint {
        try Require.count(pledges.count, "pledges", atLeast: 0)
        var sum = FixedPoint.zero
        for pledge in pledges {
            try Require.share(pledge.liquidationLoanToValue, "liquidation loan-to-value")
            let value = try adjusted(quantity: pledge.quantity, price: pledge.price, haircut: .zero)
            sum = try sum.plus(value.times(pledge.liquidationLoanToValue, .floor))
        }
        return sum
    }

    /// Assets at the lower of spot and smoothed price, liabilities at the higher: doubt about a price goes against the account.
    ///
    /// - Parameter quantity: negative for a liability.
    /// - Returns: the weighted value: positive adds to collateral, negative to the requirement; rounded against the account.
    /// - Throws: `outOfRange`; `arithmetic` on overflow.
    public static func strict(
        quantity: FixedPoint, spot: FixedPoint, smoothed: FixedPoint, assetWeight: FixedPoint, liabilityWeight: FixedPoint
    ) throws(RiskModelError) -> FixedPoint {
        try Require.nonNegative(spot, "spot")
        try Require.nonNegative(smoothed, "smoothed price")
        try Require.share(assetWeight, "asset weight")
        if liabilityWeight < .one { throw .outOfRange(name: "liability weight", got: liabilityWeight.approximate, expected: "1 or more") }
        let price = quantity.isNegative ? max(spot, smoothed) : min(spot, smoothed)
        return try quantity.times(price, .floor).times(quantity.isNegative ? liabilityWeight : assetWeight, .floor)
    }
}
