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
    private var debt: DebtPool?
    private let terms: Terms
    /// Where positions in the asset are taken from; nil for the state.
    private let venue: VenueName?
    private var positions: [Bool: PositionPool] = [:]

    init(kind: HoldingKind, asset: AssetID, prices: PriceBook, parameters: ParameterSet, now: Timestamp) throws(MarginError) {
        self.kind = kind
        self.asset = asset
        priceRules = parameters.prices
        conditions = try AssetConditions(prices[asset], parameters.rules(for: asset), rules: parameters.prices, now: now)
        venue = parameters.instrument(asset)?.venue
        terms =
            switch kind {
            case .collateral, .debt: .none
            case .position: Terms(try PositionTerms.of(asset, prices: prices, parameters: parameters, now: now))
            }
    }

    /// How positions are valued. The terms are kept apart: they are large, and collateral and debts have none.
    private enum Terms {
        case none
        case unvalued(MarginReason)
        indirect case known(PositionTerms)

        init(_ result: Result<PositionTerms, Unvalued>) {
            switch result {
            case .success(let terms): self = .known(terms)
            case .failure(let unvalued): self = .unvalued(unvalued.reason)
            }
        }
    }

    mutating func add(_ line: HoldingLine, _ found: LineConditions, now: Timestamp) throws(MarginError) -> MarginLine {
        let contribution =
            switch kind {
            case .collateral: try addCollateral(line.holding.quantity, found.findings)
            case .debt: try addDebt(line.holding.quantity)
            case .position: try addHere(line.holding.quantity)
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
        let index = collateral.firstIndex { $0.holds(findings) } ?? collateral.endIndex
        if index == collateral.endIndex { collateral.append(CollateralPool(findings)) }
        let (market, deductions, added) = try collateral[index].add(quantity, at: conditions.price, findings)
        known = try known.plus(added, "the known value of an asset")
        return .collateral(marketValue: market, deductions: deductions, knownValue: added)
    }

    private mutating func addDebt(_ quantity: Int256) throws(MarginError) -> Contribution {
        guard let rules = conditions.rules else { return .unpriceable(.unlistedAsset) }
        guard let price = conditions.price else { return .unpriceable(.missingPrice) }
        var pool: DebtPool
        if let debt { pool = debt } else { pool = try DebtPool(rates: rules.debt, price: price, rules: priceRules) }
        let (value, requirement) = try pool.add(quantity)
        debt = pool
        return .debt(liability: value, requirement: requirement)
    }

    /// A position in the state, unless the parameters take those of the instrument from a venue.
    private mutating func addHere(_ quantity: Int256) throws(MarginError) -> Contribution {
        if let venue { return .uncounted(.settledElsewhere(venue)) }
        return try addPosition(quantity)
    }

    /// Longs and shorts are valued apart: opposite positions on two chains do not close each other.
    mutating func addPosition(_ quantity: Int256) throws(MarginError) -> Contribution {
        switch terms {
        case .unvalued(let reason): return .unpriceable(reason)
        case .known(let terms):
            var pool: PositionPool
            if let known = positions[quantity.isNegative] { pool = known } else { pool = try PositionPool(terms, isShort: quantity.isNegative) }
            let figures = try pool.add(quantity)
            positions[quantity.isNegative] = pool
            return .position(figures)
        case .none: return .unpriceable(.missingPrice)
        }
    }

    /// What all lines of the asset come to, and of positions those at venues with them.
    mutating func finish(
        with venues: inout VenueValuation, _ assets: inout [AssetLine], _ exposures: inout [Exposure]
    ) throws(MarginError) {
        if kind == .position { try venues.addPositions(to: &self) }
        try finish(&assets, &exposures)
    }

    private func finish(_ assets: inout [AssetLine], _ exposures: inout [Exposure]) throws(MarginError) {
        switch kind {
        case .collateral:
            let line = try assetLine()
            assets.append(line)
            exposures.append(Exposure(asset: asset, form: .collateral(value: known.maintenance, haircut: try marketHaircut(line)), isolated: .zero))
        case .debt:
            if let debt { exposures.append(debt.exposure) }
        case .position:
            for isShort in [false, true] {
                if let pool = positions[isShort] { exposures.append(pool.exposure) }
            }
        }
    }

    /// What is taken off because the price may move: the haircut and its volatility. Doubts about the present price are no part of it.
    private func marketHaircut(_ line: AssetLine) throws(MarginError) -> MarginAmounts {
        var sum = MarginAmounts.zero
        for deduction in line.deductions {
            switch deduction.reason {
            case .haircut, .volatility: sum = try sum.plus(deduction.amounts, "the haircuts")
            default: break
            }
        }
        return sum
    }

    /// What all collateral of the asset counts after its haircuts.
    private func assetLine() throws(MarginError) -> AssetLine {
        var level = known
        var deductions: [Deduction] = []
        deductions.reserveCapacity(conditions.findings.count + 1)
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
