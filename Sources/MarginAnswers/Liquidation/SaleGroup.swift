public import ChainIdentity
import CollateralState
import LiquidationPlanning
import Margin
import Quantities
import UnifiedView

/// All collateral of one asset on one chain that can be sold: it goes into one market.
struct SaleGroup {
    let asset: AssetID
    let chain: ChainID
    let price: AssetPrice
    /// Those that count least first: selling them first can only leave more than the plan expects.
    var lines: [MarginLine] = []
    var quantity = Int256.zero
    var marketValue = FixedPoint.zero
    /// What the report counts of it where a liquidation ends: the known value of the lines, less the haircuts of the asset.
    var counted = FixedPoint.zero

    /// What the planner is told. The share that counts is that of the whole: where size is a reason for a haircut, the rest of a holding counts
    /// more than that, never less.
    func holding(_ market: AssetMarket) throws(MarginAnswersError) -> SaleableHolding {
        let (units, share) = try computing("the holding of \(asset)") { () throws(QuantityError) in
            (
                try FixedPoint(baseUnits: quantity, decimals: Int(price.decimals), rounding: .floor),
                min(.one, try counted.divided(by: marketValue, rounding: .floor))
            )
        }
        return try liquidating { () throws(LiquidationError) in
            try SaleableHolding(
                asset: asset.text, chain: chain, quantity: units, price: price.price, countedShare: share, bonus: market.liquidatorBonus,
                volatility: price.volatility, depth: market.depth)
        }
    }
}

/// Collateral that a plan leaves alone, and why.
public struct KeptHolding: Hashable, Sendable {
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        case noPrice
        /// The market assumptions say nothing of the asset.
        case noMarket
        /// They say nothing of the chain.
        case noChainTerms
        /// Nothing of it counts as known: whoever cannot be sure that it is there cannot promise to sell it.
        case notKnown
        /// Less than a unit of 18 places, or worth as little.
        case worthless
        /// A plan looks at the 256 most valuable holdings.
        case tooMany
    }

    public let asset: AssetID
    public let account: AccountID
    public let reason: Reason
}

/// The collateral of a report, sorted into what can be sold and what cannot.
struct Saleables {
    private(set) var groups: [SaleGroup] = []
    private(set) var kept: [KeptHolding] = []

    init(_ report: MarginReport, _ market: MarketAssumptions) throws(MarginAnswersError) {
        for line in report.lines {
            guard case .collateral(let value, _, let known) = line.contribution else { continue }
            if let reason = Self.reason(against: line, value, known, market) {
                keep(line, reason)
            } else if let price = line.price {
                try add(line, price, value, try Self.counted(line, known.liquidationEnd, report))
            }
        }
        leaveTheSmallest()
    }

    private static func reason(
        against line: MarginLine, _ value: FixedPoint, _ known: MarginAmounts, _ market: MarketAssumptions
    ) -> KeptHolding.Reason? {
        guard let price = line.price else { return .noPrice }
        if market[line.holding.holding.asset] == nil { return .noMarket }
        if market[line.holding.account.chain] == nil { return .noChainTerms }
        let units = try? FixedPoint(baseUnits: line.holding.holding.quantity, decimals: Int(price.decimals), rounding: .floor)
        if value <= .zero || price.price <= .zero || units?.isZero == true { return .worthless }
        return known.liquidationEnd <= .zero ? .notKnown : nil
    }

    /// The line's part in what the asset counts after its haircuts; rounded down.
    private static func counted(_ line: MarginLine, _ known: FixedPoint, _ report: MarginReport) throws(MarginAnswersError) -> FixedPoint {
        guard let asset = report.assets.first(where: { $0.asset == line.holding.holding.asset }), !asset.knownValue.liquidationEnd.isZero else { return .zero }
        return try computing("what \(asset.asset) counts") { () throws(QuantityError) in
            let share = try asset.adjustedValue.liquidationEnd.divided(by: asset.knownValue.liquidationEnd, rounding: .floor)
            return try known.multiplied(by: share, rounding: .floor)
        }
    }

    private mutating func add(_ line: MarginLine, _ price: AssetPrice, _ value: FixedPoint, _ counted: FixedPoint) throws(MarginAnswersError) {
        let (asset, chain) = (line.holding.holding.asset, line.holding.account.chain)
        let index = groups.firstIndex { $0.asset == asset && $0.chain == chain } ?? groups.endIndex
        if index == groups.endIndex { groups.append(SaleGroup(asset: asset, chain: chain, price: price)) }
        var group = groups[index]
        group.lines.append(line)
        let before = group
        (group.quantity, group.marketValue, group.counted) = try computing("all \(asset)") { () throws(QuantityError) in
            (
                try before.quantity.adding(line.holding.holding.quantity), try before.marketValue.adding(value), try before.counted.adding(counted)
            )
        }
        group.lines = Self.leastKnownFirst(group.lines)
        groups[index] = group
    }

    private static func leastKnownFirst(_ lines: [MarginLine]) -> [MarginLine] {
        func share(_ line: MarginLine) -> FixedPoint {
            guard case .collateral(let value, _, let known) = line.contribution else { return .zero }
            return (try? known.liquidationEnd.divided(by: value, rounding: .floor)) ?? .zero
        }
        return lines.enumerated().map { (share($1), $0, $1) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }

    private mutating func keep(_ line: MarginLine, _ reason: KeptHolding.Reason) {
        kept.append(KeptHolding(asset: line.holding.holding.asset, account: line.holding.account, reason: reason))
    }

    private mutating func leaveTheSmallest() {
        guard groups.count > LiquidationProblem.maximumHoldings else { return }
        let least = groups.map(\.marketValue).sorted(by: >)[LiquidationProblem.maximumHoldings - 1]
        var left: [SaleGroup] = []
        for group in groups {
            if group.marketValue >= least, left.count < LiquidationProblem.maximumHoldings { left.append(group) } else {
                for line in group.lines { keep(line, .tooMany) }
            }
        }
        groups = left
    }
}
