public import ChainIdentity
public import Quantities

/// Something owed that can be repaid, with the margin it demands while it is owed.
public struct Liability: Hashable, Sendable {
    /// CAIP-19 text, or whatever name the caller knows it by.
    public let asset: String
    /// Where it is repaid. Proceeds of every chain can get there; their chain's terms hold what that takes.
    public let chain: ChainID
    /// Quote units.
    public let value: FixedPoint
    /// Requirement as a share of the value.
    public let maintenanceRate: FixedPoint
    /// The same for the line above which a liquidation ends; not below the maintenance rate.
    public let liquidationEndRate: FixedPoint

    /// - Throws: `outOfRange`; `count` for a name without a letter or with more than 256 bytes.
    public init(
        asset: String, chain: ChainID, value: FixedPoint, maintenanceRate: FixedPoint, liquidationEndRate: FixedPoint
    ) throws(LiquidationError) {
        try Bounds.count(asset.utf8.count, "bytes of a liability's name", atLeast: 1, atMost: 256)
        try Bounds.positive(value, "value of the liability \(asset)")
        try Bounds.nonNegative(maintenanceRate, "maintenance rate of \(asset)")
        if liquidationEndRate < maintenanceRate || liquidationEndRate > 100 {
            throw .outOfRange(
                name: "liquidation-end rate of \(asset)", got: liquidationEndRate, expected: "from the maintenance rate \(maintenanceRate) to 100")
        }
        self.asset = asset
        self.chain = chain
        self.value = value
        self.maintenanceRate = maintenanceRate
        self.liquidationEndRate = liquidationEndRate
    }
}

/// What the account has beside what is planned with: it stays as it is.
public struct Untouched: Hashable, Sendable {
    /// Collateral that cannot be sold, after haircut, in quote units.
    public let adjustedValue: FixedPoint
    /// Requirement that no repayment lowers, such as that of derivatives.
    public let maintenanceRequirement: FixedPoint
    public let liquidationEndRequirement: FixedPoint
    /// What is owed where no repayment reaches it, such as at a venue: part of both requirements already, and of what is lost when all is sold.
    public let owed: FixedPoint

    public static let nothing = Untouched(unchecked: .zero, .zero, .zero, owed: .zero)

    /// - Throws: `outOfRange` for a negative number, or when the requirement for the end of liquidation is the smaller one.
    public init(
        adjustedValue: FixedPoint, maintenanceRequirement: FixedPoint, liquidationEndRequirement: FixedPoint, owed: FixedPoint = .zero
    ) throws(LiquidationError) {
        try Bounds.nonNegative(adjustedValue, "adjusted value that stays")
        try Bounds.nonNegative(owed, "debt that stays")
        try Bounds.nonNegative(maintenanceRequirement, "maintenance requirement that stays")
        if liquidationEndRequirement < maintenanceRequirement {
            throw .outOfRange(
                name: "liquidation-end requirement that stays", got: liquidationEndRequirement,
                expected: "at least that of maintenance, \(maintenanceRequirement)")
        }
        self.init(unchecked: adjustedValue, maintenanceRequirement, liquidationEndRequirement, owed: owed)
    }

    private init(unchecked adjustedValue: FixedPoint, _ maintenance: FixedPoint, _ liquidationEnd: FixedPoint, owed: FixedPoint) {
        self.adjustedValue = adjustedValue
        maintenanceRequirement = maintenance
        liquidationEndRequirement = liquidationEnd
        self.owed = owed
    }
}
