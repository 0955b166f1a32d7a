import Encoding
import Quantities
import RiskModels
@testable import SystemicRisk
import Testing
import TestVectors

@Suite("Liquidation cascades")
struct CascadeTests {
    @Test("a book that is sound without a shock lives through none unchanged")
    func nothingHappens() throws {
        var maker = BookMaker()
        var tried = 0
        for _ in 0..<100 {
            let book = try maker.book(accounts: 6, isPlain: true)
            let standings = try book.remargin(under: MarketConditions(of: book), bounds: BookMaker.bounds())
            guard standings.allSatisfy({ !$0.state.isLiquidatable }) else { continue }
            tried += 1
            let result = try LiquidationCascade.run(book, under: .flashCrash(drop: 0), maker.parameters())
            #expect(result.rounds.isEmpty && result.isComplete && result.badDebt == 0 && result.liquidatedCount == 0)
            #expect(result.assets.allSatisfy { $0.sold == 0 && $0.priceAfter == $0.priceBefore && $0.contagion == 0 })
            #expect(result.states == standings.map(\.state))
        }
        #expect(tried > 10)
    }

    @Test("the cascade agrees with its slow twin: lots, units, prices of every round, bad debt")
    func agreesWithTwin() throws {
        var maker = BookMaker()
        for number in 0..<60 {
            let book = try maker.book(accounts: 8, isPlain: number.isMultiple(of: 2))
            let parameters = try maker.parameters()
            let scenario = try scenario(&maker, book)
            var twin = try SlowCascade(book, scenario, parameters)
            try twin.run()
            var cascade = try LiquidationCascade(of: book, under: scenario, parameters)
            while !cascade.isFinished { try cascade.advance(with: [cascade.sweep(0..<book.accountCount)]) }
            let result = try cascade.result()
            #expect(cascade.soldLots.map(Int.init) == twin.sold)
            #expect(result.rounds.map(\.prices) == twin.prices)
            #expect(result.assets.map(\.sold) == twin.units)
            #expect(result.badDebt == (try twin.badDebt()))
            #expect(result.wasLiquidated == twin.sold.map { $0 > 0 })
        }
    }

    private func scenario(_ maker: inout BookMaker, _ book: RiskBook) throws -> StressScenario {
        let crash = try StressScenario.flashCrash(drop: maker.thousandths(50, 500))
        return switch Int.random(in: 0..<4, using: &maker.generator) {
        case 0: try crash.combined(with: .volatilitySpike(factor: maker.thousandths(1_000, 2_500)))
        case 1: try crash.combined(with: .chainOutage(ChainIndex(1), in: book))
        case 2: try crash.combined(with: .oracleFailure(width: maker.thousandths(0, 100), in: book))
        default: crash
        }
    }

    @Test("nobody sells what it does not hold, prices only fall, and the end is a fixed point")
    func invariants() throws {
        var maker = BookMaker()
        var seen = (contagion: 0, bankrupt: 0, sound: 0, partly: 0)
        for number in 0..<60 {
            let book = try maker.book(accounts: 12, isPlain: number.isMultiple(of: 2))
            let parameters = try maker.parameters()
            let result = try LiquidationCascade.run(book, under: scenario(&maker, book), parameters)
            #expect(result.isComplete)
            var last = result.assets.map(\.priceAfterShock)
            for round in result.rounds {
                #expect(zip(round.prices, last).allSatisfy { $0 <= $1 })
                #expect(round.liquidatedByShock + round.liquidatedByContagion + round.continued > 0)
                last = round.prices
            }
            for (place, asset) in result.assets.enumerated() {
                #expect(asset.sold <= asset.held && asset.priceAfter == last[place])
                #expect(asset.sold == (try result.rounds.reduce(FixedPoint.zero) { try $0.adding($1.sold[place]) }))
            }
            #expect(result.badDebt == (try result.assets.reduce(result.badDebtInCash) { try $0.adding($1.badDebt) }))
            #expect(result.contagionCount == result.rounds.reduce(0) { $0 + $1.liquidatedByContagion })
            #expect(result.rounds.first?.liquidatedByContagion ?? 0 == 0)
            #expect((result.badDebt > 0) == result.states.contains(.bankrupt))
            // Whoever never sold is above maintenance at the end.
            for (state, sold) in zip(result.states, result.wasLiquidated) where !sold { #expect(!state.isLiquidatable) }
            seen.contagion += result.contagionCount
            seen.bankrupt += result.states.count { $0 == .bankrupt }
            seen.sound += result.wasLiquidated.count { !$0 }
            seen.partly += zip(result.states, result.wasLiquidated).count { !$0.isLiquidatable && $1 }
        }
        // The cases are worth something: all of this happens in them.
        #expect(seen.contagion > 5 && seen.bankrupt > 20 && seen.sound > 20 && seen.partly > 20, "\(seen)")
    }

    @Test("the order of accounts means nothing, and neither does the number of threads")
    func symmetry() throws {
        var maker = BookMaker()
        for _ in 0..<30 {
            let book = try maker.book(accounts: 15, isPlain: false)
            let order = Array(0..<15).shuffled(using: &maker.generator)
            let (parameters, scenario) = (try maker.parameters(), try scenario(&maker, book))
            let result = try LiquidationCascade.run(book, under: scenario, parameters)
            let shuffled = try LiquidationCascade.run(book.reordered(order), under: scenario, parameters)
            #expect(shuffled.rounds == result.rounds && shuffled.assets == result.assets)
            #expect(shuffled.states == order.map { result.states[$0] } && shuffled.wasLiquidated == order.map { result.wasLiquidated[$0] })
            var threaded = try LiquidationCascade(of: book, under: scenario, parameters)
            while !threaded.isFinished { try threaded.advance(with: book.chunks(4).map { try threaded.sweep($0) }) }
            #expect(try threaded.result() == result)
        }
    }

    @Test("where debts do not move in price and there are no positions, a bigger shock never liquidates less or loses less")
    func monotone() throws {
        var maker = BookMaker()
        for _ in 0..<60 {
            let book = try maker.book(accounts: 12, isPlain: true)
            let parameters = try maker.parameters()
            let drops = [maker.thousandths(0, 600), maker.thousandths(0, 600), maker.thousandths(0, 600)].sorted()
            let results = try drops.map { try LiquidationCascade.run(book, under: .flashCrash(drop: $0), parameters) }
            // A split holding loses up to one raw unit to each of two roundings.
            let slack: Int128 = 2 * 4 * 12
            for (mild, hard) in zip(results, results.dropFirst()) {
                #expect(zip(mild.wasLiquidated, hard.wasLiquidated).allSatisfy { !$0 || $1 })
                #expect(zip(mild.assets, hard.assets).allSatisfy { $0.sold <= $1.sold && $0.priceAfter >= $1.priceAfter })
                #expect(mild.badDebt.raw <= hard.badDebt.raw + slack)
            }
        }
    }

    @Test("who owes what falls is saved by a bigger crash: nothing monotone can be said of such books")
    func notMonotone() throws {
        let usd = try RiskAsset(name: "USD", price: 1, impact: .none, dailyVolume: 1, isRisky: false)
        let eth = try RiskAsset(name: "ETH", price: 100, impact: .none, dailyVolume: 1, isRisky: true)
        var book = try RiskBook(assets: [usd, eth], chains: ["one"])
        try book.append(
            RiskAccount(
                id: "short", holdings: [RiskHolding(asset: AssetIndex(0), chain: ChainIndex(0), quantity: 100, weight: 1)],
                debts: [RiskDebt(asset: AssetIndex(1), quantity: 1, rates: RiskRates(maintenance: amount("0.1"), liquidationEnd: amount("0.1")))]))
        let none = try LiquidationCascade.run(book, under: .flashCrash(drop: 0), BookMaker().plainParameters())
        let crash = try LiquidationCascade.run(book, under: .flashCrash(drop: amount("0.2")), BookMaker().plainParameters())
        #expect(none.wasLiquidated == [true] && crash.wasLiquidated == [false])
    }

    @Test("where a bigger shock is never milder, the close factor decides how long it takes, not where it ends")
    func closeFactorIsOnlySpeed() throws {
        var maker = BookMaker()
        for _ in 0..<30 {
            let book = try maker.book(accounts: 10, isPlain: true)
            let scenario = try StressScenario.flashCrash(drop: maker.thousandths(100, 500))
            let fee = maker.thousandths(0, 100)
            func run(_ share: FixedPoint) throws -> CascadeResult {
                let factor = CloseFactor(fullCloseHealth: 0, smallPosition: try amount("0.001"), partialShare: share)
                return try LiquidationCascade.run(
                    book, under: scenario,
                    CascadeParameters(bounds: BookMaker.bounds(), closeFactor: factor, fee: fee, lots: 40, roundLimit: 10_000))
            }
            let (slow, fast) = (try run(try amount("0.1")), try run(1))
            #expect(slow.wasLiquidated == fast.wasLiquidated && slow.states == fast.states && slow.badDebt == fast.badDebt)
            #expect(slow.assets.map(\.sold) == fast.assets.map(\.sold))
            #expect(slow.rounds.count >= fast.rounds.count)
        }
    }

    @Test("one account's sale brings down the next: the second is contagion, laid to the asset that fell")
    func contagion() throws {
        let usd = try RiskAsset(name: "USD", price: 1, impact: .none, dailyVolume: 1, isRisky: false)
        let eth = try RiskAsset(name: "ETH", price: 100, impact: .linear(depth: 10_000, cap: try amount("0.5")), dailyVolume: 1, isRisky: true)
        var book = try RiskBook(assets: [usd, eth], chains: ["one"])
        let rates = RiskRates(maintenance: try amount("0.05"), liquidationEnd: try amount("0.05"))
        func borrower(_ debt: FixedPoint) -> RiskAccount {
            RiskAccount(
                id: "owes-\(debt)", holdings: [RiskHolding(asset: AssetIndex(1), chain: ChainIndex(0), quantity: 10, weight: 1)],
                debts: [RiskDebt(asset: AssetIndex(0), quantity: debt, rates: rates)])
        }
        for debt: FixedPoint in [900, 810, 100] { try book.append(borrower(debt)) }
        let parameters = try CascadeParameters(
            bounds: BookMaker.bounds(), closeFactor: CloseFactor(fullCloseHealth: 10, smallPosition: 0, partialShare: 1), fee: 0, lots: 10)
        // 900 owed on 10 at 90: all is sold, the price falls by 10 % of itself to 81, and 810 owed on 810 is called in turn.
        let result = try LiquidationCascade.run(book, under: .flashCrash(drop: amount("0.1")), parameters)
        #expect(result.rounds.count == 2)
        #expect(result.rounds[0].liquidatedByShock == 1 && result.rounds[0].prices[1] == 81 && result.rounds[0].badDebt == 90)
        #expect(result.rounds[1].liquidatedByContagion == 1 && result.assets[1].contagion == 1 && result.assets[0].contagion == 0)
        #expect(result.wasLiquidated == [true, true, false])
        #expect(result.states == [.bankrupt, .bankrupt, .normal])
        // 20 sold of a market of 100 units: the price ends at 72, and 900 + 810 are owed on 2 * 720.
        #expect(result.assets[1].priceAfter == 72 && result.badDebt == 270 && result.assets[0].badDebt == 270)
        #expect(result.json(for: book)["liquidated"]?[1]?.stringValue == "owes-810")
    }

    @Test("the limit of rounds ends a cascade, and the result says so")
    func bounded() throws {
        var maker = BookMaker()
        let book = try maker.book(accounts: 30, isPlain: true)
        let factor = CloseFactor(fullCloseHealth: 0, smallPosition: 0, partialShare: try amount("0.01"))
        let parameters = try CascadeParameters(bounds: BookMaker.bounds(), closeFactor: factor, fee: 0, lots: 1_000, roundLimit: 3)
        let result = try LiquidationCascade.run(book, under: .flashCrash(drop: amount("0.6")), parameters)
        #expect(result.rounds.count == 3 && !result.isComplete)
        #expect(result.rounds.last?.badDebt != nil)
    }

    @Test("settling what was sold between two steps leaves every account's net value, to a few raw units")
    func settlement() throws {
        var maker = BookMaker()
        for _ in 0..<40 {
            var book = try maker.book(accounts: 6, isPlain: false)
            let terms = ValuationTerms(
                try scenario(&maker, book).conditions(for: book)[0], bounds: try BookMaker.bounds(), lots: 50, proceedsShare: try amount("0.95"))
            let lots = (0..<6).map { _ in Int32.random(in: 0...50, using: &maker.generator) }
            let before = try lots.indices.map { try book.standing(of: $0, sold: lots[$0], under: terms) }
            try book.settle(lots, under: terms)
            for account in lots.indices {
                let after = try book.standing(of: account, sold: 0, under: terms)
                let net = (before[account].marketValue.raw - before[account].liabilities.raw, after.marketValue.raw - after.liabilities.raw)
                // Rounded against the account, by at most a price's worth of raw units for each of two debts.
                #expect(net.1 <= net.0 + 2 && net.0 - net.1 < 1_000, "\(net.0 - net.1)")
            }
        }
    }

    @Test("a replayed path sells at each step; a path that ends where it began does not give back what was sold")
    func replay() throws {
        var maker = BookMaker()
        for _ in 0..<20 {
            let book = try maker.book(accounts: 10, isPlain: false)
            let parameters = try maker.parameters()
            let factors = [try amount("0.9"), try amount("0.7"), 1]
            let path = try PricePath(steps: factors.map { factor in book.assets.map { $0.isRisky ? factor : 1 } })
            let result = try LiquidationCascade.run(book, under: .replay("dip", path), parameters)
            #expect(result.isComplete && result.rounds.map(\.step) == result.rounds.map(\.step).sorted())
            #expect(result.assets.allSatisfy { $0.sold <= $0.held && $0.priceAfter <= $0.priceBefore })
            let once = try LiquidationCascade.run(book, under: .flashCrash(drop: amount("0.1")), parameters)
            let one = try PricePath(steps: [book.assets.map { $0.isRisky ? factors[0] : 1 }])
            let same = try LiquidationCascade.run(book, under: .replay("step", one), parameters)
            #expect(same == once)
            for (early, late) in zip(once.assets, result.assets) { #expect(early.sold <= late.sold) }
        }
    }

    @Test("a sweep of another round, or one that leaves accounts out, is refused")
    func foreignSweeps() throws {
        var maker = BookMaker()
        let book = try maker.book(accounts: 9, isPlain: true)
        var cascade = try LiquidationCascade(of: book, under: .flashCrash(drop: amount("0.6")), maker.parameters())
        let old = try cascade.sweep(0..<9)
        let (front, back) = (try cascade.sweep(0..<4), try cascade.sweep(4..<9))
        for wrong in [[front], [back], [back, front], [front, front, back], []] {
            #expect(throws: SystemicRiskError.self) { try cascade.advance(with: wrong) }
        }
        try cascade.advance(with: [front, back])
        #expect(throws: SystemicRiskError.self) { try cascade.advance(with: [old]) }
    }

    @Test("amounts that cannot be held stop a cascade with an error")
    func overflow() throws {
        let asset = try RiskAsset(name: "A", price: 1, impact: .none, dailyVolume: 1, isRisky: true)
        var book = try RiskBook(assets: [asset], chains: ["one"])
        let rates = RiskRates(maintenance: 0, liquidationEnd: 0)
        let owed = RiskDebt(asset: AssetIndex(0), quantity: FixedPoint(raw: .max / 4 * 3), rates: rates)
        for id in ["a", "b"] { try book.append(RiskAccount(id: id, debts: [owed])) }
        #expect(throws: SystemicRiskError.self) { try LiquidationCascade.run(book, under: .flashCrash(drop: 0), BookMaker().plainParameters()) }
        // Sums that wrapped meet proceeds that did not.
        let held = RiskHolding(asset: AssetIndex(0), chain: ChainIndex(0), quantity: .max, weight: 1)
        let number = try book.append(RiskAccount(id: "c", holdings: [held], debts: [owed, owed]))
        let terms = ValuationTerms(MarketConditions(of: book), bounds: try BookMaker.bounds(), lots: 10, proceedsShare: 1)
        #expect(throws: SystemicRiskError.overflow(computing: "the standing", account: number)) {
            try book.standing(of: number, sold: 10, under: terms)
        }
        #expect(throws: SystemicRiskError.overflow(computing: "the settlement", account: number)) {
            var settled = book
            try settled.settle([0, 0, 10], under: terms)
        }
    }
}

extension BookMaker {
    func plainParameters() throws -> CascadeParameters {
        try CascadeParameters(bounds: Self.bounds(), closeFactor: CloseFactor(smallPosition: 1), fee: 0)
    }
}
