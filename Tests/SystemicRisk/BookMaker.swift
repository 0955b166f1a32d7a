import Quantities
import RiskModels
import SystemicRisk
import TestVectors

/// A decimal number of a test.
func amount(_ text: String) throws -> FixedPoint { try FixedPoint(parsing: text) }

/// Small random books and the terms they are looked at under.
struct BookMaker {
    var generator: SeededGenerator

    init(seed: UInt64 = SeededGenerator.runSeed) {
        generator = SeededGenerator(seed: seed)
    }

    static let cash = AssetIndex(0)

    /// `low...high` thousandths, and a little in the last places.
    mutating func thousandths(_ low: Int64, _ high: Int64) -> FixedPoint {
        let whole = Int128(Int64.random(in: low...high, using: &generator))
        return FixedPoint(raw: whole * 1_000_000_000_000_000 + Int128(Int64.random(in: 0...999, using: &generator)))
    }

    mutating func impact() throws -> PriceImpact {
        let depth = thousandths(50_000, 3_000_000)
        return switch Int.random(in: 0..<3, using: &generator) {
        case 0: .none
        case 1: try .linear(depth: depth, cap: thousandths(100, 900))
        default: try .squareRoot(depth: depth, cap: thousandths(100, 900))
        }
    }

    /// The quote currency, and four risky assets.
    mutating func assets() throws -> [RiskAsset] {
        var assets = [try RiskAsset(name: "USD", price: 1, impact: .none, dailyVolume: 1_000_000, isRisky: false)]
        for name in ["A", "B", "C", "D"] {
            assets.append(
                try RiskAsset(
                    name: name, price: thousandths(100, 90_000), impact: try impact(), dailyVolume: thousandths(1_000, 900_000), isRisky: true))
        }
        return assets
    }

    mutating func rates() -> RiskRates {
        let maintenance = thousandths(10, 90)
        return RiskRates(maintenance: maintenance, liquidationEnd: FixedPoint(raw: maintenance.raw + thousandths(0, 60).raw))
    }

    /// Holdings in risky assets; debts so large that the account stands somewhere between sound and nearly called.
    mutating func account(_ id: Int, of assets: [RiskAsset], isPlain: Bool) throws -> RiskAccount {
        var weighted = FixedPoint.zero
        var holdings: [RiskHolding] = []
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let asset = AssetIndex(Int32.random(in: 1...4, using: &generator))
            let holding = RiskHolding(
                asset: asset, chain: ChainIndex(Int32.random(in: 0...2, using: &generator)), quantity: thousandths(0, 50_000),
                weight: thousandths(500, 999))
            let value = try holding.quantity.multiplied(by: assets[Int(asset.number)].price, rounding: .floor)
            weighted = try weighted.adding(value.multiplied(by: holding.weight, rounding: .floor))
            holdings.append(holding)
        }
        let first = RiskDebt(asset: Self.cash, quantity: try weighted.multiplied(by: thousandths(300, 850), rounding: .floor), rates: rates())
        if isPlain { return RiskAccount(id: "account-\(id)", holdings: holdings, debts: [first]) }
        let asset = AssetIndex(Int32.random(in: 1...4, using: &generator))
        let price = assets[Int(asset.number)].price
        let other = RiskDebt(
            asset: asset, quantity: try weighted.multiplied(by: thousandths(0, 80), rounding: .floor).divided(by: price, rounding: .floor),
            rates: rates())
        let size = try weighted.multiplied(by: thousandths(0, 400), rounding: .floor).divided(by: price, rounding: .floor)
        let position = RiskPosition(
            asset: asset, quantity: Bool.random(using: &generator) ? size : FixedPoint(raw: -size.raw),
            entryPrice: try price.multiplied(by: thousandths(900, 1_100), rounding: .floor), profitWeight: thousandths(0, 999), rates: rates())
        return RiskAccount(
            id: "account-\(id)", cash: FixedPoint(raw: thousandths(-2_000, 2_000).raw), holdings: holdings, debts: [first, other],
            positions: [position])
    }

    /// - Parameter isPlain: without positions, and with debts in the quote currency only.
    mutating func book(accounts: Int, isPlain: Bool) throws -> RiskBook {
        let assets = try assets()
        var book = try RiskBook(assets: assets, chains: ["one", "two", "three"])
        for id in 0..<accounts { try book.append(account(id, of: assets, isPlain: isPlain)) }
        return book
    }

    static func bounds() throws -> StandingBounds { try StandingBounds(call: amount("1.5"), reduceOnly: amount("1.2")) }

    mutating func parameters(lots: Int32 = 50, roundLimit: Int = 10_000) throws -> CascadeParameters {
        try CascadeParameters(
            bounds: Self.bounds(), closeFactor: CloseFactor(smallPosition: thousandths(0, 20_000)), fee: thousandths(0, 100), lots: lots,
            roundLimit: roundLimit)
    }
}

extension RiskBook {
    /// All accounts, as they were put in.
    var allAccounts: [RiskAccount] {
        get throws { try (0..<accountCount).map { try account($0) } }
    }

    /// The same accounts in another order.
    func reordered(_ order: [Int]) throws -> RiskBook {
        var book = try RiskBook(assets: assets, chains: chains)
        for account in order { try book.append(self.account(account)) }
        return book
    }
}
