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

@Suite("Accounts as a book of risk")
struct AccountBookTests {
    /// How far the book may be below the report, in quote units: for each entry a few roundings of its units (at its price), of its weight or rate (at its
    /// value), and of itself.
    private func tolerance(_ account: RiskAccount, _ book: RiskBook) throws -> FixedPoint {
        var sum = FixedPoint.zero
        func add(_ asset: AssetIndex, _ quantity: FixedPoint) throws {
            let price = book.assets[Int(asset.number)].price
            let value = try quantity.magnitude().multiplied(by: price, rounding: .ceiling)
            let digits = try price.adding(value).adding(1).multiplied(by: FixedPoint(raw: 20), rounding: .ceiling)
            sum = try sum.adding(digits).adding(FixedPoint(raw: 20))
        }
        for holding in account.holdings { try add(holding.asset, holding.quantity) }
        for debt in account.debts { try add(debt.asset, debt.quantity) }
        for position in account.positions { try add(position.asset, position.quantity) }
        return sum
    }

    private func books(_ mode: String, _ body: (MarginReport, MarginTotals, AccountStanding, FixedPoint) throws -> Void) throws -> Int {
        var random = SeededGenerator()
        var compared = 0
        for _ in 0..<100 {
            let world = try BookWorld(&random, mode: mode)
            let margins = try world.lines.indices.map { try world.margin($0) }
            // What overflows in a report has no book either.
            guard let reports = try? margins.map({ try $0.report() }), let book = try? AccountBook(margins, market: nil) else { continue }
            let standings = try book.book.remargin(under: MarketConditions(of: book.book), bounds: book.bounds)
            var place = 0
            for report in reports {
                guard let totals = report.totals else { continue }
                #expect(book.accounts[place] == report.account)
                #expect(book.states[place] == totals.state)
                try body(report, totals, standings[place], try tolerance(book.book.account(place), book.book))
                place += 1
                compared += 1
            }
            #expect(place == book.accounts.count)
        }
        return compared
    }

    @Test(
        "the book's maintenance excess is the report's to the rounding, and never above it: without netting and with it",
        arguments: ["isolated", "simple"])
    func excess(mode: String) throws {
        var largest = 0.0
        let compared = try books(mode) { report, totals, standing, tolerance in
            let gap = try totals.excess.maintenance.subtracting(standing.maintenanceExcess)
            #expect(!gap.isNegative, "the book has \(standing.maintenanceExcess), the report \(totals.excess.maintenance)")
            #expect(gap <= tolerance, "off by \(gap), expected at most \(tolerance)")
            let value = try report.collateral.marketValue.adding(totals.liabilities.maintenance).adding(totals.notional.maintenance)
            if value > 1 { largest = max(largest, Double(gap.raw) / Double(value.raw)) }
        }
        #expect(compared > 300)
        print("\(mode): \(compared) accounts, the book below the report by at most \(largest) of what an account has and owes")
        #expect(largest < 1e-9)
    }

    @Test("an account is liquidatable or bankrupt in the book exactly when its report says so, but where rounding decides")
    func states() throws {
        var counts: [MarginState: Int] = [:]
        _ = try books("isolated") { report, totals, standing, tolerance in
            let margin = try totals.excess.maintenance.magnitude()
            let cover = try report.collateral.marketValue.adding(totals.positionValue).subtracting(totals.liabilities.maintenance).magnitude()
            guard margin > tolerance, cover > tolerance else { return }
            counts[totals.state, default: 0] += 1
            switch totals.state {
            case .bankrupt: #expect(standing.state == .bankrupt)
            case .liquidation: #expect(standing.state == .liquidation)
            case .normal, .call: #expect(!standing.state.isLiquidatable)
            // A shortfall of initial margin, which a book does not know, is one reason for it.
            case .reduceOnly: #expect(standing.state <= .reduceOnly)
            }
        }
        #expect(counts.count >= 3, "too few states: \(counts)")
    }

    @Test("under a crash, a rally and a chain that is out of service, book and report go on agreeing")
    func shocks() throws {
        var random = SeededGenerator()
        var compared = 0
        for _ in 0..<150 {
            let world = try BookWorld(&random)
            let margins = try world.lines.indices.map { try world.margin($0) }
            guard let book = try? AccountBook(margins, market: nil) else { continue }
            for name in ["flash-crash-0.5", "rally-1", "chain-outage-eip155:1", "flash-crash-0.3+chain-outage-eip155:8453"] {
                let scenario = try NamedScenario(parsing: name)
                guard let shocks = try? scenario.scenario(for: book), let conditions = try shocks.conditions(for: book.book).last else { continue }
                guard let standings = try? book.book.remargin(under: conditions, bounds: book.bounds) else { continue }
                for (place, account) in book.accounts.enumerated() {
                    guard let margin = margins.first(where: { $0.account == account }) else { continue }
                    // A supposed price stands for itself: doubts of smoothing and redemption, which are in a weight, are gone from the report.
                    guard margin.lines.allSatisfy({ line in world.book[line.holding.asset]?.redemption == nil }) else { continue }
                    guard let suppositions = try? scenario.suppositions(about: margin), let report = try? margin.report(supposing: suppositions) else { continue }
                    guard let excess = report.marginExcess(.maintenance) else { continue }
                    let gap = try excess.subtracting(standings[place].maintenanceExcess)
                    // A moved price is rounded, and its doubt with it: so many units are off by as many last digits.
                    let numbers = try book.book.account(place)
                    let units = try (numbers.holdings.map(\.quantity) + numbers.debts.map(\.quantity) + numbers.positions.map(\.quantity))
                        .reduce(FixedPoint.zero) { try $0.adding($1.magnitude()) }
                    let tolerance = try tolerance(numbers, book.book).multiplied(by: 10, rounding: .ceiling)
                        .adding(units.multiplied(by: FixedPoint(raw: 20), rounding: .ceiling))
                    #expect(try gap.magnitude() <= tolerance, "\(name): the report has \(excess), the book \(standings[place].maintenanceExcess)")
                    compared += 1
                }
            }
        }
        #expect(compared > 50, "too few accounts compared: \(compared)")
    }

    @Test("an account that cannot be valued is named and in no figure; a view in which nobody has anything is refused")
    func unvalued() throws {
        var random = SeededGenerator()
        var world = try BookWorld(&random)
        let line = HoldingLine(
            account: try BookWorld.account("eip155:1", 0), stream: StreamID(.zero),
            holding: try Holding(kind: .debt, asset: try AssetID(parsing: "eip155:1/erc20:unheard"), quantity: 1), sequence: .first,
            asOfBlock: BlockReference(height: 1, hash: .zero), asOfTime: world.now, finality: .finalized, evidence: .receiptsRecomputed, standing: .live)
        let held = HoldingLine(
            account: try BookWorld.account("eip155:1", 1), stream: StreamID(.zero),
            holding: try Holding(kind: .collateral, asset: try AssetID(parsing: "eip155:1/slip44:60"), quantity: 1), sequence: .first,
            asOfBlock: BlockReference(height: 1, hash: .zero), asOfTime: world.now, finality: .finalized, evidence: .receiptsRecomputed, standing: .live)
        world.lines = [[line], [held]]
        let book = try AccountBook([try world.margin(0), try world.margin(1)], market: nil)
        #expect(book.accounts.count == 1)
        #expect(book.unvalued.map(\.account) == [try world.margin(0).account])
        world.lines = [[line]]
        #expect(throws: MarginAnswersError.emptyBook) { try AccountBook([try world.margin(0)], market: nil) }
        #expect(throws: MarginAnswersError.emptyBook) { try AccountBook([], market: nil) }
    }
}
