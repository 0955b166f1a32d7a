public import Quantities

/// How much has to go so that a shortage of margin is gone. Whole numbers with the roundings of the source, which are part of the rule.
///
/// Units: quote 10^-6, base 10^-9, prices 10^-6, weights and margin ratios 1/10,000, fees and multipliers 1/1,000,000.
/// Source: Drift Protocol v2, liquidation mathematics.
public enum LiquidationSizing {
    /// A perpetual position to be taken over.
    public struct Perpetual: Hashable, Sendable {
        public var marginRatio: UInt32
        public var liquidatorFee: UInt32
        public var insuranceFee: UInt32
        public var price: UInt64
        /// Price of the quote asset.
        public var quotePrice: UInt64

        public init(marginRatio: UInt32, liquidatorFee: UInt32, insuranceFee: UInt32, price: UInt64, quotePrice: UInt64) {
            self.marginRatio = marginRatio
            self.liquidatorFee = liquidatorFee
            self.insuranceFee = insuranceFee
            self.price = price
            self.quotePrice = quotePrice
        }
    }

    /// The base amount whose transfer covers a shortage: each unit frees its margin ratio less both fees.
    ///
    /// - Returns: nil when no amount helps: fees eat what the transfer frees, or the price is zero. Then everything has to go.
    /// - Throws: `arithmetic` on overflow.
    public static func baseAmount(shortage: UInt256, _ position: Perpetual) throws(RiskModelError) -> UInt256? {
        let ratio = UInt64(position.marginRatio) * 100
        guard position.price > 0, ratio > UInt64(position.liquidatorFee) else { return nil }
        let price = UInt256(position.price)
        let freed = try price.times(UInt256(position.quotePrice)).over(1_000_000, .floor)
            .times(UInt256(ratio - UInt64(position.liquidatorFee))).over(1_000_000, .floor)
        let insured = try price.times(UInt256(UInt64(position.insuranceFee))).over(1_000_000, .floor)
        guard freed > insured else { return nil }
        return try shortage.times(1_000_000_000).over(freed.minus(insured), .floor)
    }

    /// A debt to be repaid out of a collateral asset.
    public struct Borrow: Hashable, Sendable {
        public var assetWeight: UInt32
        public var assetMultiplier: UInt32
        public var liabilityWeight: UInt32
        public var liabilityMultiplier: UInt32
        /// Decimals of the debt's base unit.
        public var liabilityDecimals: UInt32
        public var liabilityPrice: UInt64
        public var insuranceFee: UInt32

        public init(
            assetWeight: UInt32, assetMultiplier: UInt32, liabilityWeight: UInt32, liabilityMultiplier: UInt32, liabilityDecimals: UInt32,
            liabilityPrice: UInt64, insuranceFee: UInt32
        ) {
            self.assetWeight = assetWeight
            self.assetMultiplier = assetMultiplier
            self.liabilityWeight = liabilityWeight
            self.liabilityMultiplier = liabilityMultiplier
            self.liabilityDecimals = liabilityDecimals
            self.liabilityPrice = liabilityPrice
            self.insuranceFee = insuranceFee
        }
    }

    /// The debt, in its base units, whose repayment covers a shortage: each unit frees the liability weight and costs the asset weight
    /// times the two multipliers' ratio.
    ///
    /// - Returns: nil when no repayment helps; at least 1 otherwise.
    /// - Throws: `outOfRange` for more than 24 decimals or a zero multiplier; `arithmetic` on overflow.
    public static func liabilityTransfer(shortage: UInt256, _ borrow: Borrow) throws(RiskModelError) -> UInt256? {
        guard borrow.liabilityDecimals <= 24 else {
            throw .outOfRange(name: "decimals", got: Double(borrow.liabilityDecimals), expected: "from 0 to 24")
        }
        guard borrow.liabilityMultiplier > 0 else { throw .outOfRange(name: "liability multiplier", got: 0, expected: "more than 0") }
        if borrow.assetWeight >= borrow.liabilityWeight { return nil }
        let freed = UInt256(UInt64(borrow.liabilityWeight)).timesTen
        let spent = try UInt256(UInt64(borrow.assetWeight)).timesTen.times(UInt256(UInt64(borrow.assetMultiplier)))
            .over(UInt256(UInt64(borrow.liabilityMultiplier)), .floor)
        if spent >= freed { return nil }
        let price = UInt256(borrow.liabilityPrice)
        let gained = try price.times(freed.minus(spent))
        let insured = try price.times(UInt256(UInt64(borrow.insuranceFee))).over(1_000_000, .floor).times(freed)
        guard gained > insured else { return nil }
        let scaled = try shortage.times(.tenToThe(max(borrow.liabilityDecimals, 6) - 6)).times(100_000_000_000)
        let transfer = try scaled.over(gained.minus(insured), .floor).over(.tenToThe(6 - min(borrow.liabilityDecimals, 6)), .floor)
        return max(transfer, 1)
    }
}

extension UInt256 {
    /// Of numbers below 2^32, which cannot overflow.
    fileprivate var timesTen: UInt256 { multipliedReportingOverflow(by: 10).partialValue }

    fileprivate static func tenToThe(_ exponent: UInt32) throws(RiskModelError) -> UInt256 {
        var power = UInt256.one
        for _ in 0..<exponent { power = try power.times(10) }
        return power
    }
}
