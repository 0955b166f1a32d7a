import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import TestVectors
import Testing

/// Ether at 3,000, its perpetual at 3,001; positions require 10 and 5 %; half of a profit counts, and one is set aside for each order.
@Suite("Venues in the report")
struct VenueReportTests {
    private func totals(_ world: VenueWorld) throws -> MarginTotals { try #require(try world.report().totals) }

    @Test("cash, losses and owed funding count in full, profit at its share, and a position requires its rate")
    func values() throws {
        var world = try VenueWorld(profitShare: ["initial": "0.25", "maintenance": "0.5"])
        world.accounts[0] = [
            try VenueWorld.held(1, cash: "1000", [VenueWorld.position(MarginWorld.perpetual, 10.whole, profit: "400", funding: "30")]),
            try VenueWorld.held(2, cash: "-50", [VenueWorld.position(MarginWorld.perpetual, (-1).whole, profit: "-70", funding: "-8")]),
        ]
        let (report, totals) = (try world.report(), try totals(world))
        // 1,000 - 50 + 400 - 30 - 70 + 8, less three quarters, or half, of 408.
        #expect(report.venues.marketValue == "1258")
        #expect(report.venues.value == MarginAmounts(initial: "952", maintenance: "1054", liquidationEnd: "952"))
        #expect(totals.requirement.maintenance == "1650.55")
        #expect(totals.excess.maintenance == "99403.45")
        #expect(totals.excess.initial == "97650.9")
        #expect(totals.notional.maintenance == "33011" && totals.positionValue == "0")
        #expect(report.explanation.allSatisfy { $0.unicodeScalars.count <= 100 })
        #expect(try JSON.parse(report.canonicalBytes) == report.json)
        #expect(report.venues.records.map(\.venue) == [VenueWorld.north, VenueWorld.south])
    }

    @Test("every line's deductions sum exactly to what it is worth less what counts, and all lines to the value")
    func sums() throws {
        var random = SeededGenerator()
        for _ in 0..<100 {
            let world = try VenueWorld.random(&random, .isolated)
            let venues = try world.report().venues
            for kind in MarginKind.allCases {
                var (market, counted) = (FixedPoint.zero, FixedPoint.zero)
                for worth in venues.lines.compactMap(\.worth) {
                    let removed = try worth.deductions.reduce(FixedPoint.zero) { try $0.adding($1.amounts[kind]) }
                    #expect(try worth.raw.subtracting(removed) == worth.counted[kind] && worth.deductions.allSatisfy { $0.amounts[kind] >= .zero })
                    market = try market.adding(worth.raw)
                    counted = try counted.adding(worth.counted[kind])
                }
                #expect(market == venues.marketValue && counted == venues.value[kind])
            }
        }
    }

    @Test("of an old record, or one from the future, cash and profits count zero; losses, funding and positions stay")
    func stale() throws {
        for publishedAt in [939_999, 1_060_001] as [UInt64] {
            var world = try VenueWorld()
            world.publishedAt[0] = publishedAt
            world.accounts[0] = [
                try VenueWorld.held(1, cash: "1000", [VenueWorld.position(MarginWorld.perpetual, 10.whole, profit: "400", funding: "30")]),
                try VenueWorld.held(2, cash: "-50", [VenueWorld.position(MarginWorld.perpetual, (-1).whole, profit: "-70", funding: "-8")]),
            ]
            let (report, totals) = (try world.report(), try totals(world))
            #expect(MarginKind.allCases.allSatisfy { report.venues.value[$0] == "-150" })
            #expect(totals.requirement.maintenance == "1650.55")
            let reasons = Set(report.venues.lines.compactMap(\.worth).flatMap { $0.deductions.map(\.reason.name) })
            #expect(reasons == ["unrealisedProfit", publishedAt < 1_000_000 ? "oldVenueRecord" : "futureVenueRecord"])
        }
    }

    @Test("an option at a venue is worth its mark; of what it has won the share that does not count is taken off")
    func options() throws {
        var inState = try VenueWorld()
        guard case .object(var root) = inState.world.parameters, case .object(var instruments)? = root["instruments"],
            case .object(var call)? = instruments[MarginWorld.call]
        else { return }
        call["venue"] = nil
        instruments[MarginWorld.call] = .object(call)
        root["instruments"] = .object(instruments)
        inState.world.parameters = .object(root)
        inState.world.lines.append(try MarginWorld.line(.position, MarginWorld.call, 2.whole))
        let state = try totals(inState)
        var world = try VenueWorld()
        world.accounts[0] = [try VenueWorld.held(1, [VenueWorld.position(MarginWorld.call, 2.whole)])]
        let plain = try totals(world)
        #expect(plain.excess == state.excess && plain.requirement == state.requirement)
        #expect(plain.positionValue == "0" && state.positionValue > .zero)
        world.accounts[0] = [try VenueWorld.held(1, [VenueWorld.position(MarginWorld.call, 2.whole, profit: "60")])]
        #expect(try totals(world).excess.maintenance == plain.excess.maintenance.subtracting("30"))
    }

    @Test("a position is taken only from where it settles; elsewhere it does not count, and the report says so by name")
    func settlement() throws {
        var world = try VenueWorld()
        world.accounts[0] = [
            try VenueWorld.held(
                1,
                [
                    VenueWorld.position(MarginWorld.perpetual, 1.whole), VenueWorld.position(MarginWorld.bitcoinPerpetual, 1.whole, profit: "9"),
                    VenueWorld.position(MarginWorld.future, 1.whole),
                ],
                orders: [VenueWorld.order(MarginWorld.future, .buy, 5.whole, limit: "3000")])
        ]
        world.accounts[1] = [try VenueWorld.held(1, [VenueWorld.position(MarginWorld.bitcoinPerpetual, 1.whole)])]
        let (report, before) = (try world.report(), try totals(world))
        // 5 % of 3,001 and of 100,050.
        #expect(before.requirement.maintenance == "5152.55")
        let uncounted = report.venues.lines.compactMap { line -> MarginReason? in
            if case .uncounted(_, let reason) = line.content { reason } else { nil }
        }
        #expect(uncounted == [.settledElsewhere(VenueWorld.south), .settledElsewhere(nil)])
        #expect(report.venues.orders.map(\.content) == [.uncounted(.settledElsewhere(nil))])
        world.world.lines.append(try MarginWorld.line(.position, MarginWorld.perpetual, 1.whole))
        let mirrored = try world.report()
        #expect(try totals(world).excess == before.excess, "shown in the state too, it is not counted twice")
        #expect(mirrored.lines.last?.contribution == .uncounted(.settledElsewhere(VenueWorld.north)))
        #expect(mirrored.explanation.contains { $0.contains("it is taken from venue north alone") })
    }

    @Test("a position in the asset itself counts wherever it is, pooled with that of the state")
    func plainAssets() throws {
        var world = try VenueWorld()
        world.world.lines.append(try MarginWorld.line(.position, MarginWorld.ethereum, 2.whole))
        world.accounts[1] = [try VenueWorld.held(1, [VenueWorld.position(MarginWorld.ethereum, 1.whole)])]
        #expect(try totals(world).requirement.maintenance == "450")
    }

    @Test("what cannot be valued at a venue leaves no excess, and is named")
    func unpriceable() throws {
        var world = try VenueWorld()
        world.accounts[0] = [
            try VenueWorld.held(
                2, [VenueWorld.position("eip155:1/erc20:unheard", 1)], orders: [VenueWorld.order("eip155:1/erc20:unknown", .buy, 1, limit: "1")])
        ]
        guard case .unpriceable(let obligations) = try world.report().outcome else { Issue.record("valued"); return }
        #expect(obligations.map(\.asset.text) == ["eip155:1/erc20:unheard", "eip155:1/erc20:unknown"])
        #expect(obligations.allSatisfy { $0.reason == .unlistedAsset && $0.account.text == "eip155:1:account2" })
        let onlyReducing = [try VenueWorld.order("eip155:1/erc20:unknown", .buy, 1, limit: "1", effect: .reduceOnly)]
        world.accounts[0] = [try VenueWorld.held(2, orders: onlyReducing)]
        #expect(try totals(world).requirement.maintenance == "1")
    }

    @Test("a report needs just the records of its parameters' venues, each once, in its own currency")
    func books() throws {
        let world = try VenueWorld()
        let (north, south) = (try world.book(VenueWorld.north), try world.book(VenueWorld.south))
        #expect(throws: MarginError.missingVenue(VenueWorld.south)) { try world.report([north]) }
        #expect(throws: MarginError.duplicateVenue(VenueWorld.north)) { try world.report([north, south, north]) }
        #expect(throws: MarginError.unknownVenue(VenueWorld.north)) {
            var plain = world
            plain.world.parameters = MarginWorld.plain().parameters
            _ = try plain.report([north])
        }
        let record = try VenueRecord(
            network: PriceSource.network, quote: QuoteCurrency(parsing: "EUR"), venue: VenueWorld.north, number: 1, previous: .zero,
            publishedAt: Timestamp(milliseconds: 1), accounts: [])
        let euro = try SignedVenueRecord(signing: record, with: try VenueWorld.key(VenueWorld.north))
            .verify(against: try VenueWorld.pins(), network: PriceSource.network)
        #expect(throws: MarginError.wrongQuote(expected: PriceSource.quote, got: QuoteCurrency("EUR")!)) { try world.report([euro, south]) }
        #expect(try world.report() == (try world.report([south, north])), "in any order")
    }

    @Test("cash owed to a venue alone requires nothing, so there is no ratio; the state follows all the same")
    func owedCash() throws {
        var world = try VenueWorld(dollars: 0)
        world.world.lines = [try MarginWorld.line(.collateral, MarginWorld.ethereum, 1.whole)]
        world.world.doubts[MarginWorld.ethereum] = MarginWorld.Doubt(stable: "2900", volatility: "0.7")
        for (cash, state) in [("-2000", .normal), ("-2650", .reduceOnly), ("-2701", .liquidation), ("-3001", .bankrupt)] as [(FixedPoint, MarginState)] {
            world.accounts[0] = [try VenueWorld.held(1, cash: cash)]
            let totals = try totals(world)
            #expect(totals.marginRatio == nil && totals.state == state, "\(cash)")
        }
    }

    @Test("accounts of others at a venue are none of the report's")
    func strangers() throws {
        var world = try VenueWorld()
        world.accounts[0] = [try VenueWorld.held(9, cash: "77", [VenueWorld.position(MarginWorld.perpetual, 1.whole)])]
        let report = try world.report()
        #expect(report.venues.lines.isEmpty && report.venues.marketValue == "0")
    }

    @Test("parameters say how venues count, in one spelling, and refuse what cannot be")
    func parameters() throws {
        let set = try VenueWorld().world.parameterSet()
        #expect(try ParameterSet(json: set.json).digest == set.digest)
        #expect(set.instrument(try AssetID(parsing: MarginWorld.bitcoinPerpetual))?.venue == VenueWorld.south)
        #expect(set.rules(forVenue: VenueWorld.north)?.orderFee == "1")
        func with(_ venues: JSON) throws -> MarginError? {
            guard case .object(var root) = try VenueWorld().world.parameters else { return nil }
            root["venues"] = venues
            return #expect(throws: MarginError.self) { try ParameterSet(json: .object(root)) }
        }
        let rules: JSON = ["maximumAgeMilliseconds": 1, "profitShare": "0.5", "orderFee": "0"]
        #expect(try with(["north": rules]) == .unknownVenue(VenueWorld.south))
        for share in ["1.1", "-0.1", ["initial": "0.5", "maintenance": "0.4"]] as [JSON] {
            let refused: JSON = ["maximumAgeMilliseconds": 1, "profitShare": share, "orderFee": "0"]
            #expect(try with(["north": refused, "south": rules])?.shortDescription == "out-of-range")
        }
    }
}
