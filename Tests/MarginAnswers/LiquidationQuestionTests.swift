import ChainIdentity
import CollateralState
import Encoding
import LiquidationPlanning
import Margin
import MarginAnswers
import Quantities
import TestVectors
import Testing
import UnifiedView

@Suite("Liquidation plans on a report")
struct LiquidationQuestionTests {
    /// Collateral of 20,000 to 600,000 in two assets on two chains, and debt around what it counts.
    private func random(_ random: inout SeededGenerator, _ mode: String, withTiers: Bool) throws -> PlanWorld {
        var world = PlanWorld(mode: mode, withTiers: withTiers)
        var worth = 0.0
        for (asset, price) in [(PlanWorld.ether, 3_000.0), (PlanWorld.bitcoin, 100_000), (PlanWorld.dollar, 1)] {
            for (chain, vault) in [(0, 0), (0, 1), (1, 0)] where Bool.random(using: &random) {
                let value = Double.random(in: 5_000...150_000, using: &random)
                worth += value
                try world.hold(.collateral, asset, text(value / price), chain: chain, vault: vault, finality: Bool.random(using: &random) ? .finalized : .safe)
            }
        }
        let owed = worth * Double.random(in: 0.6...0.9, using: &random)
        let share = Double.random(in: 0...1, using: &random)
        try world.hold(.debt, PlanWorld.dollar, text(owed * share), chain: Int.random(in: 0...1, using: &random))
        try world.hold(.debt, PlanWorld.bitcoin, text(owed * (1 - share) / 100_000))
        if Bool.random(using: &random) { try world.hold(.position, PlanWorld.perpetual, text(worth / 30_000 * Double.random(in: -1...1, using: &random))) }
        return world
    }

    private func text(_ value: Double) -> String {
        let millionths = Int((value * 1_000_000).rounded())
        let digits = String(millionths.magnitude)
        let padded = String(repeating: "0", count: max(0, 7 - digits.count)) + digits
        return "\(millionths < 0 ? "-" : "")\(padded.dropLast(6)).\(padded.suffix(6))"
    }

    @Test("a plan's claim holds in the report made again, in every mode and with tiers; nothing is sold that is not there", arguments: ["isolated", "simple", "correlationAware"])
    func claims(mode: String) throws {
        var generator = SeededGenerator()
        var (restored, missed) = (0, 0)
        for round in 0..<60 {
            let world = try random(&generator, mode, withTiers: round % 2 == 1)
            if world.lines.isEmpty { continue }
            let answer = try LiquidationQuestion(world.margin(), market: world.assumptions(), maximumNodes: 2_000).answer()
            let before = try #require(answer.before.marginExcess(.liquidationEnd))
            switch answer.outcome {
            case .notNeeded: #expect(!before.isNegative)
            case .restored(let plan):
                restored += 1
                #expect(before.isNegative)
                if answer.missing != nil { missed += 1 }
                #expect(answer.missing == nil || mode == "correlationAware", "short by \(String(describing: answer.missing))")
                #expect(plan.totalLoss > .zero && !plan.sales.isEmpty)
            case .outOfReach: #expect(before.isNegative)
            }
            for change in answer.changes {
                #expect(world.lines.contains(change.line) && change.change < .zero)
                #expect(try !change.line.holding.quantity.adding(change.change).isNegative)
            }
            for line in answer.text { #expect(line.count <= 100, "\(line)") }
        }
        print("\(mode): \(restored) restored, of which the report missed \(missed)")
        #expect(restored >= 3)
    }

    @Test("what is left of a plan without tiers is next to nothing above the line: no more is sold than needed")
    func tight() throws {
        var world = PlanWorld()
        try world.hold(.collateral, PlanWorld.ether, "100")
        try world.hold(.debt, PlanWorld.dollar, "258000")
        let answer = try LiquidationQuestion(world.margin(), market: world.assumptions()).answer()
        guard case .restored(let plan) = answer.outcome else { Issue.record("\(answer.outcome)"); return }
        #expect(answer.rounds == 1 && plan.sales.count == 1)
        let excess = try #require(answer.after?.marginExcess(.liquidationEnd))
        #expect(!excess.isNegative && excess < 1)
    }

    @Test("tiers and haircuts below the average lead to another round, and the last plan sells less than the first would")
    func tiers() throws {
        var world = PlanWorld(withTiers: true)
        try world.hold(.collateral, PlanWorld.ether, "150")
        try world.hold(.debt, PlanWorld.dollar, "300000")
        let answer = try LiquidationQuestion(world.margin(), market: world.assumptions()).answer()
        #expect(answer.isRestored && answer.rounds > 1)
        let excess = try #require(answer.after?.marginExcess(.liquidationEnd))
        #expect(!excess.isNegative && excess < 100)
    }

    @Test("collateral that does not count as known, has no market or no chain terms is not for sale, and the answer says why")
    func kept() throws {
        var world = PlanWorld()
        try world.hold(.collateral, PlanWorld.ether, "30", finality: .latest)
        try world.hold(.collateral, PlanWorld.bitcoin, "1", chain: 1)
        try world.hold(.debt, PlanWorld.dollar, "120000")
        guard case .object(var market) = world.market, case .object(var chains)? = market["chains"] else { return }
        chains["eip155:8453"] = nil
        market["chains"] = .object(chains)
        world.market = .object(market)
        let answer = try LiquidationQuestion(world.margin(), market: world.assumptions()).answer()
        #expect(Set(answer.kept.map(\.reason)) == [.notKnown, .noChainTerms])
        #expect(answer.plan == nil && !answer.isRestored)
    }

    @Test("the answer as JSON cites what it stands on, with the report's own digest")
    func json() throws {
        var world = PlanWorld()
        try world.hold(.collateral, PlanWorld.ether, "100")
        try world.hold(.debt, PlanWorld.dollar, "258000")
        let (margin, market) = (try world.margin(), try world.assumptions())
        let answer = try LiquidationQuestion(margin, market: market).answer()
        let root = JSONNode(answer.json)
        #expect(try root["format"].string() == "plimsoll/liquidation-plan/v1" && root["outcome"].string() == "restored")
        #expect(try root["report"].string() == "\(margin.report().digest)")
        #expect(try root["market"].string() == "\(market.digest)" && root["parameters"].string() == "\(margin.parameters.digest)")
        #expect(try root["plan"]["sales"].array(max: 4)[0]["value"].decimalString().isEmpty == false)
        #expect(try LiquidationQuestion(margin, market: market).answer().json == answer.json)
    }

    @Test("a debt without a price has no plan, and other money none either")
    func refused() throws {
        var world = PlanWorld()
        try world.hold(.debt, "eip155:1/erc20:unknown", "1")
        #expect(throws: MarginAnswersError.unpriceable(obligations: 1)) { try LiquidationQuestion(world.margin(), market: world.assumptions()).answer() }
        guard case .object(var market) = world.market else { return }
        market["quote"] = "EUR"
        world.market = .object(market)
        #expect(throws: MarginAnswersError.self) { try LiquidationQuestion(world.margin(), market: world.assumptions()).answer() }
    }
}
