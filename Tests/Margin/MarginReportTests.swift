import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import TestVectors
import Testing
import UnifiedView

@Suite("Margin report")
struct MarginReportTests {
    private let ethereum = "eip155:1/slip44:60"
    private let dollar = "eip155:1/erc20:usd"

    private func report(_ line: HoldingLine, _ change: (inout MarginWorld) -> Void = { _ in }) throws -> MarginReport {
        var world = MarginWorld.plain()
        world.lines = [line]
        change(&world)
        return try world.report()
    }

    private func contribution(_ line: HoldingLine, _ change: (inout MarginWorld) -> Void = { _ in }) throws -> MarginLine {
        try #require(try report(line, change).lines.first)
    }

    /// Deductions of the only line and of its asset, by name and amount, then what counts.
    private func waterfall(_ report: MarginReport, _ kind: MarginKind = .maintenance) -> ([String], [FixedPoint], FixedPoint) {
        guard case .collateral(_, let deductions, _)? = report.lines.first?.contribution else { return ([], [], -1) }
        let all = deductions + report.assets.flatMap(\.deductions)
        return (all.map(\.reason.name), all.map { $0.amounts[kind] }, report.collateral.adjustedValue[kind])
    }

    @Test("two ether against a dollar loan, by hand")
    func byHand() throws {
        var world = MarginWorld.plain()
        world.lines = [
            try MarginWorld.line(.debt, dollar, 2_000_000_000),
            try MarginWorld.line(.collateral, ethereum, try ether.multiplied(by: 2)),
        ]
        let report = try world.report()
        #expect(report.collateral == CollateralTotalsValue(market: "6000", deducted: "600", adjusted: "5400"))
        #expect(report.totals?.liabilities.maintenance == "2000")
        #expect(report.marginRequirement(.initial) == "200")
        #expect(report.marginRequirement(.maintenance) == "100")
        #expect(report.marginExcess(.initial) == "3200")
        #expect(report.marginExcess(.maintenance) == "3300")
        #expect(report.marginRatio == "34")
        #expect(report.lines.map(\.holding.holding.kind) == [.collateral, .debt])
    }

    @Test("an account without debt or position has no requirement and so no ratio")
    func noRequirement() throws {
        var world = MarginWorld.plain()
        #expect(try world.report().marginRatio == nil)
        #expect(try world.report().marginExcess(.initial) == "0")
        world.lines = [try MarginWorld.line(.collateral, ethereum, ether)]
        #expect(try world.report().marginRatio == nil)
        #expect(try world.report().marginExcess(.maintenance) == "2700")
    }

    @Test("a position requires margin on its value without sign, and adds none")
    func positions() throws {
        var world = MarginWorld.plain()
        world.lines = [
            try MarginWorld.line(.collateral, dollar, 1_000_000_000),
            try MarginWorld.line(.position, ethereum, try ether.negated()),
            try MarginWorld.line(.position, ethereum, ether, stream: 2),
        ]
        let report = try world.report()
        #expect(report.totals?.notional.maintenance == "6000")
        #expect(report.marginRequirement(.initial) == "600")
        #expect(report.marginRequirement(.maintenance) == "300")
        #expect(report.totals?.liabilities.maintenance == "0")
        #expect(report.marginExcess(.initial) == "400")
    }

    @Test("a stale line counts zero, visibly, from the first millisecond above the maximum age")
    func stale() throws {
        let line = try MarginWorld.line(.collateral, dollar, 5_000_000, asOf: 880_000)
        #expect(waterfall(try report(line)) == ([], [], "5"))
        let stale = try report(try line.with(asOf: 879_999))
        #expect(waterfall(stale) == (["staleness"], ["5"], "0"))
        #expect(stale.lines[0].age == 120_001)
    }

    @Test("blocks dated ahead of now hide how old they are: beyond the maximum age they count zero too")
    func datedAhead() throws {
        let line = try MarginWorld.line(.collateral, dollar, 5_000_000, asOf: 1_120_000)
        #expect(waterfall(try report(line)) == ([], [], "5"))
        let ahead = try report(try line.with(asOf: 1_120_001))
        #expect(waterfall(ahead) == (["futureBlock"], ["5"], "0"))
    }

    @Test("evidence, finality, dispute and age each take their part, in order, and all are named")
    func everyReason() throws {
        let line = try MarginWorld.line(.collateral, ethereum, ether)
        #expect(waterfall(try report(try line.with(evidence: .singleRead))) == (["evidence", "haircut"], ["3000", "0"], "0"))
        #expect(waterfall(try report(try line.with(finality: .safe))) == (["finality", "haircut"], ["150", "285"], "2565"))
        #expect(waterfall(try report(try line.with(finality: .latest))) == (["finality", "haircut"], ["1500", "150"], "1350"))
        #expect(waterfall(try report(try line.with(standing: .frozen(since: .first)))) == (["frozen", "haircut"], ["750", "225"], "2025"))
        #expect(waterfall(try report(try line.with(standing: .halted(reason: "x")))) == (["halted", "haircut"], ["3000", "0"], "0"))
        let all = try line.with(asOf: 0, finality: .latest, evidence: .singleRead, standing: .halted(reason: "x"))
        #expect(
            waterfall(try report(all) { $0.publishedAt = 1 })
                == (["finality", "halted", "evidence", "staleness", "oldPrice", "haircut"], ["1500", "1500", "0", "0", "0", "0"], "0"))
    }

    @Test("collateral without price or listing counts zero with the reason")
    func unknownCollateral() throws {
        let line = try MarginWorld.line(.collateral, ethereum, ether)
        let unpriced = try report(line) { $0.prices.removeFirst() }
        #expect(waterfall(unpriced) == (["haircut", "missingPrice"], ["0", "0"], "0"))
        #expect(unpriced.lines[0].price == nil)
        let unlisted = try report(try MarginWorld.line(.collateral, "eip155:1/erc20:new", 7)) {
            $0.prices.append(("eip155:1/erc20:new", 0, "3"))
        }
        #expect(waterfall(unlisted) == (["unlistedAsset"], ["21"], "0"))
        #expect(unlisted.assets[0].className == nil)
    }

    @Test("a debt or position that cannot be valued makes the report say so, and never counts as nothing", arguments: [HoldingKind.debt, .position])
    func unpriceable(kind: HoldingKind) throws {
        var world = MarginWorld.plain()
        world.lines = [
            try MarginWorld.line(.collateral, dollar, 5_000_000),
            try MarginWorld.line(kind, "eip155:1/erc20:new", 1), try MarginWorld.line(kind, ethereum, 1),
        ]
        world.prices.removeFirst()
        let report = try world.report()
        guard case .unpriceable(let obligations) = report.outcome else { Issue.record("valued what has no price"); return }
        #expect(obligations.map(\.reason) == [.unlistedAsset, .missingPrice])
        #expect(report.marginExcess(.initial) == nil && report.marginRatio == nil && report.marginRequirement(.initial) == nil)
        #expect(report.collateral.adjustedValue == MarginAmounts(initial: "5", maintenance: "5", liquidationEnd: "5"))
        #expect(report.explanation.contains { $0.contains("no margin excess") })
    }

    @Test("debts count in full however stale, disputed or badly known, and warn")
    func debtsCount() throws {
        let line = try MarginWorld.line(
            .debt, dollar, 5_000_000, asOf: 0, finality: .latest, evidence: .singleRead, standing: .halted(reason: "x"))
        let debt = try contribution(line) { $0.publishedAt = 1 }
        #expect(debt.contribution == .debt(
            liability: MarginAmounts(initial: "5", maintenance: "5", liquidationEnd: "5"),
            requirement: MarginAmounts(initial: "0.5", maintenance: "0.25", liquidationEnd: "0.5")))
        #expect(debt.warnings.map(\.name) == ["finality", "halted", "evidence", "staleness", "oldPrice"])
    }

    @Test("prices too old or dated too far ahead are not good for collateral")
    func priceAge() throws {
        let line = try MarginWorld.line(.collateral, dollar, 5_000_000)
        for (publishedAt, reasons) in [(940_000, []), (939_999, ["oldPrice"]), (1_060_000, []), (1_060_001, ["futurePrice"])] as [(UInt64, [String])] {
            #expect(waterfall(try report(line) { $0.publishedAt = publishedAt }).0 == reasons)
        }
    }

    @Test("dust debt does not overflow the ratio of a rich account")
    func dustDebt() throws {
        var world = MarginWorld.plain()
        world.lines = [try MarginWorld.line(.collateral, ethereum, try ether.multiplied(by: 1_000)), try MarginWorld.line(.debt, ethereum, 1)]
        #expect(try world.report().marginRatio == "1000000")
    }

    @Test("rounding goes against the account")
    func rounding() throws {
        let price = "0.333333333333333333"
        func world(_ kind: HoldingKind) throws -> MarginWorld {
            var world = MarginWorld.plain()
            world.prices = [(ethereum, 18, price)]
            world.lines = [try MarginWorld.line(kind, ethereum, 1)]
            return world
        }
        #expect(try world(.collateral).report().collateral.marketValue == "0")
        let debt = try world(.debt).report()
        #expect(debt.totals?.liabilities.maintenance == "0.000000000000000001")
        #expect(debt.marginRequirement(.maintenance) == "0.000000000000000001")
    }

    @Test("lines of a stranger, a holding given twice and prices of another network are refused")
    func refused() throws {
        var world = MarginWorld.plain()
        let line = try MarginWorld.line(.collateral, ethereum, ether)
        world.lines = [line, try line.with(quantity: 5, asOf: 5)]
        #expect(throws: MarginError.duplicateLine(account: line.account, kind: .collateral, asset: line.holding.asset)) { try world.report() }
        world.lines = [try MarginWorld.line(.collateral, ethereum, ether, account: 2)]
        #expect(throws: MarginError.foreignAccount(world.lines[0].account)) {
            try MarginReport.make(
                account: MarginAccount(line.account), lines: world.lines, viewDigest: .zero, prices: try world.book(),
                parameters: try world.parameterSet(), now: Timestamp(milliseconds: 0))
        }
        world.network = "other"
        let error = #expect(throws: MarginError.self) { try world.report() }
        #expect(error?.shortDescription == "wrong-network")
    }

    @Test("what does not fit throws overflow and says what it was")
    func overflow() throws {
        var world = MarginWorld.plain()
        world.lines = [try MarginWorld.line(.collateral, ethereum, .max)]
        let error = #expect(throws: MarginError.self) { try world.report() }
        #expect(error?.shortDescription == "overflow")
        #expect(error?.description.contains(ethereum) == true)
        // Each fits, the sum of the values does not.
        world.prices = [(ethereum, 18, "100000000000000000000"), (dollar, 6, "100000000000000000000")]
        world.lines = [try MarginWorld.line(.collateral, ethereum, ether), try MarginWorld.line(.collateral, dollar, 1_000_000)]
        #expect(throws: MarginError.self) { try world.report() }
    }

    /// Compares by value.
    private struct CollateralTotalsValue {
        let market: FixedPoint
        let deducted: FixedPoint
        let adjusted: FixedPoint

        static func == (left: CollateralTotals, right: CollateralTotalsValue) -> Bool {
            MarginKind.allCases.allSatisfy {
                (left.marketValue, left.deducted[$0], left.adjustedValue[$0]) == (right.market, right.deducted, right.adjusted)
            }
        }
    }
}
