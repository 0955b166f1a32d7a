import Quantities
import RiskModels
import SystemicRisk

/// The slow, obvious twin of a cascade of one step: every lot is tried in turn, nothing is remembered but how many lots each account sold.
struct SlowCascade {
    let accounts: [RiskAccount]
    let assets: [RiskAsset]
    let shock: MarketConditions
    let parameters: CascadeParameters
    var sold: [Int]
    var prices: [[FixedPoint]] = []
    var units: [FixedPoint]

    init(_ book: RiskBook, _ scenario: StressScenario, _ parameters: CascadeParameters) throws {
        accounts = try book.allAccounts
        assets = book.assets
        shock = try scenario.conditions(for: book)[0]
        self.parameters = parameters
        sold = accounts.map { _ in 0 }
        units = assets.map { _ in .zero }
    }

    var lots: Int { Int(parameters.lots) }

    func standing(_ account: Int, sold: Int, _ conditions: MarketConditions) throws -> SlowStanding {
        try SlowStanding(
            accounts[account], conditions, sold: sold, of: lots, fee: parameters.fee, opening: shock.liabilityPrices)
    }

    mutating func run() throws {
        while prices.count < parameters.roundLimit {
            let conditions = try conditions()
            let next = try accounts.indices.map { try target($0, conditions) }
            if next == sold { return }
            sold = next
            prices.append(try self.conditions().collateralPrices)
        }
    }

    /// Units sold and prices follow from the lots alone.
    mutating func conditions() throws -> MarketConditions {
        units = assets.map { _ in .zero }
        for (account, lots) in zip(accounts, sold) {
            for holding in account.holdings where !shock.silentChains[Int(holding.chain.number)] {
                let asset = Int(holding.asset.number)
                units[asset] = try units[asset].adding(SlowStanding.part(holding.quantity, lots, self.lots))
            }
        }
        var (collateral, liability) = (shock.collateralPrices, shock.liabilityPrices)
        for asset in assets.indices {
            let size = try units[asset].multiplied(by: assets[asset].price, rounding: .ceiling)
            let left = try FixedPoint.one.subtracting(assets[asset].impact.share(ofSize: size))
            collateral[asset] = try collateral[asset].multiplied(by: left, rounding: .floor)
            liability[asset] = try liability[asset].multiplied(by: left, rounding: .ceiling)
        }
        return try MarketConditions(
            collateralPrices: collateral, liabilityPrices: liability, silentChains: shock.silentChains,
            requirementFactor: shock.requirementFactor)
    }

    private func target(_ account: Int, _ conditions: MarketConditions) throws -> Int {
        let now = try standing(account, sold: sold[account], conditions)
        let must = sold[account] == 0 ? try now.excess(now.maintenance) : try now.excess(now.liquidationEnd)
        if !must.isNegative || sold[account] == lots { return sold[account] }
        let mayStay = try liabilitiesThatStay(now)
        for lot in sold[account] + 1 ..< lots + 1 {
            let then = try standing(account, sold: lot, conditions)
            if try !then.excess(then.liquidationEnd).isNegative || then.liabilities <= mayStay { return lot }
        }
        return lots
    }

    private func liabilitiesThatStay(_ now: SlowStanding) throws -> FixedPoint {
        if now.liabilities.isZero { return -1 }
        let needed = try now.liabilities.adding(now.liquidationEnd)
        let health = try now.adjusted.divided(by: needed, rounding: .floor)
        let share = try parameters.closeFactor.share(debt: now.liabilities, collateral: now.market, health: health)
        return share == .one ? -1 : try now.liabilities.multiplied(by: FixedPoint.one.subtracting(share), rounding: .floor)
    }

    func badDebt() throws -> FixedPoint {
        var copy = self
        let conditions = try copy.conditions()
        var sum = FixedPoint.zero
        for account in accounts.indices {
            let standing = try standing(account, sold: sold[account], conditions)
            if standing.liabilities > standing.market { sum = try sum.adding(standing.liabilities.subtracting(standing.market)) }
        }
        return sum
    }
}
