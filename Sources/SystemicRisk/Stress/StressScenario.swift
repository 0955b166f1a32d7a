import Quantities

/// A named joint shock: what a whole book is supposed to live through.
///
/// Its shocks act together, in their order: factors multiply, silent chains add up. Paths run side by side, and the shorter one stays
/// where it ended.
public struct StressScenario: Hashable, Sendable {
    public static let mostShocks = 64

    /// Stable: the same scenario has the same name in every report.
    public let name: String
    public let shocks: [StressShock]

    /// - Throws: `count` for no or more than 64 shocks, or for a name that is empty or longer than 512 bytes.
    public init(name: String, shocks: [StressShock]) throws(SystemicRiskError) {
        try Require.count(name.utf8.count, in: 1...RiskBook.longestName, "bytes of a scenario's name")
        try Require.count(shocks.count, in: 1...Self.mostShocks, "shocks of a scenario")
        self.name = name
        self.shocks = shocks
    }

    /// Both at once; named `<this> + <other>`.
    public func combined(with other: StressScenario) throws(SystemicRiskError) -> StressScenario {
        try StressScenario(name: "\(name) + \(other.name)", shocks: shocks + other.shocks)
    }

    /// The conditions of the market after each step of the scenario: one step, unless a path is among the shocks.
    ///
    /// Collateral prices are rounded down and liability prices up.
    /// - Throws: `outOfRange`, `count` or `unknownIndex` for a shock that is no shock of this book; `arithmetic`.
    public func conditions(for book: RiskBook) throws(SystemicRiskError) -> [MarketConditions] {
        for shock in shocks { try shock.verify(for: book) }
        let steps = shocks.map(\.stepCount).max() ?? 1
        try Require.count(
            steps.multipliedReportingOverflow(by: book.assets.count).partialValue, in: 1...PricePath.mostFactors, "prices of a scenario")
        var all: [MarketConditions] = []
        for step in 0..<steps {
            var shocked = ShockedMarket(MarketConditions(of: book))
            for shock in shocks { try shocked.apply(shock, step: step, to: book) }
            all.append(try shocked.conditions())
        }
        return all
    }
}

extension StressShock {
    var stepCount: Int {
        if case .pricePath(let path) = self { path.steps.count } else { 1 }
    }
}

/// Conditions while shocks are applied to them.
private struct ShockedMarket {
    var collateral: [FixedPoint]
    var liability: [FixedPoint]
    var silent: [Bool]
    var factor: FixedPoint

    init(_ conditions: MarketConditions) {
        collateral = conditions.collateralPrices
        liability = conditions.liabilityPrices
        silent = conditions.silentChains
        factor = conditions.requirementFactor
    }

    func conditions() throws(SystemicRiskError) -> MarketConditions {
        try MarketConditions(
            collateralPrices: collateral, liabilityPrices: liability, silentChains: silent, requirementFactor: factor)
    }

    mutating func apply(_ shock: StressShock, step: Int, to book: RiskBook) throws(SystemicRiskError) {
        switch shock {
        case .flashCrash(let drop):
            for asset in book.assets.indices where book.assets[asset].isRisky { try scale(asset, by: drop.complement()) }
        case .depeg(let asset, let drop):
            try scale(asset.position, by: drop.complement())
        case .volatilitySpike(let spike):
            factor = try factor.scaled(by: spike, rounding: .ceiling)
        case .chainOutage(let chain):
            silent[chain.position] = true
        case .oracleFailure(let assets, let width):
            for asset in Set(assets).sorted() { try doubt(asset.position, width) }
        case .pricePath(let path):
            let factors = path.steps[min(step, path.steps.count - 1)]
            for asset in factors.indices { try scale(asset, by: factors[asset]) }
        }
    }

    private mutating func scale(_ asset: Int, by factor: FixedPoint) throws(SystemicRiskError) {
        collateral[asset] = try collateral[asset].scaled(by: factor, rounding: .floor)
        liability[asset] = try liability[asset].scaled(by: factor, rounding: .ceiling)
    }

    private mutating func doubt(_ asset: Int, _ width: FixedPoint) throws(SystemicRiskError) {
        collateral[asset] = try collateral[asset].scaled(by: width.complement(), rounding: .floor)
        let above = try computing("one and the width") { () throws(QuantityError) in try FixedPoint.one.adding(width) }
        liability[asset] = try liability[asset].scaled(by: above, rounding: .ceiling)
    }
}

extension FixedPoint {
    fileprivate func scaled(by factor: FixedPoint, rounding: Rounding) throws(SystemicRiskError) -> FixedPoint {
        try computing("\(self) times \(factor)") { () throws(QuantityError) in try multiplied(by: factor, rounding: rounding) }
    }

    /// One less this share.
    func complement() throws(SystemicRiskError) -> FixedPoint {
        try computing("one less \(self)") { () throws(QuantityError) in try FixedPoint.one.subtracting(self) }
    }
}
