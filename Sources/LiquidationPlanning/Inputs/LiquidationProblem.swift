internal import ChainIdentity
internal import Quantities

/// An account below its line, and all that can be done about it. The order of the lists means nothing.
public struct LiquidationProblem: Hashable, Sendable {
    public static let maximumHoldings = 256
    public static let maximumLiabilities = 256

    /// Ascending by chain, then asset.
    public let holdings: [SaleableHolding]
    /// Descending by liquidation-end rate, in which order they are repaid; then ascending by chain and asset.
    public let liabilities: [Liability]
    public let untouched: Untouched
    public let rules: LiquidationRules
    private let terms: [ChainID: ChainTerms]

    /// Ascending by chain.
    public var chains: [ChainTerms] { terms.values.sorted { $0.chain < $1.chain } }

    /// - Throws: `count`; `duplicate` for an asset given twice on one chain or a chain given twice; `unknownChain` for a holding on a chain
    ///   without terms.
    public init(
        holdings: [SaleableHolding], liabilities: [Liability], untouched: Untouched, chains: [ChainTerms], rules: LiquidationRules
    ) throws(LiquidationError) {
        try Bounds.count(holdings.count, "holdings", atLeast: 0, atMost: Self.maximumHoldings)
        try Bounds.count(liabilities.count, "liabilities", atLeast: 0, atMost: Self.maximumLiabilities)
        try Bounds.count(chains.count, "chains", atLeast: 0, atMost: 1_024)
        self.holdings = holdings.sorted { ($0.chain, $0.asset) < ($1.chain, $1.asset) }
        self.liabilities = liabilities.sorted { left, right in
            left.liquidationEndRate == right.liquidationEndRate
                ? (left.chain, left.asset) < (right.chain, right.asset) : left.liquidationEndRate > right.liquidationEndRate
        }
        self.untouched = untouched
        self.rules = rules
        terms = Dictionary(chains.map { ($0.chain, $0) }) { first, _ in first }
        if terms.count != chains.count { throw .duplicate(name: "terms of a chain") }
        for holding in holdings where terms[holding.chain] == nil { throw .unknownChain(holding.chain) }
        if let name = Self.repeated(holdings.map { "\($0.asset) on \($0.chain)" }) { throw .duplicate(name: "holding \(name)") }
        if let name = Self.repeated(liabilities.map { "\($0.asset) on \($0.chain)" }) { throw .duplicate(name: "liability \(name)") }
    }

    private static func repeated(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }
    }

    func terms(of holding: SaleableHolding) throws(LiquidationError) -> ChainTerms {
        guard let found = terms[holding.chain] else { throw .unknownChain(holding.chain) }
        return found
    }
}
