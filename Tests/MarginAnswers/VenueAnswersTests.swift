import ChainIdentity
import CollateralState
import Encoding
import Hedging
import Margin
import MarginAnswers
import Quantities
import Signatures
import SystemicRisk
import TestVectors
import Testing
import UnifiedView

/// The perpetual of `PlanWorld` settles at a venue, of which half of a profit counts; the put stays in the state.
@Suite("Answers about an account with positions at a venue")
struct VenueAnswersTests {
    private static let pit = VenueName("pit")!
    private static let owner = "eip155:1:owner"

    private func parameters(_ world: PlanWorld) throws -> ParameterSet {
        guard case .object(var root) = world.parameters, case .object(var instruments)? = root["instruments"],
            case .object(var perpetual)? = instruments[PlanWorld.perpetual]
        else { throw CancellationError() }
        perpetual["venue"] = .string(Self.pit.description)
        instruments[PlanWorld.perpetual] = .object(perpetual)
        root["instruments"] = .object(instruments)
        root["venues"] = ["pit": ["maximumAgeMilliseconds": 60_000, "profitShare": "0.5", "orderFee": "1"]]
        return try ParameterSet(json: .object(root))
    }

    /// - Parameter contracts: whole perpetuals; zero for none.
    private func margin(
        _ world: PlanWorld, contracts: Int64, cash: FixedPoint = .zero, profit: FixedPoint = .zero, orders: [VenueOrder] = [], accounts: [VenueAccount] = []
    ) throws -> MarginCase {
        let whole = try FixedPoint(contracts).baseUnits(decimals: 18, rounding: .towardZero)
        let positions = contracts == 0
            ? []
            : [try VenuePosition(instrument: AssetID(parsing: PlanWorld.perpetual), quantity: whole, unrealisedProfit: profit, unpaidFunding: .zero)]
        let held = cash.isZero && positions.isEmpty && orders.isEmpty
            ? [] : [try VenueAccount(account: AccountID(parsing: Self.owner), cash: cash, positions: positions, orders: orders)]
        let key = try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: 21, count: 32))
        let plain = try world.margin()
        let record = try VenueRecord(
            network: plain.parameters.network, quote: plain.prices.quote, venue: Self.pit, number: 1, previous: .zero, publishedAt: plain.now,
            accounts: held + accounts)
        let book = try SignedVenueRecord(signing: record, with: key)
            .verify(against: [PinnedVenue(name: Self.pit, key: key.publicKey)], network: record.network)
        return MarginCase(
            account: plain.account, lines: plain.lines, viewDigest: plain.viewDigest, prices: plain.prices, parameters: try parameters(world), venues: [book],
            now: plain.now)
    }

    @Test("a liquidation plan counts what is owed at the venue, before and after, and keeps the position there")
    func liquidation() throws {
        var world = PlanWorld()
        try world.hold(.collateral, PlanWorld.dollar, "20000")
        try world.hold(.collateral, PlanWorld.ether, "20")
        try world.hold(.debt, PlanWorld.bitcoin, "0.4")
        // Without the loss nothing is short.
        let sound = try LiquidationQuestion(margin(world, contracts: 1), market: world.assumptions()).answer()
        #expect(sound.isRestored && sound.before.marginExcess(.liquidationEnd).map { !$0.isNegative } == true)
        let short = try margin(world, contracts: 10, cash: -20_000, profit: -10_000)
        let answer = try LiquidationQuestion(short, market: world.assumptions()).answer()
        #expect(answer.before.marginExcess(.maintenance)?.isNegative == true)
        #expect(answer.isRestored, "\(answer.text)")
        let after = try #require(answer.after)
        #expect(after.venues.lines.count == 2 && after.venues.value == answer.before.venues.value)
        #expect(after.marginExcess(.liquidationEnd).map { !$0.isNegative } == true)
    }

    @Test("a hedge at a venue is a trade in the account's position there, and closes it")
    func hedge() throws {
        var world = PlanWorld(mode: "isolated")
        try world.hold(.collateral, PlanWorld.dollar, "50000")
        let margin = try margin(world, contracts: 10)
        // Isolated positions on two accounts would not net: only closing lowers the requirement.
        let answer = try HedgeQuestion(margin, market: world.assumptions(), target: .share(FixedPoint(raw: FixedPoint.one.raw / 2))).answer()
        #expect(answer.isReached, "\(answer.text)")
        #expect(answer.plan?.lines.map(\.trade.name) == ["perpetual"] && answer.plan?.lines.first?.units == 5)
        #expect(answer.premium.isZero)
        let positions = answer.after?.venues.lines ?? []
        #expect(positions.count == 1)
        // An account with nothing in any vault can be hedged at a venue too.
        let alone = try self.margin(PlanWorld(mode: "isolated"), contracts: 10, cash: 50_000)
        let bare = MarginCase(
            account: MarginAccount(try AccountID(parsing: Self.owner), []), lines: [], viewDigest: .zero, prices: alone.prices, parameters: alone.parameters,
            venues: alone.venues, now: alone.now)
        #expect(try HedgeQuestion(bare, market: world.assumptions(), target: .requirement(.zero)).answer().isReached)
    }

    @Test("stress and thresholds see the underlying of a position at a venue")
    func stress() throws {
        var world = PlanWorld()
        try world.hold(.collateral, PlanWorld.dollar, "5000")
        let margin = try margin(world, contracts: 5)
        let stress = try AccountStress(margin, scenarios: [NamedScenario(parsing: "flash-crash-0.5")])
        // 5 at 3,001 lose half, and require half.
        #expect(try stress.change(#require(stress.worst).report) == FixedPoint(parsing: "7127.375"))
        #expect(NamedScenario.standard(for: margin).contains { $0.name == "depeg-\(PlanWorld.dollar)-0.1" })
        let thresholds = try MarginThresholds(margin)
        let ether = try #require(thresholds.singles.first { $0.asset.text == PlanWorld.ether })
        guard case .below(let price) = ether.maintenance else {
            Issue.record("\(ether.maintenance)")
            return
        }
        #expect(price > 2_000 && price < 3_000)
    }

    @Test("the book of all accounts has the venue's money in it: at once as the report says, under shocks never above it")
    func book() throws {
        var random = SeededGenerator()
        var compared = 0
        for _ in 0..<250 {
            var world = PlanWorld()
            try world.hold(.collateral, PlanWorld.dollar, "\(Int.random(in: 1...50_000, using: &random))")
            try world.hold(.collateral, PlanWorld.ether, "\(Int.random(in: 1...20, using: &random))")
            func amount(_ range: ClosedRange<Int64>) -> FixedPoint { FixedPoint(Int64.random(in: range, using: &random)) }
            let orders = try (0..<UInt64.random(in: 0...3, using: &random)).map { number in
                try VenueOrder(
                    asset: AssetID(parsing: PlanWorld.perpetual), number: number, side: Bool.random(using: &random) ? .buy : .sell,
                    quantity: amount(1...5).baseUnits(decimals: 18, rounding: .towardZero), limit: amount(2_500...3_500))
            }
            let margin = try margin(
                world, contracts: Int64.random(in: -12...12, using: &random), cash: amount(-20_000...20_000), profit: amount(-5_000...5_000), orders: orders)
            let report = try margin.report()
            guard let excess = report.marginExcess(.maintenance) else { continue }
            let book = try AccountBook([margin], market: nil)
            func standing(_ conditions: MarketConditions) throws -> FixedPoint {
                try book.book.remargin(under: conditions, bounds: book.bounds)[0].maintenanceExcess
            }
            let now = try standing(MarketConditions(of: book.book))
            let gap = try excess.subtracting(now)
            #expect(!gap.isNegative && gap < FixedPoint(raw: FixedPoint.one.raw / 1_000), "\(now) and \(excess)")
            // What open orders require stays as it is in the book.
            for name in ["flash-crash-0.5", "rally-0.3"] where orders.isEmpty {
                let scenario = try NamedScenario(parsing: name)
                guard let conditions = try scenario.scenario(for: book).conditions(for: book.book).last else { continue }
                let after = try #require(try margin.report(supposing: scenario.suppositions(about: margin)).marginExcess(.maintenance))
                // The contract's mark is 3,001, and the book moves it as ether at 3,000.
                let inBook = try standing(conditions)
                #expect(try inBook <= after.adding(FixedPoint(12)), "\(name): \(inBook) and \(after)")
                compared += 1
            }
        }
        #expect(compared > 80)
    }

    @Test("who has something at a venue and nothing in any vault is in the book, with all that is owed there")
    func elsewhere() throws {
        let stranger = try AccountID(parsing: "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
        let owed = try VenueAccount(account: stranger, cash: -700, positions: [], orders: [])
        let margin = try margin(PlanWorld(), contracts: 2, cash: 100, accounts: [owed])
        let view = try CollateralView(
            network: margin.parameters.network, ledgers: [], links: AccountLinks(network: margin.parameters.network), contradictions: [:])
        let book = try AccountBook(
            view: view, prices: margin.prices, parameters: margin.parameters, venues: margin.venues, now: margin.now, market: nil)
        #expect(book.accounts.map { $0.members[0].text }.sorted() == [Self.owner, stranger.text].sorted())
        let place = try #require(book.accounts.firstIndex { $0.members[0] == stranger })
        #expect(book.states[place] == .bankrupt)
        let standings = try book.book.remargin(under: MarketConditions(of: book.book), bounds: book.bounds)
        #expect(standings[place].maintenanceExcess == -700)
        #expect(throws: MarginAnswersError.tooManyAccounts(maximum: 1, got: 2)) {
            try AccountBook(
                view: view, prices: margin.prices, parameters: margin.parameters, venues: margin.venues, now: margin.now, market: nil, maximumAccounts: 1)
        }
    }
}
