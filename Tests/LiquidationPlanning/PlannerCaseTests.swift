import ChainIdentity
import LiquidationPlanning
import Quantities
import RiskModels
import Testing

@Suite("Liquidation plans of known accounts")
struct PlannerCaseTests {
    private let ethereum = ChainID(eip155: 1)
    private let optimism = ChainID(eip155: 10)

    private func terms(cost: FixedPoint = .zero, delay: UInt64 = 0, delayCost: DelayCost = .none) throws -> [ChainTerms] {
        try [ethereum, optimism].map { try ChainTerms(chain: $0, transactionCost: cost, delaySeconds: delay, delayCost: delayCost) }
    }

    private func holding(
        _ asset: String, _ quantity: FixedPoint, price: FixedPoint = 1, counted: String, bonus: String = "0", slippage: String = "0",
        chain: ChainID? = nil
    ) throws -> SaleableHolding {
        try SaleableHolding(
            asset: asset, chain: chain ?? ethereum, quantity: quantity, price: price, countedShare: FixedPoint(parsing: counted),
            bonus: FixedPoint(parsing: bonus), volatility: 1,
            depth: MarketDepth(levels: [.init(upTo: 1_000_000, slippage: try FixedPoint(parsing: slippage))]))
    }

    private func problem(
        _ holdings: [SaleableHolding], owed: FixedPoint, end: String = "0", rules: LiquidationRules = .unrestricted, cost: FixedPoint = .zero
    ) throws -> LiquidationProblem {
        let debt = try Liability(
            asset: "usdc", chain: ethereum, value: owed, maintenanceRate: .zero, liquidationEndRate: FixedPoint(parsing: end))
        return try LiquidationProblem(holdings: holdings, liabilities: [debt], untouched: .nothing, chains: terms(cost: cost), rules: rules)
    }

    private func restored(_ problem: LiquidationProblem) throws -> LiquidationPlan {
        guard case .restored(let plan) = try LiquidationPlanner.plan(problem) else { throw Unexpected.answer }
        return plan
    }

    private func shortfall(_ problem: LiquidationProblem) throws -> LiquidationShortfall {
        guard case .outOfReach(let shortfall) = try LiquidationPlanner.plan(problem) else { throw Unexpected.answer }
        return shortfall
    }

    private enum Unexpected: Error { case answer }

    @Test("one asset, one debt: the amount is that of the closed form")
    func closedForm() throws {
        // 100 at 0.8 against 82: each unit sold frees 1/1.05 - 0.8.
        let plan = try restored(problem([holding("eth", 10, price: 10, counted: "0.8", bonus: "0.05")], owed: 82))
        let expected = 2 / (1 / 1.05 - 0.8)
        #expect((plan.sales[0].value.double - expected).magnitude < 1e-8)
        #expect((plan.totalLoss.double - expected * (1 - 1 / 1.05)).magnitude < 1e-8)
        #expect(plan.after.liquidationEndExcess.double < 1e-8 && !plan.after.liquidationEndExcess.isNegative)
        #expect(plan.proof == .optimal(nodes: 1))
        #expect((plan.sales[0].haircutReleased.double - expected * 0.2).magnitude < 1e-8)
    }

    @Test("the deeper market is sold where haircuts are the same, and the one that restores more where losses are")
    func preference() throws {
        let deep = try restored(problem(
            [holding("a-thin", 100, counted: "0.8", slippage: "0.03"), holding("b-deep", 100, counted: "0.8", slippage: "0.01")], owed: 165))
        #expect(deep.sales.map(\.asset) == ["b-deep"])
        let strong = try restored(problem(
            [holding("a-low", 100, counted: "0.9", slippage: "0.01"), holding("b-high", 100, counted: "0.6", slippage: "0.01")], owed: 155))
        #expect(strong.sales.map(\.asset) == ["b-high"])
    }

    @Test("a transaction's cost makes one sale of the dearer asset better than two of the cheap ones")
    func fixedCosts() throws {
        let holdings = try [
            holding("a", 60, counted: "0.8", slippage: "0.001"), holding("b", 60, counted: "0.8", slippage: "0.001"),
            holding("c", 200, counted: "0.8", slippage: "0.01"),
        ]
        #expect(try restored(problem(holdings, owed: 270)).sales.map(\.asset) == ["a", "b"])
        #expect(try restored(problem(holdings, owed: 270, cost: 1)).sales.map(\.asset) == ["c"])
    }

    @Test("a whole holding goes where a part of it would leave dust")
    func dust() throws {
        let rules = try LiquidationRules(closeFactor: nil, dust: 30, minimumSale: .zero, keptProceedsShare: 1)
        let holdings = [try holding("a", 100, counted: "0.5")]
        let plan = try restored(problem(holdings, owed: 90, rules: rules))
        #expect(plan.sales.map(\.isWhole) == [true] && plan.repayments.map(\.isWhole) == [true] && plan.keptProceeds == 10)
        // Without the rule 80 are enough, and 10 of the debt stay.
        #expect(try restored(problem(holdings, owed: 90)).sales[0].value.double < 80.001)
    }

    @Test("beyond the toxic frontier nothing is sold, and the bad debt is named")
    func toxic() throws {
        let answer = try shortfall(problem([holding("a", 100, counted: "0.5", bonus: "0.1")], owed: 95))
        #expect(answer.reason == .beyondToxicFrontier)
        #expect(answer.furthest.sales.isEmpty && answer.furthest.after == answer.furthest.before)
        #expect((answer.badDebt.double - (95 - 100 / 1.1)).magnitude < 1e-9)
        // Below it the same holding restores.
        #expect(try !restored(problem([holding("a", 100, counted: "0.5", bonus: "0.1")], owed: 70)).sales.isEmpty)
    }

    @Test("what is owed where no repayment reaches it stays bad debt when all is sold")
    func owedElsewhere() throws {
        let elsewhere = try Untouched(adjustedValue: 20, maintenanceRequirement: 500, liquidationEndRequirement: 500, owed: 500)
        let known = try problem([holding("a", 100, counted: "0.5", bonus: "0.1")], owed: 50)
        let problem = try LiquidationProblem(
            holdings: known.holdings, liabilities: known.liabilities, untouched: elsewhere, chains: known.chains, rules: known.rules)
        #expect((try shortfall(problem).badDebt.double - (50 + 500 - 20 - 100 / 1.1)).magnitude < 1e-9)
    }

    @Test("where markets take too little the plan goes as far as it gets")
    func notEnough() throws {
        let thin = try SaleableHolding(
            asset: "a", chain: ethereum, quantity: 100, price: 1, countedShare: FixedPoint(parsing: "0.5"), bonus: .zero, volatility: .zero,
            depth: MarketDepth(levels: [.init(upTo: 10, slippage: .zero)]))
        let answer = try shortfall(problem([thin], owed: 80))
        #expect(answer.reason == .notEnough && answer.badDebt == 70)
        #expect(answer.furthest.sales.map(\.value) == [10] && answer.furthest.after.liquidationEndExcess == -25)
        #expect(answer.furthest.proof == .optimal(nodes: 1))
    }

    @Test("a close factor stops at its share, unless the account is deep under water")
    func closeFactor() throws {
        let rules = try LiquidationRules(closeFactor: CloseFactor(smallPosition: 1), dust: .zero, minimumSale: .zero, keptProceedsShare: nil)
        // Health 0.96: half may be repaid, which is not enough.
        let half = try shortfall(problem([holding("a", 120, counted: "0.8")], owed: 100, end: "0.2", rules: rules))
        #expect(half.reason == .notEnough && half.furthest.repayments.map(\.amount) == [50])
        // Health 0.94: all may be repaid.
        let deep = try restored(problem([holding("a", 120, counted: "0.783")], owed: 100, end: "0.4", rules: rules))
        #expect(deep.repayments[0].amount > 50)
    }

    @Test("proceeds that cannot repay are kept only where the rules count them")
    func kept() throws {
        let holdings = [try holding("a", 100, counted: "0.5")]
        let stays = try Untouched(adjustedValue: .zero, maintenanceRequirement: 60, liquidationEndRequirement: 70)
        func make(_ share: FixedPoint?) throws -> LiquidationProblem {
            try LiquidationProblem(
                holdings: holdings, liabilities: [], untouched: stays, chains: terms(),
                rules: LiquidationRules(closeFactor: nil, dust: .zero, minimumSale: .zero, keptProceedsShare: share))
        }
        #expect(try shortfall(make(nil)).furthest.sales.isEmpty)
        let plan = try restored(make(1))
        #expect((plan.keptProceeds.double - 40).magnitude < 1e-8 && plan.repayments.isEmpty)
    }

    @Test("waiting costs volatility times the square root of the time, or the rate that is named")
    func delay() throws {
        func plan(_ cost: DelayCost) throws -> LiquidationPlan {
            let debt = try Liability(asset: "usdc", chain: ethereum, value: 82, maintenanceRate: .zero, liquidationEndRate: .zero)
            return try restored(LiquidationProblem(
                holdings: [holding("a", 100, counted: "0.8")], liabilities: [debt], untouched: .nothing,
                chains: terms(delay: 31_536, delayCost: cost), rules: .unrestricted))
        }
        let waiting = try plan(.volatility(multiplier: 2)).sales[0]
        #expect((waiting.delayCost.double / waiting.value.double - 2 * 0.001.squareRoot()).magnitude < 1e-9)
        let rated = try plan(.perSecond(FixedPoint(parsing: "0.000001"))).sales[0]
        #expect((rated.delayCost.double / rated.value.double - 0.031536).magnitude < 1e-9)
        #expect(try plan(.none).sales[0].delayCost == .zero)
    }

    @Test("an auction's lot is offered as long as it asks at least what the market would bring")
    func auction() throws {
        let problem = try self.problem([holding("eth", 10, price: 10, counted: "0.8", bonus: "0.05", slippage: "0.05")], owed: 82)
        let plan = try restored(problem)
        let auction = try DutchAuction(startShare: 1, cutoffShare: FixedPoint(parsing: "0.8"), fastSeconds: 600, slowSeconds: 7_200)
        let terms = try AuctionTerms(auction: auction, bufferShare: FixedPoint(parsing: "0.1"), reservedCash: .zero)
        let lots = try PlanAuction(plan, of: problem, terms: terms)
        // 0.95 / 1.05 of the value is asked after (1 - 0.90476) / 0.2 of 600 seconds.
        #expect(lots.lots[0].lastSecond == 285)
        #expect(lots.lots[0].startPrice == plan.sales[0].value)
        // Maintenance is short by 2 of a mark-to-market of 18.
        let offer = try AuctionOffer(
            markToMarket: 18, maintenanceExcess: -2, bufferShare: FixedPoint(parsing: "0.1"), discount: 1, reservedCash: .zero)
        #expect(lots.offer == offer)
    }

    @Test("a healthy account is left alone")
    func healthy() throws {
        guard case .notNeeded(let figures) = try LiquidationPlanner.plan(problem([holding("a", 100, counted: "0.8")], owed: 80)) else {
            throw Unexpected.answer
        }
        #expect(figures.liquidationEndExcess == .zero && figures.marginRatio == nil)
    }

    @Test("averages of depth become levels that lose the same at each measurement")
    func averages() throws {
        let depth = try MarketDepth(averages: [
            .init(upTo: 100, slippage: FixedPoint(parsing: "0.01")), .init(upTo: 300, slippage: FixedPoint(parsing: "0.02")),
        ])
        #expect(try depth.slippage(selling: 100) == 1)
        #expect(try depth.slippage(selling: 300) == 6)
        #expect(try depth.slippage(selling: 200).double == 3.5)
        #expect(throws: LiquidationError.unordered(name: "levels of depth", index: 1)) {
            try MarketDepth(averages: [.init(upTo: 100, slippage: FixedPoint(parsing: "0.02")), .init(upTo: 300, slippage: FixedPoint(parsing: "0.01"))])
        }
    }

    @Test("what cannot be meant is refused by name")
    func refusals() throws {
        let good = try holding("a", 1, counted: "0.8")
        #expect(throws: LiquidationError.duplicate(name: "holding a on eip155:1")) { try problem([good, good], owed: 1) }
        let elsewhere = try holding("a", 1, counted: "0.8", chain: ChainID(eip155: 137))
        #expect(throws: LiquidationError.unknownChain(ChainID(eip155: 137))) { try problem([elsewhere], owed: 1) }
        #expect(throws: LiquidationError.self) { try holding("a", 0, counted: "0.8") }
        #expect(throws: LiquidationError.self) { try holding("a", 1, counted: "1.1") }
        #expect(throws: LiquidationError.self) { try MarketDepth(levels: []) }
        #expect(throws: LiquidationError.count(name: "nodes of the search", got: 0, expected: "from 1 to 10000000")) {
            try LiquidationPlanner.plan(problem([good], owed: 1), maximumNodes: 0)
        }
        #expect(throws: LiquidationError.self) { try LiquidationPlanner.plan(problem([holding("a", .max, price: 2, counted: "0.1")], owed: .max)) }
    }
}

