import CollateralState
import Encoding
import Hedging
import Margin
import MarginAnswers
import Quantities
import Testing

@Suite("Hedges on a report")
struct HedgeQuestionTests {
    private func world(_ mode: String) throws -> PlanWorld {
        var world = PlanWorld(mode: mode)
        try world.hold(.collateral, PlanWorld.dollar, "50000")
        try world.hold(.position, PlanWorld.perpetual, "10")
        return world
    }

    @Test("under the scenario grid the cheapest trades are proven, and the report made again is at the target")
    func scenarios() throws {
        let world = try world("correlationAware")
        let answer = try HedgeQuestion(world.margin(), market: world.assumptions(), target: .share(FixedPoint(raw: FixedPoint.one.raw / 2))).answer()
        #expect(answer.lens == .scenarios && answer.isReached)
        let plan = try #require(answer.plan)
        #expect(plan.proof.isOptimal && plan.lines.map(\.trade.name) == ["perpetual"] && plan.lines[0].trade.side == .sell)
        let (before, after) = (try #require(answer.before.marginRequirement(.maintenance)), try #require(answer.after?.marginRequirement(.maintenance)))
        #expect(after <= answer.target && after < before)
        #expect(abs(plan.requirementAfter - (Double("\(after)") ?? 0)) < 1e-6 * plan.requirementBefore)
        // One unit less does not reach it.
        #expect(plan.lines[0].units == 5)
    }

    @Test("collateral alone has no risk in the lens until a trade is there: the grid still says what the report says")
    func collateralOnly() throws {
        var world = PlanWorld(mode: "correlationAware")
        try world.hold(.collateral, PlanWorld.ether, "20")
        try world.hold(.position, PlanWorld.perpetual, "15")
        for target in [0.9, 0.6, 0.3] {
            let share = try FixedPoint(parsing: "\(target)")
            let answer = try HedgeQuestion(world.margin(), market: world.assumptions(), kind: .initial, target: .share(share)).answer()
            #expect(answer.isReached, "\(target)")
            #expect(answer.outcome != .notNeeded(requirement: 0))
        }
    }

    @Test("where positions only net, reports are searched, and the hedge is the smallest that is enough")
    func simple() throws {
        let world = try world("simple")
        let answer = try HedgeQuestion(world.margin(), market: world.assumptions(), target: .requirement(try FixedPoint(parsing: "450"))).answer()
        #expect(answer.lens == .report && answer.isReached)
        #expect(answer.plan?.lines.map(\.units) == [7])
    }

    @Test("where nothing nets no trade lowers the requirement, and a target above it needs none")
    func isolated() throws {
        var world = PlanWorld(mode: "isolated")
        try world.hold(.collateral, PlanWorld.dollar, "50000")
        // In another vault, so that the trade does not close it.
        try world.hold(.position, PlanWorld.perpetual, "10", chain: 1)
        let answer = try HedgeQuestion(world.margin(), market: world.assumptions(), target: .requirement(try FixedPoint(parsing: "100"))).answer()
        #expect(!answer.isReached && answer.text.allSatisfy { $0.count <= 100 })
        let none = try HedgeQuestion(world.margin(), market: world.assumptions(), target: .requirement(try FixedPoint(parsing: "1000000"))).answer()
        #expect(none.isReached && none.plan == nil && none.after == nil)
    }

    @Test("an offer of which a unit cannot be valued is no choice; the answer names it and cites what it stands on")
    func unvalued() throws {
        var world = try world("correlationAware")
        guard case .object(var market) = world.market, case .array(var hedges)? = market["hedges"], case .object(var offer)? = hedges.first else { return }
        offer["name"] = "unknown"
        offer["instrument"] = "eip155:1/erc20:unknown"
        hedges.append(.object(offer))
        market["hedges"] = .array(hedges)
        world.market = .object(market)
        let assumptions = try world.assumptions()
        let answer = try HedgeQuestion(world.margin(), market: assumptions, target: .share(try FixedPoint(parsing: "0.7"))).answer()
        #expect(answer.unvalued.map(\.trade.name) == ["unknown"] && answer.isReached)
        let root = JSONNode(answer.json)
        #expect(try root["format"].string() == "plimsoll/hedge/v1" && root["market"].string() == "\(assumptions.digest)")
        #expect(try root["positions"].array(max: 4).count == 1 && root["outcome"].string() == "hedged")
    }
}
