public import ChainIdentity
public import Quantities

/// What holds for an asset: how much of its value is removed as collateral, and what it requires as debt or position.
public struct AssetRules: Hashable, Sendable {
    /// The share of the market value that does not count, 0...1.
    public let haircut: FixedPoint
    public let debt: RequirementRates
    public let position: RequirementRates

    /// - Throws: `MarginError.outOfRange` for a haircut outside 0...1.
    public init(haircut: FixedPoint, debt: RequirementRates, position: RequirementRates) throws(MarginError) {
        try haircut.verifyShare("haircut")
        self.haircut = haircut
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
    public let haircut: FixedPoint?
    public let debt: RequirementRates?
    public let position: RequirementRates?

    /// - Parameters haircut, debt, position: nil for what the class says.
    public init(
        asset: AssetID, className: String, haircut: FixedPoint? = nil, debt: RequirementRates? = nil, position: RequirementRates? = nil
    ) {
        self.asset = asset
        self.className = className
        self.haircut = haircut
        self.debt = debt
        self.position = position
    }

    /// The rules of the class with this asset's own in their place.
    func rules(within rules: AssetRules) throws(MarginError) -> AssetRules {
        try haircut?.verifyShare("haircut of \(asset)")
        return try AssetRules(haircut: haircut ?? rules.haircut, debt: debt ?? rules.debt, position: position ?? rules.position)
    }
}
