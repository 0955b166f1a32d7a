import ChainIdentity
import CollateralState
import Margin
import Quantities
import RiskModels
import UnifiedView

/// The slow twin of the report's totals: straight from the rules, in whole numbers of 10^-18 quote units, without pools or differences.
///
/// Collateral of one asset with the same shares removed is added up first, then rounded; so are the debts, the longs and the shorts of one asset.
struct ReferenceMargin {
    var adjusted: [MarginKind: FixedPoint] = [:]
    var liabilities: [MarginKind: FixedPoint] = [:]
    var requirement: [MarginKind: FixedPoint] = [:]

    private struct Group: Hashable {
        let asset: AssetID
        let kind: HoldingKind
        let isShort: Bool
        /// What is removed for how the line is known: one list for each kind of margin.
        let shares: [[FixedPoint]]
    }

    init(_ world: MarginWorld) throws {
        let (book, parameters) = (try world.book(), try world.parameterSet())
        var groups: [Group: Int256] = [:]
        for line in world.lines {
            let holding = line.holding
            let shares = holding.kind == .collateral ? Self.lineShares(line, world, parameters.rules(forStreamsOf: line.account.chain)) : []
            let group = Group(asset: holding.asset, kind: holding.kind, isShort: holding.quantity < .zero, shares: shares)
            groups[group] = try groups[group, default: .zero].adding(holding.quantity)
        }
        for (index, kind) in MarginKind.allCases.enumerated() {
            (adjusted[kind], liabilities[kind], requirement[kind]) = (.zero, .zero, .zero)
            var known: [AssetID: UInt256] = [:]
            for (group, quantity) in groups {
                guard let price = book[group.asset], let listed = parameters.rules(for: group.asset) else { continue }
                if group.kind == .collateral {
                    var value = try Self.times(try Self.units(quantity.magnitude, decimals: price.decimals, isUp: false), price.price, isUp: false)
                    for share in group.shares.map({ $0[index] }) { value = try Self.less(value, share) }
                    known[group.asset] = try (known[group.asset] ?? .zero).adding(value)
                } else {
                    try owe(group, quantity, kind, price, listed.rules, parameters.prices)
                }
            }
            for (asset, value) in known {
                guard let price = book[asset], let listed = parameters.rules(for: asset) else { continue }
                try count(value, kind, price, listed, parameters.prices, Timestamp(milliseconds: world.now))
            }
        }
    }

    private mutating func owe(
        _ group: Group, _ quantity: Int256, _ kind: MarginKind, _ price: AssetPrice, _ rules: AssetRules, _ doubts: PriceRules
    ) throws {
        let doubt = try price.confidence.multiplied(by: doubts.confidenceMultiple, rounding: .ceiling)
        let base = kind == .initial ? max(price.price, price.stablePrice) : price.price
        let value = try Self.times(
            try Self.units(quantity.magnitude, decimals: price.decimals, isUp: true), try base.adding(doubt), isUp: true)
        let rates = group.kind == .debt ? rules.debt : rules.position
        let rate = kind == .maintenance ? rates.maintenance : rates.initial
        if group.kind == .debt { liabilities[kind] = try liabilities[kind]?.adding(Self.fixed(value)) }
        requirement[kind] = try requirement[kind]?.adding(Self.fixed(Self.times(value, rate, isUp: true)))
    }

    private mutating func count(
        _ known: UInt256, _ kind: MarginKind, _ price: AssetPrice, _ listed: ResolvedAsset, _ doubts: PriceRules, _ now: Timestamp
    ) throws {
        var value = known
        var worth = price.price
        var caps = price.redemption.map { [$0.value] } ?? []
        if kind == .initial { caps.append(price.redemption.map { min(price.stablePrice, $0.value) } ?? price.stablePrice) }
        for cap in caps where cap < worth {
            value = try Self.less(value, try worth.subtracting(cap).divided(by: worth, rounding: .ceiling))
            worth = cap
        }
        let doubt = try price.confidence.divided(by: price.price, rounding: .ceiling).multiplied(by: doubts.confidenceMultiple, rounding: .ceiling)
        value = try Self.less(value, min(doubt, .one))
        let age = price.observedAt.age(at: now)
        if now.age(at: price.observedAt) > doubts.maximumAge { value = .zero }
        value = try Self.less(value, try Self.faded(age, doubts.freshAge, doubts.maximumAge, kind))
        let haircut = kind == .maintenance ? listed.rules.haircut.maintenance : listed.rules.haircut.initial
        value = try Self.less(value, haircut)
        if let rule = listed.rules.volatility {
            let all = try rule.share(volatility: price.volatility)
            if all > haircut {
                value = try Self.less(value, min(.one, try all.subtracting(haircut).divided(by: try FixedPoint.one.subtracting(haircut), rounding: .ceiling)))
            }
        }
        if let concentration = listed.concentration, concentration.deposits > concentration.start {
            let weight = try concentration.start.divided(by: concentration.deposits, rounding: .floor)
            value = try Self.less(value, try FixedPoint.one.subtracting(weight))
        }
        if let tiers = listed.rules.tiers { value = try Self.tiered(value, tiers) }
        adjusted[kind] = try adjusted[kind]?.adding(Self.fixed(value))
    }

    private static func tiered(_ value: UInt256, _ tiers: ValueTiers) throws -> UInt256 {
        var (start, sum) = (UInt256.zero, UInt256.zero)
        for tier in tiers.tiers where value > start {
            let end = tier.upTo.map { min(UInt256($0.raw.magnitude), value) } ?? value
            sum = try sum.adding(try times(try end.subtracting(start), tier.rate, isUp: false))
            start = end
        }
        return sum
    }

    private static func faded(_ age: UInt64, _ fresh: UInt64, _ maximum: UInt64, _ kind: MarginKind) throws -> FixedPoint {
        if age > maximum { return .one }
        if age <= fresh || kind != .initial { return .zero }
        return try FixedPoint(Int64(age - fresh)).divided(by: FixedPoint(Int64(maximum - fresh)), rounding: .ceiling)
    }

    /// One list of shares for each kind of margin, in the order of the deductions, without those that remove nothing from any.
    private static func lineShares(_ line: HoldingLine, _ world: MarginWorld, _ rules: StreamRules) -> [[FixedPoint]] {
        let now = Timestamp(milliseconds: world.now)
        let (age, ahead) = (line.asOfTime.age(at: now), now.age(at: line.asOfTime))
        var steps: [[FixedPoint]] = []
        func remove(_ share: FixedPoint) { steps.append([share, share, share]) }
        if line.finality == .safe { remove(rules.safeHaircut) }
        if line.finality == .latest { remove(rules.latestHaircut) }
        if line.evidence >= rules.minimumEvidence { remove(rules.evidenceHaircuts.shares.first { $0.evidence >= line.evidence }?.share ?? .zero) }
        if case .frozen = line.standing { remove(rules.frozenHaircut) }
        if let outage = rules.outage, age > outage.after { remove(outage.haircut) }
        if case .halted = line.standing { remove(.one) }
        if line.evidence < rules.minimumEvidence { remove(.one) }
        if ahead > rules.maximumAge { remove(.one) }
        steps.append(MarginKind.allCases.map { (try? faded(age, rules.freshAge, rules.maximumAge, $0)) ?? .one })
        return steps.filter { !$0.allSatisfy(\.isZero) }
    }

    private static func less(_ value: UInt256, _ share: FixedPoint) throws -> UInt256 {
        try times(value, try FixedPoint.one.subtracting(share), isUp: false)
    }

    private static func units(_ quantity: UInt256, decimals: UInt8, isUp: Bool) throws -> UInt256 {
        decimals <= 18
            ? try quantity.multiplied(by: power(18 - decimals)) : try divided(quantity, power(decimals - 18), isUp: isUp)
    }

    private static func times(_ value: UInt256, _ factor: FixedPoint, isUp: Bool) throws -> UInt256 {
        try divided(try value.multiplied(by: UInt256(factor.raw.magnitude)), power(18), isUp: isUp)
    }

    private static func divided(_ value: UInt256, _ divisor: UInt256, isUp: Bool) throws -> UInt256 {
        let (quotient, remainder) = try value.quotientAndRemainder(dividingBy: divisor)
        return isUp && remainder != .zero ? try quotient.adding(UInt256(UInt64(1))) : quotient
    }

    private static func power(_ exponent: UInt8) throws -> UInt256 {
        try (0..<exponent).reduce(UInt256(UInt64(1))) { power, _ in try power.multiplied(by: UInt256(UInt64(10))) }
    }

    private static func fixed(_ value: UInt256) throws -> FixedPoint {
        guard let raw = Int128(value.description) else { throw QuantityError.overflow(.conversion, type: "FixedPoint") }
        return FixedPoint(raw: raw)
    }
}
