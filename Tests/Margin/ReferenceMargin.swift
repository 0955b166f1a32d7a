import ChainIdentity
import CollateralState
import Margin
import Quantities
import UnifiedView

/// The slow twin of the report's totals: straight from the rules, in whole numbers of 10^-18 quote units, without pools or differences.
///
/// Collateral of one asset with the same shares removed is added up first, then rounded; so are the debts, the longs and the shorts of one asset.
struct ReferenceMargin {
    var adjusted = FixedPoint.zero
    var liabilities = FixedPoint.zero
    var initial = FixedPoint.zero
    var maintenance = FixedPoint.zero

    private struct Group: Hashable {
        let asset: AssetID
        let kind: HoldingKind
        let isShort: Bool
        let shares: [FixedPoint]
    }

    init(_ world: MarginWorld) throws {
        let (book, parameters) = (try world.book(), try world.parameterSet())
        var groups: [Group: Int256] = [:]
        for line in world.lines {
            let holding = line.holding
            let shares = holding.kind == .collateral ? try Self.shares(line, world, parameters) : []
            let group = Group(asset: holding.asset, kind: holding.kind, isShort: holding.quantity < .zero, shares: shares)
            groups[group] = try groups[group, default: .zero].adding(holding.quantity)
        }
        for (group, quantity) in groups {
            guard let price = book[group.asset], let rules = parameters.rules(for: group.asset)?.rules else { continue }
            let isUp = group.kind != .collateral
            var value = try Self.units(quantity.magnitude, decimals: price.decimals, isUp: isUp)
            value = try Self.times(value, price.price, isUp: isUp)
            if group.kind == .collateral {
                for share in group.shares { value = try Self.times(value, FixedPoint(raw: FixedPoint.one.raw - share.raw), isUp: false) }
                adjusted = try adjusted.adding(Self.fixed(value))
            } else {
                let rates = group.kind == .debt ? rules.debt : rules.position
                if group.kind == .debt { liabilities = try liabilities.adding(Self.fixed(value)) }
                initial = try initial.adding(Self.fixed(Self.times(value, rates.initial, isUp: true)))
                maintenance = try maintenance.adding(Self.fixed(Self.times(value, rates.maintenance, isUp: true)))
            }
        }
    }

    private static func shares(_ line: HoldingLine, _ world: MarginWorld, _ parameters: ParameterSet) throws -> [FixedPoint] {
        let rules = parameters.rules(forStreamsOf: line.account.chain)
        var shares = [parameters.rules(for: line.holding.asset)?.rules.haircut ?? .one]
        if line.finality == .safe { shares.append(rules.safeHaircut) }
        if line.finality == .latest { shares.append(rules.latestHaircut) }
        if case .frozen = line.standing { shares.append(rules.frozenHaircut) }
        if case .halted = line.standing { shares.append(.one) }
        if line.evidence < rules.minimumEvidence { shares.append(.one) }
        if line.asOfTime.milliseconds + rules.maximumAge < world.now { shares.append(.one) }
        if world.publishedAt + parameters.maximumPriceAge < world.now { shares.append(.one) }
        return shares.contains(.one) ? [.one] : shares.filter { $0 != .zero }
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
