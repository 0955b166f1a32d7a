import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import SystemicRisk
import TestVectors
import Testing
import UnifiedView

@testable import MarginAnswers

@Suite("Scenarios by name, of one account and of all")
struct ScenarioTests {
    @Test(
        "a name that is read is the name that is printed",
        arguments: [
            "flash-crash-0.3", "rally-0.1", "depeg-eip155:1/erc20:usd-0.1", "volatility-spike-2", "chain-outage-eip155:1",
            "chain-silence-eip155:8453-3600", "oracle-failure-0.05", "flash-crash-0.3+chain-outage-eip155:1+volatility-spike-1.5",
        ])
    func names(text: String) throws {
        #expect(try NamedScenario(parsing: text).name == text)
    }

    @Test(
        "a name of another form, or with a number out of range, is refused: a typo is no mild scenario",
        arguments: [
            "", "+", "crash", "flash-crash", "flash-crash-", "flash-crash-0.30", "flash-crash-1.1", "flash-crash--0.1", "rally-101", "volatility-spike-0.5",
            "depeg-0.1", "depeg-eip155:1/erc20:usd", "chain-outage-", "chain-silence-eip155:1-1h", "oracle-failure-2", "flash-crash-0.3+",
            String(repeating: "flash-crash-0.3+", count: 16) + "flash-crash-0.3",
        ])
    func malformed(text: String) {
        #expect(throws: MarginAnswersError.self) { try NamedScenario(parsing: text) }
    }

    @Test("each outcome of the grid is the report under its suppositions, and the worst stands first")
    func grid() throws {
        var random = SeededGenerator()
        var seen = 0
        for _ in 0..<30 {
            let world = try BookWorld(&random)
            let margin = try world.margin(0)
            guard let before = try? margin.report(), let stress = try? AccountStress(margin) else { continue }
            #expect(stress.before == before)
            let excesses = stress.outcomes.map { $0.report.marginExcess(.maintenance) ?? .min }
            #expect(excesses == excesses.sorted())
            #expect(Set(stress.outcomes.map(\.scenario)) == Set(NamedScenario.standard(for: margin)))
            for outcome in stress.outcomes {
                #expect(outcome.report == (try margin.report(supposing: outcome.scenario.suppositions(about: margin))))
                #expect(try NamedScenario(parsing: outcome.scenario.name) == outcome.scenario)
            }
            seen += 1
        }
        #expect(seen > 10)
    }

    @Test("an outage never helps an account, nor does doubt about prices or a crash when it owes what is pegged")
    func harm() throws {
        var random = SeededGenerator()
        for _ in 0..<60 {
            var world = try BookWorld(&random)
            world.lines = world.lines.map { lines in lines.filter { $0.holding.kind == .collateral || ($0.holding.kind == .debt && $0.holding.asset.text.hasSuffix("usd")) } }
            for account in world.lines.indices {
                let margin = try world.margin(account)
                guard let before = try? margin.report(), let excess = before.marginExcess(.maintenance) else { continue }
                let names = Set(margin.lines.map(\.account.chain)).map { "chain-outage-\($0)" } + ["oracle-failure-0.3"]
                for name in names {
                    guard let after = try? margin.report(supposing: NamedScenario(parsing: name).suppositions(about: margin)) else { continue }
                    #expect((after.marginExcess(.maintenance) ?? .max) <= excess, "\(name)")
                }
            }
        }
    }

    @Test("a scenario about a chain or an asset that the account has nothing to do with is refused by name")
    func foreign() throws {
        var random = SeededGenerator()
        let margin = try BookWorld(&random).margin(0)
        for name in ["chain-outage-eip155:777", "chain-silence-eip155:777-60", "depeg-eip155:1/erc20:unheard-0.1"] {
            #expect(throws: MarginAnswersError.self) { try NamedScenario(parsing: name).suppositions(about: margin) }
        }
    }

    @Test("the book's answer: deeper crashes leave no less short, the worst scenario first, and JSON that says there is no price impact")
    func bookStress() throws {
        var random = SeededGenerator()
        var answered = 0
        for _ in 0..<40 {
            var world = try BookWorld(&random)
            // Whoever owes what does not move is never helped by a crash.
            world.lines = world.lines.map { lines in lines.filter { $0.holding.kind == .collateral || ($0.holding.kind == .debt && $0.holding.asset.text.hasSuffix("usd")) } }
            let margins = try world.lines.indices.map { try world.margin($0) }
            guard let book = try? AccountBook(margins, market: nil), let stress = try? BookStress(book, BookQuestion(withCascade: true, top: 2)) else { continue }
            let shortfalls = stress.outcomes.map(\.summary.shortfall)
            #expect(shortfalls == shortfalls.sorted(by: >))
            func shortfall(_ name: String) throws -> FixedPoint { try #require(stress.outcomes.first { $0.scenario.name == name }).summary.shortfall }
            #expect(try shortfall("flash-crash-0.1") <= shortfall("flash-crash-0.3"))
            #expect(try shortfall("flash-crash-0.3") <= shortfall("flash-crash-0.5"))
            #expect(stress.scores.count == min(2, book.accounts.count))
            #expect(stress.scores.map(\.score.score) == stress.scores.map(\.score.score).sorted(by: >))
            #expect(stress.reported.reduce(0) { $0 + $1.count } == book.accounts.count)
            for outcome in stress.outcomes {
                #expect(outcome.worst.count <= 2)
                let cascade = try #require(outcome.cascade)
                for asset in cascade.assets { #expect(asset.priceAfter == asset.priceAfterShock, "without market assumptions sales move no price") }
            }
            let json = stress.json
            #expect(json["format"] == "plimsoll/book-stress/v1")
            #expect(json["market"] == .null)
            #expect(json["accounts"] == .integer(book.accounts.count))
            answered += 1
        }
        #expect(answered > 10)
    }

    @Test("with market assumptions sales push the price, by what they believe; the same question gives the same bytes")
    func impact() throws {
        var random = SeededGenerator()
        let text = """
            {"format":"plimsoll/market/v1","quote":"USD","assets":{"eip155:1/slip44:60":{"depth":[{"upTo":"1000","slippage":"0.01"}],
            "impact":{"shape":"linear","depth":"10000","cap":"0.5"},"dailyVolume":"100000","liquidatorBonus":"0.05"}},
            "chains":{},"liquidation":{"dust":"0","minimumSale":"0"},"hedges":[]}
            """
        let market = try MarketAssumptions(parsing: Bytes(text.utf8))
        var moved = 0
        for _ in 0..<120 where moved == 0 {
            let world = try BookWorld(&random)
            let margins = try world.lines.indices.map { try world.margin($0) }
            guard let book = try? AccountBook(margins, market: market) else { continue }
            let question = BookQuestion(scenarios: [try NamedScenario(parsing: "flash-crash-0.5")], withCascade: true)
            guard let stress = try? BookStress(book, question) else { continue }
            #expect(try BookStress(book, question).json == stress.json)
            #expect(stress.json["market"] == .string("\(market.digest)"))
            for asset in stress.outcomes.first?.cascade?.assets ?? [] where asset.priceAfter < asset.priceAfterShock {
                #expect(asset.name == "eip155:1/slip44:60", "only what the file knows is pushed")
                moved += 1
            }
        }
        #expect(moved > 0, "no world in which ether was sold")
    }

    @Test("the effort bounds the rounds of all cascades together, and one that was cut off says so")
    func effort() throws {
        let question = BookQuestion(withCascade: true, largestEffort: 1_000)
        #expect(CascadeEffort(question, scenarios: 10, accounts: 100, assets: 5).roundLimit == 1)
        #expect(CascadeEffort(question, scenarios: 1, accounts: 10, assets: 5).roundLimit == 50)
        #expect(CascadeEffort(BookQuestion(), scenarios: 1, accounts: 1, assets: 1).roundLimit == 1_000)
    }

    @Test("thresholds: each asset alone, all that is not pegged, and each class; never one of the wrong sign")
    func thresholds() throws {
        var random = SeededGenerator()
        var found = 0
        for _ in 0..<200 where found < 5 {
            var world = try BookWorld(&random)
            // Without positions, so that few reports tell all.
            world.lines = world.lines.map { lines in lines.filter { $0.holding.kind != .position } }
            let margin = try world.margin(0)
            guard let totals = try? margin.report().totals, totals.state == .normal, !totals.liabilities.maintenance.isZero else { continue }
            guard let thresholds = try? MarginThresholds(margin) else { continue }
            #expect(thresholds.joints.first?.name == "all")
            #expect(thresholds.joints.first?.assets == margin.riskyAssets())
            for joint in thresholds.joints {
                guard case .below(let factor) = joint.liquidation else { continue }
                found += 1
                #expect(!factor.isNegative && factor < .one)
                let suppositions = joint.assets.map { Supposition.price($0, factor: factor) }
                #expect(try margin.report(supposing: suppositions).totals.map { $0.state >= .liquidation } == true)
                if case .below(let call) = joint.call { #expect(call >= factor, "nobody is liquidated before the call") }
            }
            #expect(thresholds.json["format"] == "plimsoll/thresholds/v1")
        }
        #expect(found > 0, "no world in which a common fall brings a liquidation")
    }

    @Test("suppositions in words: percent and factor are the same, and what is none is refused with what was expected")
    func words() throws {
        let asset = try AssetID(parsing: "eip155:1/slip44:60")
        #expect(try SuppositionText.price("eip155:1/slip44:60=-20%") == .price(asset, factor: FixedPoint(parsing: "0.8")))
        #expect(try SuppositionText.price("eip155:1/slip44:60=+5%") == .price(asset, factor: FixedPoint(parsing: "1.05")))
        #expect(try SuppositionText.price("eip155:1/slip44:60=0.8") == SuppositionText.price("eip155:1/slip44:60=-20%"))
        #expect(try SuppositionText.doubt("eip155:1/slip44:60=10%") == .doubt(asset, share: FixedPoint(parsing: "0.1")))
        #expect(try SuppositionText.silence("eip155:1=2h") == .silence(ChainID(parsing: "eip155:1"), milliseconds: 7_200_000))
        #expect(try SuppositionText.outage("eip155:1") == .outage(ChainID(parsing: "eip155:1")))
        #expect(try SuppositionText.volatility("2") == .volatility(factor: 2))
        for text in ["", "eip155:1/slip44:60", "eip155:1/slip44:60=", "eip155:1/slip44:60=%", "eip155:1/slip44:60=ten", "x=0.8"] {
            #expect(throws: MarginAnswersError.self) { try SuppositionText.price(text) }
        }
        for text in ["", "eip155:1", "eip155:1=1", "eip155:1=h", "eip155:1=-1h", "eip155:1=99999999999999999d"] {
            #expect(throws: MarginAnswersError.self) { try SuppositionText.silence(text) }
        }
        for text in ["", "a,b,c,d", "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed,loan,eip155:1/slip44:60,1"] {
            #expect(throws: MarginAnswersError.self) { try SuppositionText.change(text) }
        }
    }
}
