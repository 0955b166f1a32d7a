import ChainIdentity
import CollateralState
import Margin
import Quantities
import SystemicRisk
import UnifiedView

/// One account's report as the numbers of a book: every rounding is against the account.
///
/// - A holding is all collateral of one asset on one chain. Its weight is what its lines leave of the market value, times what the haircuts of the asset
///   leave of that.
/// - A debt counts as many units as cost, at the book's price, what is owed with the doubt about the price.
/// - A linear position is taken as opened at the price of now. An option is a position of its delta, and what it is worth now is cash.
/// - What counts at venues is cash, and a position there is one like any other, of which the venue's share of a gain counts. Open orders require what they
///   require now, on a position too small to matter: that they would be filled as prices move is not played through.
/// - What correlations free or add is shared out over all obligations in proportion to what each requires alone, and moves with them. Of an account
///   that owes nothing and has no positions, the book requires nothing, whatever a lens says of its collateral.
struct DraftAccount {
    let account: MarginAccount
    let state: MarginState
    private let cash: FixedPoint
    private let holdings: [Holding]
    private let debts: [Debt]
    private let positions: [Position]

    private struct Holding {
        let asset: AssetID
        let chain: ChainID
        let quantity: FixedPoint
        let weight: FixedPoint
    }

    private struct Debt {
        let asset: AssetID
        let quantity: FixedPoint
        let rates: RiskRates
    }

    private struct Position {
        let asset: AssetID
        let quantity: FixedPoint
        let price: FixedPoint
        let profitWeight: FixedPoint
        let rates: RiskRates
    }

    init(_ report: MarginReport, _ totals: MarginTotals, _ margin: MarginCase) throws(MarginAnswersError) {
        account = report.account
        state = totals.state
        cash = try computing("what counts at venues") { () throws(QuantityError) in
            try totals.positionValue.adding(report.venues.value.maintenance)
        }
        let share = try RequirementShare(totals)
        holdings = try Self.holdings(report)
        debts = try Self.debts(report, share)
        positions = try Self.positions(PositionDemand.all(of: report, margin.parameters), share, margin.prices)
    }

    var assets: Set<AssetID> { Set(holdings.map(\.asset) + debts.map(\.asset) + positions.map(\.asset)) }

    func placed(_ order: BookDraft.Order) -> RiskAccount {
        RiskAccount(
            id: account.members[0].text, cash: cash,
            holdings: holdings.map { RiskHolding(asset: order[$0.asset], chain: order[$0.chain], quantity: $0.quantity, weight: $0.weight) },
            debts: debts.map { RiskDebt(asset: order[$0.asset], quantity: $0.quantity, rates: $0.rates) },
            positions: positions.map {
                RiskPosition(asset: order[$0.asset], quantity: $0.quantity, entryPrice: $0.price, profitWeight: $0.profitWeight, rates: $0.rates)
            })
    }
}

// MARK: - Holdings

/// One asset on one chain.
private struct Place: Hashable {
    let asset: AssetID
    let chain: ChainID
}

extension DraftAccount {
    private static func holdings(_ report: MarginReport) throws(MarginAnswersError) -> [Holding] {
        let kept = try keptShares(report.assets)
        var (order, sums): ([Place], [Place: (price: AssetPrice, quantity: Int256, known: FixedPoint)]) = ([], [:])
        for line in report.lines {
            // Without a price it counts nothing here and there.
            guard case .collateral(_, _, let known) = line.contribution, let price = line.price else { continue }
            let place = Place(asset: line.holding.holding.asset, chain: line.holding.account.chain)
            if sums[place] == nil { order.append(place) }
            let before = sums[place] ?? (price, .zero, .zero)
            sums[place] = try computing("the collateral of \(place.asset)") { () throws(QuantityError) in
                (price, try before.quantity.adding(line.holding.holding.quantity), try before.known.adding(known.maintenance))
            }
        }
        var holdings: [Holding] = []
        for place in order {
            guard let sum = sums[place] else { continue }
            let (quantity, weight) = try computing("the weight of \(place.asset)") { () throws(QuantityError) in
                let quantity = try FixedPoint(baseUnits: sum.quantity, decimals: Int(sum.price.decimals), rounding: .floor)
                let value = try quantity.multiplied(by: sum.price.price, rounding: .floor)
                if value.isZero { return (quantity, FixedPoint.zero) }
                let known = min(.one, try sum.known.divided(by: value, rounding: .floor))
                return (quantity, try known.multiplied(by: kept[place.asset] ?? .zero, rounding: .floor))
            }
            holdings.append(Holding(asset: place.asset, chain: place.chain, quantity: quantity, weight: weight))
        }
        return holdings
    }

    /// What the haircuts of each asset leave of what is known of it; rounded down.
    private static func keptShares(_ assets: [AssetLine]) throws(MarginAnswersError) -> [AssetID: FixedPoint] {
        var shares: [AssetID: FixedPoint] = [:]
        for line in assets where !line.knownValue.maintenance.isZero {
            shares[line.asset] = try computing("what the haircuts of \(line.asset) leave") { () throws(QuantityError) in
                min(.one, try line.adjustedValue.maintenance.divided(by: line.knownValue.maintenance, rounding: .floor))
            }
        }
        return shares
    }
}

// MARK: - Obligations

extension DraftAccount {
    private static func debts(_ report: MarginReport, _ share: RequirementShare) throws(MarginAnswersError) -> [Debt] {
        var (order, sums): ([AssetID], [AssetID: Owed]) = ([], [:])
        for line in report.lines {
            guard case .debt(let liability, let requirement) = line.contribution, let price = line.price else { continue }
            let asset = line.holding.holding.asset
            if sums[asset] == nil { order.append(asset) }
            var owed = sums[asset] ?? Owed(price: price)
            try owed.add(line.holding.holding.quantity, liability.maintenance, requirement)
            sums[asset] = owed
        }
        var debts: [Debt] = []
        for asset in order {
            guard let owed = sums[asset] else { continue }
            let quantity = try owed.units()
            debts.append(
                Debt(asset: asset, quantity: quantity, rates: try share.rates(owed.maintenance, owed.liquidationEnd, quantity, owed.price.price)))
        }
        return debts
    }

    private static func positions(
        _ demands: [PositionDemand], _ share: RequirementShare, _ prices: PriceBook
    ) throws(MarginAnswersError) -> [Position] {
        var positions: [Position] = []
        for demand in demands {
            // It could not have been valued without.
            guard let price = prices[demand.underlying]?.price, !price.isZero else { continue }
            let quantity = try share.carrying(demand.requirement, demand.delta, price)
            positions.append(
                Position(
                    asset: demand.underlying, quantity: quantity, price: price, profitWeight: demand.profitWeight,
                    rates: try share.rates(demand.requirement.maintenance, demand.requirement.liquidationEnd, quantity, price)))
        }
        return positions
    }
}

/// All debt in one asset.
private struct Owed {
    let price: AssetPrice
    private var quantity = Int256.zero
    private var value = FixedPoint.zero
    private(set) var maintenance = FixedPoint.zero
    private(set) var liquidationEnd = FixedPoint.zero

    init(price: AssetPrice) { self.price = price }

    mutating func add(_ more: Int256, _ liability: FixedPoint, _ requirement: MarginAmounts) throws(MarginAnswersError) {
        try computing("the debt in \(price.asset)") { () throws(QuantityError) in
            quantity = try quantity.adding(more)
            value = try value.adding(liability)
            maintenance = try maintenance.adding(requirement.maintenance)
            liquidationEnd = try liquidationEnd.adding(requirement.liquidationEnd)
        }
    }

    /// As many as cost what is owed.
    func units() throws(MarginAnswersError) -> FixedPoint {
        try computing("the debt in \(price.asset)") { () throws(QuantityError) in
            let units = try FixedPoint(baseUnits: quantity, decimals: Int(price.decimals), rounding: .ceiling)
            if try units.multiplied(by: price.price, rounding: .ceiling) >= value { return units }
            return try value.divided(by: price.price, rounding: .ceiling)
        }
    }
}

/// What an account's obligations require together, of what they require alone.
private struct RequirementShare {
    /// The largest rate a book takes.
    private static let largestRate: FixedPoint = 1_000

    /// Rounded up; one where the mode sums them.
    private let maintenance: FixedPoint
    private let liquidationEnd: FixedPoint

    init(_ totals: MarginTotals) throws(MarginAnswersError) {
        func share(_ kind: MarginKind) throws(MarginAnswersError) -> FixedPoint {
            let (required, alone) = (totals.requirement[kind], totals.requirements.isolated[kind])
            if required == alone || alone.isZero { return .one }
            return try computing("what a mode frees") { () throws(QuantityError) in try required.divided(by: alone, rounding: .ceiling) }
        }
        maintenance = try share(.maintenance)
        liquidationEnd = try share(.liquidationEnd)
    }

    /// The requirement over the value of so many units at this price; rounded up.
    func rates(
        _ maintenance: FixedPoint, _ liquidationEnd: FixedPoint, _ quantity: FixedPoint, _ price: FixedPoint
    ) throws(MarginAnswersError) -> RiskRates {
        try computing("the rate of an obligation") { () throws(QuantityError) in
            let value = try quantity.magnitude().multiplied(by: price, rounding: .ceiling)
            if value.isZero { return RiskRates(maintenance: .zero, liquidationEnd: .zero) }
            let rate = try Self.rate(maintenance, self.maintenance, value)
            return RiskRates(maintenance: rate, liquidationEnd: max(rate, try Self.rate(liquidationEnd, self.liquidationEnd, value)))
        }
    }

    private static func rate(_ alone: FixedPoint, _ share: FixedPoint, _ value: FixedPoint) throws(QuantityError) -> FixedPoint {
        min(largestRate, try alone.multiplied(by: share, rounding: .ceiling).divided(by: value, rounding: .ceiling))
    }

    /// Units that move like the position: its delta, or as much as can carry its requirement where that is less.
    func carrying(_ requirement: MarginAmounts, _ delta: FixedPoint, _ price: FixedPoint) throws(MarginAnswersError) -> FixedPoint {
        try computing("the size of a position") { () throws(QuantityError) in
            let required = max(
                try requirement.maintenance.multiplied(by: maintenance, rounding: .ceiling),
                try requirement.liquidationEnd.multiplied(by: liquidationEnd, rounding: .ceiling))
            let least = try required.divided(by: Self.largestRate, rounding: .ceiling).divided(by: price, rounding: .ceiling)
            if try delta.magnitude() >= least { return delta }
            return delta.isNegative ? try least.negated() : least
        }
    }
}
