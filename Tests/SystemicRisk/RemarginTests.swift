import Quantities
@testable import SystemicRisk
import Testing
import TestVectors

@Suite("Re-margin of a whole book")
struct RemarginTests {
    private func conditions(_ book: RiskBook, _ maker: inout BookMaker) throws -> MarketConditions {
        var collateral: [FixedPoint] = []
        var liability: [FixedPoint] = []
        for asset in book.assets {
            let low = try asset.price.multiplied(by: maker.thousandths(0, 1_500), rounding: .floor)
            collateral.append(low)
            liability.append(try low.multiplied(by: maker.thousandths(1_000, 1_300), rounding: .ceiling))
        }
        return try MarketConditions(
            collateralPrices: collateral, liabilityPrices: liability,
            silentChains: book.chains.map { _ in Int.random(in: 0..<4, using: &maker.generator) == 0 },
            requirementFactor: Bool.random(using: &maker.generator) ? 1 : maker.thousandths(1_000, 3_000))
    }

    @Test("the tight loop says what the definition says, of every account under any conditions")
    func agreesWithTwin() throws {
        var maker = BookMaker()
        let bounds = try BookMaker.bounds()
        for _ in 0..<60 {
            let book = try maker.book(accounts: 20, isPlain: false)
            let conditions = try conditions(book, &maker)
            let standings = try book.remargin(under: conditions, bounds: bounds)
            for (account, standing) in zip(try book.allAccounts, standings) {
                let slow = try SlowStanding(account, conditions)
                #expect(SlowStanding(standing) == slow)
                #expect(standing.state == (try slow.state(bounds)))
                #expect(standing.maintenanceExcess == (try slow.excess(slow.maintenance)))
                #expect((standing.badDebt > .zero) == (standing.state == .bankrupt))
            }
        }
    }

    @Test("chunks are all accounts once, in order, and their answers are the answer of the whole")
    func chunks() throws {
        var maker = BookMaker()
        let bounds = try BookMaker.bounds()
        for count in [0, 1, 2, 7, 100] {
            let book = try maker.book(accounts: count, isPlain: false)
            let conditions = MarketConditions(of: book)
            let whole = try book.remargin(under: conditions, bounds: bounds)
            for parts in [-1, 1, 2, 3, 64, 1_000] {
                let chunks = book.chunks(parts)
                #expect(chunks.flatMap { Array($0) } == Array(0..<count))
                #expect(try chunks.flatMap { try book.remargin($0, under: conditions, bounds: bounds) } == whole)
            }
        }
    }

    @Test("an account by hand: half of 10 at 100 weighed 0.8, a debt of 300, a short position that lost 50")
    func byHand() throws {
        let usd = try RiskAsset(name: "USD", price: 1, impact: .none, dailyVolume: 1, isRisky: false)
        let eth = try RiskAsset(name: "ETH", price: 100, impact: .none, dailyVolume: 1, isRisky: true)
        var book = try RiskBook(assets: [usd, eth], chains: ["one", "two"])
        let rates = RiskRates(maintenance: try amount("0.1"), liquidationEnd: try amount("0.2"))
        let weight = try amount("0.8")
        try book.append(
            RiskAccount(
                id: "x",
                holdings: [
                    RiskHolding(asset: AssetIndex(1), chain: ChainIndex(0), quantity: 5, weight: weight),
                    RiskHolding(asset: AssetIndex(1), chain: ChainIndex(1), quantity: 5, weight: weight),
                ],
                debts: [RiskDebt(asset: AssetIndex(0), quantity: 300, rates: rates)],
                positions: [RiskPosition(asset: AssetIndex(1), quantity: -5, entryPrice: 90, profitWeight: 1, rates: rates)]))
        let bounds = try BookMaker.bounds()
        let outage = try StressScenario.chainOutage(ChainIndex(1), in: book).conditions(for: book)[0]
        let sound = try book.remargin(under: MarketConditions(of: book), bounds: bounds)[0]
        #expect((sound.marketValue, sound.adjustedValue, sound.liabilities) == (1_000, 800, 350))
        #expect((sound.maintenanceRequirement, sound.liquidationEndRequirement) == (80, 160))
        #expect(sound.maintenanceExcess == 370 && sound.state == .normal)
        #expect(try sound.marginRatio == amount("5.625"))
        let dark = try book.remargin(under: outage, bounds: bounds)[0]
        #expect((dark.marketValue, dark.adjustedValue, dark.liabilities) == (1_000, 400, 350))
        #expect(dark.state == .liquidation && dark.badDebt == 0)
    }

    @Test("the fast product is the exact product, at the edges too")
    func product() throws {
        var maker = BookMaker()
        let one: Int128 = 1_000_000_000_000_000_000
        let edges: [Int128] = [0, 1, 2, one - 1, one, one + 1, Int128(UInt64.max), .max, .max - 1, 1 << 64, 1 << 93]
        var numbers = edges
        for _ in 0..<300 {
            let bits = Int128(truncatingIfNeeded: maker.generator.next()) << 63 ^ Int128(truncatingIfNeeded: maker.generator.next() >> 1)
            numbers.append((bits & .max) >> Int128(Int.random(in: 0..<127, using: &maker.generator)))
        }
        var wrong: [(Int128, Int128)] = []
        for left in numbers {
            for right in numbers {
                for rounding in [Rounding.floor, .ceiling] {
                    var overflow = false
                    let fast = Int128.scaledProduct(left, right, roundingUp: rounding == .ceiling, &overflow)
                    let exact = try? FixedPoint(raw: left).multiplied(by: FixedPoint(raw: right), rounding: rounding)
                    if overflow != (exact == nil) || exact.map({ $0.raw != fast }) ?? false { wrong.append((left, right)) }
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.first.map { "\($0)" } ?? "")")
    }

    @Test("what does not fit is an error that names the account, not a wrap")
    func overflow() throws {
        let asset = try RiskAsset(name: "A", price: 2, impact: .none, dailyVolume: 1, isRisky: true)
        let holding = RiskHolding(asset: AssetIndex(0), chain: ChainIndex(0), quantity: .max, weight: 1)
        let half = RiskHolding(asset: AssetIndex(0), chain: ChainIndex(0), quantity: FixedPoint(raw: .max / 2), weight: 1)
        let rates = RiskRates(maintenance: 1, liquidationEnd: 1)
        let owed = RiskDebt(asset: AssetIndex(0), quantity: FixedPoint(raw: .max / 2), rates: rates)
        let bounds = try BookMaker.bounds()
        for account in [
            RiskAccount(id: "product", holdings: [holding]), RiskAccount(id: "sum", holdings: [half, half]),
            RiskAccount(id: "excess", debts: [owed]), RiskAccount(id: "cash", cash: .max, holdings: [half]),
        ] {
            var book = try RiskBook(assets: [asset], chains: ["one"])
            try book.append(RiskAccount(id: "sound"))
            try book.append(account)
            let failure = #expect(throws: SystemicRiskError.self) { try book.remargin(under: MarketConditions(of: book), bounds: bounds) }
            #expect(failure == .overflow(computing: "the standing", account: 1))
        }
    }

    @Test("a book refuses what it could not value, and is unchanged then")
    func refusals() throws {
        let asset = try RiskAsset(name: "A", price: 2, impact: .none, dailyVolume: 1, isRisky: true)
        var book = try RiskBook(assets: [asset], chains: ["one"])
        let rates = RiskRates(maintenance: 0, liquidationEnd: 0)
        func holding(_ asset: Int32, _ chain: Int32, _ quantity: FixedPoint, _ weight: FixedPoint) -> RiskAccount {
            RiskAccount(id: "x", holdings: [RiskHolding(asset: AssetIndex(asset), chain: ChainIndex(chain), quantity: quantity, weight: weight)])
        }
        func debt(_ quantity: FixedPoint, _ rates: RiskRates) -> RiskAccount {
            RiskAccount(id: "x", debts: [RiskDebt(asset: AssetIndex(0), quantity: quantity, rates: rates)])
        }
        let refused = [
            holding(1, 0, 1, 1), holding(-1, 0, 1, 1), holding(0, 1, 1, 1), holding(0, 0, -1, 1), holding(0, 0, 1, 2), holding(0, 0, 1, -1),
            debt(-1, rates), debt(1, RiskRates(maintenance: 2, liquidationEnd: 1)), debt(1, RiskRates(maintenance: -1, liquidationEnd: 1)),
            debt(1, RiskRates(maintenance: 1, liquidationEnd: 1_001)), RiskAccount(id: ""), RiskAccount(id: "x", cash: .min),
        ]
        for account in refused { #expect(throws: SystemicRiskError.self) { try book.append(account) } }
        #expect(book.accountCount == 0)
        #expect(throws: SystemicRiskError.duplicate(what: "asset", name: "A")) { try RiskBook(assets: [asset, asset], chains: ["one"]) }
        #expect(throws: SystemicRiskError.duplicate(what: "chain", name: "one")) { try RiskBook(assets: [asset], chains: ["one", "one"]) }
        #expect(throws: SystemicRiskError.outsideBook(accounts: 0, from: 0, upTo: 1)) {
            try book.remargin(0..<1, under: MarketConditions(of: book), bounds: try BookMaker.bounds())
        }
        #expect(throws: SystemicRiskError.self) {
            try MarketConditions(collateralPrices: [2], liabilityPrices: [1], silentChains: [false])
        }
    }
}
