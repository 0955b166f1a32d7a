public import CollateralState
public import Encoding
public import Quantities
public import UnifiedView

/// What an account may carry, why, and from which inputs: anybody with the same view, prices and parameters gets the same bytes.
///
/// - Known value of a line = amount * price, less what age, evidence, finality, outages and disputes remove; rounded down.
/// - Adjusted value = sum over the assets of their known value, less doubts about the price, haircuts, volatility, concentration and size.
/// - Liabilities = sum of amount * price over the debts; requirement = rates times debts and positions; rounded up.
/// - Value at venues = cash, losses and owed funding in full, unrealised profit at its share; rounded down.
/// - A debt or position counts in full however old, disputed or badly known it is.
/// - Each of these is computed for every kind of margin: the kinds differ in rates, in haircuts and in how they take a doubtful price.
public struct MarginReport: Hashable, Sendable {
    public let network: NetworkName
    public let quote: QuoteCurrency
    public let account: MarginAccount
    /// The time the ages are counted to.
    public let now: Timestamp
    public let viewDigest: Digest
    public let prices: PricesReference
    public let parameters: ParametersReference
    /// Ascending by kind, asset, account, stream.
    public let lines: [MarginLine]
    /// The collateral by asset, ascending: what the lines leave, less the haircuts of the asset.
    public let assets: [AssetLine]
    /// What the account has at venues; empty when the parameters name none.
    public let venues: VenueReport
    public let collateral: CollateralTotals
    public let outcome: MarginOutcome

    /// Which prices the report used.
    public struct PricesReference: Hashable, Sendable {
        public let digest: Digest
        public let number: UInt64
        public let publishedAt: Timestamp
    }

    /// Which parameters the report used.
    public struct ParametersReference: Hashable, Sendable {
        public let digest: Digest
        public let number: UInt64
    }

    /// Adjusted value less liabilities less the requirement of this kind; negative is a shortfall, nil when obligations cannot be valued.
    public func marginExcess(_ kind: MarginKind) -> FixedPoint? { totals?.excess[kind] }

    /// nil when obligations cannot be valued.
    public func marginRequirement(_ kind: MarginKind) -> FixedPoint? { totals?.requirement[kind] }

    /// Adjusted net value / maintenance requirement; nil without requirement, and when obligations cannot be valued.
    public var marginRatio: FixedPoint? { totals?.marginRatio }

    /// nil when obligations cannot be valued.
    // Not inlined: Swift 6.3.1 stops with "Found ownership error" where an optimized caller asks this of a report it does not keep.
    @inline(never)
    public var totals: MarginTotals? {
        if case .determined(let totals) = outcome { totals } else { nil }
    }
}
