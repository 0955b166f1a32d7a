import ChainIdentity
import CollateralState
import Quantities
import UnifiedView

/// Values the lines of one kind and asset, one after the other, in the report's order.
struct AssetValuation {
    let kind: HoldingKind
    let asset: AssetID
    private let price: AssetPrice?
    private let className: String?
    private let rules: AssetRules?
    private var collateral: [CollateralPool] = []
    private var obligations: [Bool: ObligationPool] = [:]

    init(kind: HoldingKind, asset: AssetID, prices: PriceBook, parameters: ParameterSet) {
        self.kind = kind
        self.asset = asset
        price = prices[asset]
        let listed = parameters.rules(for: asset)
        className = listed?.className
        rules = listed?.rules
    }

    mutating func add(_ line: HoldingLine, _ conditions: LineConditions, now: Timestamp) throws(MarginError) -> MarginLine {
        let contribution =
            switch kind {
            case .collateral: try addCollateral(line.holding.quantity, conditions)
            case .debt, .position: try addObligation(line.holding.quantity)
            }
        return MarginLine(
            holding: line, age: line.asOfTime.age(at: now), className: className, price: price, contribution: contribution,
            warnings: kind == .collateral ? [] : conditions.findings.map(\.reason))
    }

    private mutating func addCollateral(_ quantity: Int256, _ conditions: LineConditions) throws(MarginError) -> Contribution {
        let steps = steps(conditions)
        let shares = steps.map(\.share).filter { !$0.isZero }
        let index = collateral.firstIndex { $0.shares == shares } ?? collateral.endIndex
        if index == collateral.endIndex { collateral.append(CollateralPool(shares: shares)) }
        let levels = try collateral[index].add(quantity, at: price)
        return .collateral(
            marketValue: levels[0], deductions: try Self.deductions(steps, levels), adjustedValue: levels[shares.count])
    }

    /// What each step removes: the difference of two levels, or nothing where its share is zero.
    private static func deductions(
        _ steps: [(reason: MarginReason, share: FixedPoint)], _ levels: [FixedPoint]
    ) throws(MarginError) -> [Deduction] {
        var level = 0
        return try steps.map { (step) throws(MarginError) in
            if step.share.isZero { return Deduction(reason: step.reason, share: .zero, amount: .zero) }
            level += 1
            let amount = try computing("deduction") { () throws(QuantityError) in try levels[level - 1].subtracting(levels[level]) }
            return Deduction(reason: step.reason, share: step.share, amount: amount)
        }
    }

    /// The haircut first, then what the conditions remove.
    private func steps(_ conditions: LineConditions) -> [(reason: MarginReason, share: FixedPoint)] {
        var steps = conditions.findings
        if let rules, let className {
            if !rules.haircut.isZero { steps.insert((.haircut(className: className), rules.haircut), at: 0) }
        } else {
            steps.append((.unlistedAsset, .one))
        }
        if price == nil { steps.append((.missingPrice, .one)) }
        return steps
    }

    /// Longs and shorts are valued apart: opposite positions on two chains do not close each other.
    private mutating func addObligation(_ quantity: Int256) throws(MarginError) -> Contribution {
        guard let rules else { return .unpriceable(.unlistedAsset) }
        guard let price else { return .unpriceable(.missingPrice) }
        let rates = kind == .debt ? rules.debt : rules.position
        let (value, requirement) = try obligations[quantity.isNegative, default: ObligationPool(rates: rates, price: price)].add(quantity)
        return kind == .debt
            ? .debt(liability: value, requirement: requirement) : .position(notional: value, requirement: requirement)
    }
}
