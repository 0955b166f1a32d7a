import ChainIdentity
import CollateralState
import Quantities
import RiskModels
import UnifiedView

/// Values the lines of one kind and asset, one after the other, in the report's order; then the asset as a whole.
struct AssetValuation {
    let kind: HoldingKind
    let asset: AssetID
    private let conditions: AssetConditions
    private let priceRules: PriceRules
    private var collateral: [CollateralPool] = []
    private var known = MarginAmounts.zero
    private var obligations: [Bool: ObligationPool] = [:]

    init(kind: HoldingKind, asset: AssetID, prices: PriceBook, parameters: ParameterSet, now: Timestamp) throws(MarginError) {
        self.kind = kind
        self.asset = asset
        priceRules = parameters.prices
        conditions = try AssetConditions(prices[asset], parameters.rules(for: asset), rules: parameters.prices, now: now)
    }

    mutating func add(_ line: HoldingLine, _ found: LineConditions, now: Timestamp) throws(MarginError) -> MarginLine {
        let contribution =
            switch kind {
            case .collateral: try addCollateral(line.holding.quantity, found.findings)
            case .debt, .position: try addObligation(line.holding.quantity)
            }
        return MarginLine(
            holding: line, age: line.asOfTime.age(at: now), price: conditions.price, contribution: contribution,
            warnings: kind == .collateral ? [] : found.findings.map(\.reason) + priceWarnings)
    }

    /// Doubts about the price of what is owed, which counts in full all the same.
    private var priceWarnings: [MarginReason] {
        conditions.findings.map(\.reason).filter { reason in
            switch reason {
            case .oldPrice, .futurePrice: true
            default: false
            }
        }
    }

    private mutating func addCollateral(_ quantity: Int256, _ findings: [Finding]) throws(MarginError) -> Contribution {
        let shares = findings.map(\.shares).filter { !$0.isZero }
        let index = collateral.firstIndex { $0.shares == shares } ?? collateral.endIndex
        if index == collateral.endIndex { collateral.append(CollateralPool(shares: shares)) }
        let levels = try collateral[index].add(quantity, at: conditions.price)
        known = try known.plus(levels[shares.count], "the known value of an asset")
        return .collateral(
            marketValue: levels[0].maintenance, deductions: try Self.deductions(findings, levels), knownValue: levels[shares.count])
    }

    /// What each step removes: the difference of two levels, or nothing where its share is zero.
    private static func deductions(_ findings: [Finding], _ levels: [MarginAmounts]) throws(MarginError) -> [Deduction] {
        if findings.isEmpty { return [] }
        var level = 0
        return try findings.map { (finding) throws(MarginError) in
            if finding.shares.isZero { return Deduction(reason: finding.reason, shares: .zero, amounts: .zero) }
            level += 1
            return Deduction(
                reason: finding.reason, shares: finding.shares, amounts: try levels[level - 1].minus(levels[level], "deduction"))
        }
    }

    /// Longs and shorts are valued apart: opposite positions on two chains do not close each other.
    private mutating func addObligation(_ quantity: Int256) throws(MarginError) -> Contribution {
        guard let rules = conditions.rules else { return .unpriceable(.unlistedAsset) }
        guard let price = conditions.price else { return .unpriceable(.missingPrice) }
        let rates = kind == .debt ? rules.debt : rules.position
        var pool: ObligationPool
        if let known = obligations[quantity.isNegative] { pool = known } else { pool = try ObligationPool(rates: rates, price: price, rules: priceRules) }
        let (value, requirement) = try pool.add(quantity)
        obligations[quantity.isNegative] = pool
        return kind == .debt ? .debt(liability: value, requirement: requirement) : .position(notional: value, requirement: requirement)
    }

    /// What all collateral of the asset counts after its haircuts; nil for debts and positions.
    func assetLine() throws(MarginError) -> AssetLine? {
        guard kind == .collateral else { return nil }
        var level = known
        var deductions: [Deduction] = []
        for finding in conditions.findings {
            let next = try level.less(finding.shares)
            deductions.append(Deduction(reason: finding.reason, shares: finding.shares, amounts: try level.minus(next, "deduction")))
            level = next
        }
        if let tiers = conditions.rules?.tiers {
            let before = level
            level = try MarginAmounts { (kind) throws(MarginError) in
                try modelling { () throws(RiskModelError) in try tiers.value(of: before[kind]) }
            }
            let amounts = try before.minus(level, "deduction")
            if !amounts.isZero { deductions.append(Deduction(reason: .size, shares: nil, amounts: amounts)) }
        }
        return AssetLine(
            asset: asset, className: conditions.className, price: conditions.price, knownValue: known, deductions: deductions, adjustedValue: level)
    }
}
