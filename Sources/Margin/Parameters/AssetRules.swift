public import ChainIdentity
import Quantities
public import RiskModels

/// What holds for an asset: how much of its value is removed as collateral, and what it requires as debt or position.
public struct AssetRules: Hashable, Sendable {
    public let haircut: Haircut
    /// nil: the haircut does not follow the market.
    public let volatility: VolatilityRule?
    /// What a unit counts by how much of the asset the account has, in quote units of its value after the haircuts; nil: size does not matter.
    public let tiers: ValueTiers?
    public let debt: RequirementRates
    public let position: RequirementRates

    /// - Throws: `MarginError.outOfRange` for tiers of charges instead of collateral.
    public init(
        haircut: Haircut, volatility: VolatilityRule? = nil, tiers: ValueTiers? = nil, debt: RequirementRates, position: RequirementRates
    ) throws(MarginError) {
        if let tiers, tiers.direction != .falling {
            throw .outOfRange(field: "tiers", expected: "rates that fall", got: "rates that rise")
        }
        self.haircut = haircut
        self.volatility = volatility
        self.tiers = tiers
        self.debt = debt
        self.position = position
    }
}

/// Assets that are treated alike, for example stablecoins.
public struct AssetClass: Hashable, Sendable {
    public static let maximumNameLength = 32

    /// 1 to 32 of letters, digits and `-`.
    public let name: String
    public let rules: AssetRules

    /// - Throws: `MarginError.outOfRange` for a name of other characters.
    public init(name: String, rules: AssetRules) throws(MarginError) {
        let isName =
            (1...Self.maximumNameLength).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d }
        guard isName else {
            throw .outOfRange(
                field: "class name", expected: "1 to \(Self.maximumNameLength) letters, digits or -", got: String(name.prefix(40)))
        }
        self.name = name
        self.rules = rules
    }
}

/// An asset the parameter file knows: its class, and what differs from the class.
public struct ListedAsset: Hashable, Sendable {
    public let asset: AssetID
    public let className: String
    public let haircut: Haircut?
    public let volatility: VolatilityRule?
    public let tiers: ValueTiers?
    public let concentration: SystemConcentration?
    public let debt: RequirementRates?
    public let position: RequirementRates?

    /// - Parameters haircut, volatility, tiers, debt, position: nil for what the class says.
    public init(
        asset: AssetID, className: String, haircut: Haircut? = nil, volatility: VolatilityRule? = nil, tiers: ValueTiers? = nil,
        concentration: SystemConcentration? = nil, debt: RequirementRates? = nil, position: RequirementRates? = nil
    ) {
        self.asset = asset
        self.className = className
        self.haircut = haircut
        self.volatility = volatility
        self.tiers = tiers
        self.concentration = concentration
        self.debt = debt
        self.position = position
    }

    /// The rules of the class with this asset's own in their place.
    func rules(within rules: AssetRules) throws(MarginError) -> AssetRules {
        try AssetRules(
            haircut: haircut ?? rules.haircut, volatility: volatility ?? rules.volatility, tiers: tiers ?? rules.tiers, debt: debt ?? rules.debt,
            position: position ?? rules.position)
    }
}

/// All that holds for a listed asset.
public struct ResolvedAsset: Hashable, Sendable {
    public let className: String
    public let rules: AssetRules
    public let concentration: SystemConcentration?
}
