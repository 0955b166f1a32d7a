import CollateralState
import Encoding
import Margin
import MarginAnswers
import Quantities
import Testing

/// Market assumptions come over HTTP from anybody who may ask: whatever they say is refused with its place, or answered, and never trapped.
@Suite("Hostile market assumptions")
struct HostileMarketTests {
    /// Every place in a market file that holds a number, as a path of keys and indexes.
    private static func numbers(in json: JSON, at path: [String] = []) -> [[String]] {
        switch json {
        case .object(let object): object.members.flatMap { numbers(in: $0.value, at: path + [$0.key]) }
        case .array(let elements): elements.enumerated().flatMap { numbers(in: $1, at: path + ["\($0)"]) }
        case .string(let text): FixedPoint(text) == nil ? [] : [path]
        case .number: [path]
        default: []
        }
    }

    private static func replaced(_ json: JSON, at path: ArraySlice<String>, with value: JSON) -> JSON {
        guard let key = path.first else { return value }
        switch json {
        case .object(var object):
            if let old = object[key] { object[key] = replaced(old, at: path.dropFirst(), with: value) }
            return .object(object)
        case .array(var elements):
            if let index = Int(key) { elements[index] = replaced(elements[index], at: path.dropFirst(), with: value) }
            return .array(elements)
        default: return json
        }
    }

    private func world(_ mode: String) throws -> PlanWorld {
        var world = PlanWorld(mode: mode)
        try world.hold(.collateral, PlanWorld.ether, "10")
        try world.hold(.collateral, PlanWorld.bitcoin, "0.2", chain: 1)
        try world.hold(.debt, PlanWorld.dollar, "45000")
        try world.hold(.position, PlanWorld.perpetual, "3")
        guard case .object(var market) = world.market, case .object(var liquidation)? = market["liquidation"] else { return world }
        liquidation["closeFactor"] = ["fullCloseHealth": "0.95", "smallPosition": "2000", "partialShare": "0.5"]
        liquidation["auction"] = ["startShare": "0.98", "cutoffShare": "0.8", "fastSeconds": 600, "slowSeconds": 7_200, "bufferShare": "0.05"]
        market["liquidation"] = .object(liquidation)
        world.market = .object(market)
        return world
    }

    @Test("what is no number is refused wherever a number stands, with the place", arguments: ["", "NaN", "nan", "inf", "-inf", "1e5", "0x10", " 1", "1,5", "1.", "--1", "1\u{1b}[2J", "٣"])
    func noNumbers(text: String) throws {
        let market = try world("isolated").market
        let places = Self.numbers(in: market)
        #expect(places.count > 40)
        for path in places {
            do {
                _ = try MarketAssumptions(json: Self.replaced(market, at: path[...], with: .string(text)))
                Issue.record("\(path): \(text) was taken")
            } catch {
                #expect("\(error)".contains(path.last ?? ""), "\(path): \(error)")
                #expect("\(error)".unicodeScalars.allSatisfy { $0.value >= 0x20 }, "\(path): \(error)")
            }
        }
    }

    @Test("extreme numbers in every place are refused, or the plan and the hedge are answered or refused with a reason", arguments: ["isolated", "correlationAware"])
    func extremes(mode: String) throws {
        let world = try world(mode)
        let margin = try world.margin()
        let extremes: [JSON] = [
            "0", "-1", "0.000000000000000001", "-0.000000000000000001", "\(FixedPoint.max)", "\(FixedPoint.min)", "1000000000000000000000", 0, 1,
            .number("\(UInt64.max)"), .number("-1"), .number("1e3"), .number("1.5"),
        ]
        var taken = 0
        for path in Self.numbers(in: world.market) {
            for value in extremes {
                guard let market = try? MarketAssumptions(json: Self.replaced(world.market, at: path[...], with: value)) else { continue }
                taken += 1
                // A few hundred worlds are enough to plan for.
                guard taken.isMultiple(of: mode == "isolated" ? 1 : 5) else { continue }
                let plan = Result { try LiquidationQuestion(margin, market: market, maximumNodes: 50).answer() }
                if case .success(let answer) = plan { #expect(answer.text.allSatisfy { $0.count <= 100 }) }
                _ = Result { try HedgeQuestion(margin, market: market, target: .share(FixedPoint(raw: FixedPoint.one.raw / 2)), maximumReports: 20).answer() }
            }
        }
        #expect(taken > 50)
    }

    @Test("lists that are empty are answered: nothing can be sold, and no trade chosen")
    func empty() throws {
        let world = try world("isolated")
        let none = try MarketAssumptions(json: [
            "format": "plimsoll/market/v1", "quote": "USD", "assets": [:], "chains": [:], "liquidation": ["dust": "0", "minimumSale": "0"], "hedges": [],
        ])
        let plan = try LiquidationQuestion(world.margin(), market: none).answer()
        #expect(plan.plan == nil && !plan.isRestored && plan.kept.count == 2)
        let hedge = try HedgeQuestion(world.margin(), market: none, target: .share(.zero)).answer()
        #expect(hedge.plan == nil && !hedge.isReached)
    }

    @Test("names that would move a cursor, that are too long or that stand twice are refused")
    func names() throws {
        let market = try world("isolated").market
        for name in ["a\u{1b}[2J", "a\nb", "\u{9b}2J", "\u{202e}abc", "", String(repeating: "n", count: 257), String(repeating: "\u{301}", count: 200)] {
            let changed = Self.replaced(market, at: ["hedges", "0", "name"], with: .string(name))
            #expect(throws: MarginAnswersError.self, "\(excerpt(name))") { try MarketAssumptions(json: changed) }
        }
        let twice = Self.replaced(market, at: ["hedges", "1"], with: market["hedges"]?[0] ?? .null)
        #expect(throws: MarginAnswersError.self) { try MarketAssumptions(json: twice) }
        let bytes = Bytes(market.printed().replacing("\"dust\":\"1\"", with: "\"dust\":\"1\",\"dust\":\"2\"").utf8)
        #expect(throws: MarginAnswersError.self) { try MarketAssumptions(parsing: bytes) }
    }

    @Test("a file nested deeper or longer than it may be is refused before it is read on")
    func sizes() throws {
        #expect(throws: MarginAnswersError.self) { try MarketAssumptions(parsing: Bytes(repeating: UInt8(ascii: "["), count: 1_000_000)) }
        #expect(throws: MarginAnswersError.self) { try MarketAssumptions(parsing: Bytes(repeating: UInt8(ascii: " "), count: MarketAssumptions.maximumBytes + 1)) }
        let market = try world("isolated").market
        var many = JSONObject()
        for number in 0...MarketAssumptions.maximumAssets { many["eip155:1/erc20:a\(number)"] = market["assets"]?[PlanWorld.ether] }
        #expect(throws: MarginAnswersError.self) { try MarketAssumptions(json: Self.replaced(market, at: ["assets"], with: .object(many))) }
    }
}
