public import ChainIdentity
public import Quantities
public import UnifiedView

/// One holding in the report, and all that is needed to follow how it counts.
public struct MarginLine: Hashable, Sendable {
    public let holding: HoldingLine
    /// Milliseconds from the holding's as-of time to the report's now.
    public let age: UInt64
    /// nil when there is no price.
    public let price: AssetPrice?
    public let contribution: Contribution
    /// What would have lowered collateral, on a debt or position that counts in full; empty for collateral.
    public let warnings: [MarginReason]
}

/// What a line adds to the account, in quote units.
public enum Contribution: Hashable, Sendable {
    /// `marketValue` less the deductions, to the last digit, is `knownValue`: what goes into the asset's own line. The market value is
    /// zero where there is no price.
    case collateral(marketValue: FixedPoint, deductions: [Deduction], knownValue: MarginAmounts)
    /// What is owed, and what must be there besides.
    case debt(liability: MarginAmounts, requirement: MarginAmounts)
    // Kept apart, so that lines without positions are not as large as those with.
    indirect case position(PositionFigures)
    /// A position that is taken from elsewhere, and so not from here.
    case uncounted(MarginReason)
    /// A debt or position that cannot be valued.
    case unpriceable(MarginReason)
}

/// All collateral of one asset, and what its haircuts leave of it. `knownValue` less the deductions, to the last digit, is `adjustedValue`.
public struct AssetLine: Hashable, Sendable {
    public let asset: AssetID
    /// nil when the parameters do not list the asset.
    public let className: String?
    /// nil when there is no price.
    public let price: AssetPrice?
    /// The sum of what the asset's lines leave.
    public let knownValue: MarginAmounts
    public let deductions: [Deduction]
    public let adjustedValue: MarginAmounts
}

/// A part of a value that does not count.
public struct Deduction: Hashable, Sendable {
    public let reason: MarginReason
    /// The share of what the deductions before this one left, 0...1; nil where it depends on the amount.
    public let shares: MarginAmounts?
    /// In quote units; never negative.
    public let amounts: MarginAmounts
}
