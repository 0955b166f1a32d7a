import ChainIdentity
import CollateralState
import Encoding
import Margin
import MarginAnswers
import Quantities
import RiskModels
import Synchronization
import Testing
import TestVectors
import UnifiedView

/// Every long answer ends soon after nobody waits for it any more: at most so many questions of its patience later.
@Suite("Answers that are given up")
struct PatienceTests {
    /// A patience that is over after so many questions, and counts them.
    private final class Count: Sendable {
        let asked = Mutex(0)
        let most: Int

        init(most: Int) { self.most = most }

        var patience: Patience {
            Patience { [self] in
                asked.withLock { asked in
                    asked += 1
                    return asked > most
                }
            }
        }
    }

    private func world() throws -> PlanWorld {
        var world = PlanWorld(mode: "correlationAware")
        try world.hold(.collateral, PlanWorld.ether, "10")
        try world.hold(.collateral, PlanWorld.bitcoin, "0.2", chain: 1)
        try world.hold(.debt, PlanWorld.dollar, "45000")
        try world.hold(.position, PlanWorld.perpetual, "3")
        return world
    }

    private func isGivenUp(_ error: any Error) -> Bool {
        switch error {
        case let error as MarginAnswersError: error.shortDescription == "given_up"
        case let error as MarginError: error.shortDescription == "given_up"
        default: false
        }
    }

    @Test("reports, suppositions, thresholds, withdrawals, scenarios, plans and hedges", arguments: [0, 1, 7, 40])
    func reports(most: Int) throws {
        let world = try world()
        let (margin, market) = (try world.margin(), try world.assumptions())
        let ether = try #require(margin.lines.map(\.holding.asset).first { $0.text == PlanWorld.ether })
        let answers: [(String, (MarginCase) throws -> Void)] = [
            ("thresholds", { _ = try MarginThresholds($0) }),
            ("withdrawals", { _ = try $0.withdrawalLimits(of: ether) }),
            ("stress", { _ = try AccountStress($0, scenarios: Array(repeating: NamedScenario(.flashCrash(drop: FixedPoint(raw: 1))), count: 64)) }),
            ("suppositions", { _ = try $0.report(supposing: Array(repeating: .volatility(factor: .one), count: 64)) }),
            ("liquidation", { _ = try LiquidationQuestion($0, market: market).answer() }),
            ("hedge", { _ = try HedgeQuestion($0, market: market, target: .share(.zero)).answer() }),
        ]
        for (name, make) in answers {
            let count = Count(most: most)
            do {
                try make(margin.waiting(count.patience))
                #expect(count.asked.withLock { $0 } <= most, "\(name) went on")
            } catch {
                #expect(isGivenUp(error), "\(name): \(error)")
                #expect(count.asked.withLock { $0 } <= most + 12, "\(name) asked on and on")
            }
        }
    }

    @Test("a backtest ends at the period at which it is given up, and the answer for those who wait is the same as ever")
    func backtest() throws {
        var lines = ["date,X"]
        var price = 10_000
        for day in 0..<400 {
            price += price * ((day * 37) % 41 - 20) / 1_000
            lines.append("\(1_000 + day / 336)-\(Self.two(day / 28 % 12 + 1))-\(Self.two(day % 28 + 1)),\(price)")
        }
        let question = try PriceQuestion(csv: Bytes(lines.joined(separator: "\n").utf8), asset: nil)
        let count = Count(most: 3)
        #expect(throws: MarginAnswersError.risk(.givenUp)) { try question.backtest(patience: count.patience) }
        #expect(count.asked.withLock { $0 } == 4)
        #expect(try question.backtest(patience: Count(most: 1_000).patience).json == question.backtest().json)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    @Test("the book, scenarios and cascades of all accounts")
    func book() throws {
        var random = SeededGenerator(seed: 11)
        let world = try BookWorld(&random)
        let book = try AccountBook(try (0..<4).map(world.margin), market: nil)
        let question = BookQuestion(scenarios: Array(repeating: NamedScenario(.flashCrash(drop: FixedPoint(raw: 1))), count: 8), withCascade: true)
        for most in [0, 1, 5] {
            #expect(throws: MarginAnswersError.self) { try BookStress(book, question, patience: Count(most: most).patience) }
        }
        #expect(try BookStress(book, question, patience: Count(most: 10_000).patience).json == BookStress(book, question).json)
    }
}
