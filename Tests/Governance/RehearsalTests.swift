import ChainIdentity
import CollateralState
import Encoding
import Governance
import Margin
import Quantities
import Signatures
import Testing
import UnifiedView

@Suite("Rehearsal of parameters")
struct RehearsalTests {
    private func account(_ number: Int) throws -> AccountID { try AccountID(parsing: "eip155:1:account\(number)") }

    private func line(_ kind: HoldingKind, _ asset: String, _ quantity: Int256, _ account: Int) throws -> HoldingLine {
        HoldingLine(
            account: try self.account(account), stream: StreamID(SHA256.hash(Bytes("stream".utf8))),
            holding: try Holding(kind: kind, asset: try AssetID(parsing: asset), quantity: quantity),
            sequence: .first, asOfBlock: BlockReference(height: 100, hash: .zero), asOfTime: Timestamp(milliseconds: 1_000_000),
            finality: .finalized, evidence: .receiptsRecomputed, standing: .live)
    }

    private func prices() throws -> PriceBook {
        let record = try PriceRecord(
            network: NetworkName(parsing: "test"), quote: QuoteCurrency(parsing: "USD"), number: 1, previous: .zero,
            publishedAt: Timestamp(milliseconds: 1_000_000),
            prices: [("eip155:1/slip44:60", "3000"), ("eip155:1/erc20:usd", "1")].map {
                try AssetPrice(
                    first: AssetID(parsing: $0.0), decimals: 0, price: FixedPoint(parsing: $0.1), observedAt: Timestamp(milliseconds: 1_000_000))
            })
        let key = try GovernanceWorld.key(7)
        return try PriceBook([try SignedPrices(signing: record, with: key).verify(against: [key.publicKey], network: record.network)])
    }

    /// 10 ether each; account n owes 20,000 + 500 n dollars.
    private func report(_ book: PriceBook) -> (MarginAccount, ParameterSet) throws(MarginError) -> MarginReport {
        { (owner, set) throws(MarginError) in
            let number = (1...20).first { (try? MarginAccount(self.account($0))) == owner } ?? 1
            let lines = [
                try? self.line(.collateral, "eip155:1/slip44:60", 10, number), try? self.line(.debt, "eip155:1/erc20:usd", Int256(Int64(20_000 + 500 * number)), number),
            ].compactMap { $0 }
            return try MarginReport.make(account: owner, lines: lines, viewDigest: .zero, prices: book, parameters: set, now: Timestamp(milliseconds: 1_000_000))
        }
    }

    private func rehearsal(_ changes: [(path: [String], value: JSON?)]) throws -> ParameterRehearsal {
        let first = try GovernanceWorld.first()
        return try ParameterRehearsal(
            of: (1...14).map { MarginAccount(try account($0)) }, from: first, to: try GovernanceWorld.next(after: first, changes), report: report(prices()))
    }

    @Test("a set that changes nothing touches nobody")
    func nothing() throws {
        let rehearsal = try rehearsal([])
        #expect(rehearsal.accounts == 14 && rehearsal.affected.isEmpty && rehearsal.largestFall == nil)
        #expect(rehearsal.counts.allSatisfy { $0.before == $0.after })
    }

    @Test("a higher haircut moves accounts to worse states, the worst named first, and counts add up")
    func tightening() throws {
        let rehearsal = try rehearsal([(["classes", "major", "haircut"], "0.2")])
        #expect(!rehearsal.affected.isEmpty)
        #expect(rehearsal.affected.allSatisfy { $0.stateAfter >= $0.stateBefore && ($0.excessChange(.maintenance) ?? 0) == "-3000" })
        #expect(zip(rehearsal.affected, rehearsal.affected.dropFirst()).allSatisfy { $0.stateAfter >= $1.stateAfter })
        #expect(rehearsal.counts.reduce(0) { $0 + $1.before } == 14 && rehearsal.counts.reduce(0) { $0 + $1.after } == 14)
        #expect(rehearsal.largestFall != nil)
        let turned = rehearsal.affected.filter { $0.turnedKinds.contains(.maintenance) }
        #expect(turned.allSatisfy { $0.stateAfter >= .known(.liquidation) } && !turned.isEmpty)
    }

    @Test("a lower haircut frees accounts, and a dropped asset leaves its debtors without any number")
    func others() throws {
        let freed = try rehearsal([(["classes", "major", "haircut"], "0.01")])
        #expect(freed.affected.allSatisfy { $0.stateAfter <= $0.stateBefore } && freed.largestFall == nil)
        let dropped = try rehearsal([(["assets", "eip155:1/erc20:usd"], nil)])
        #expect(dropped.affected.count == 14 && dropped.affected.allSatisfy { $0.stateAfter == .unpriceable && $0.excessChange(.initial) == nil })
    }

    @Test("its JSON and its lines say the same, and lines are bounded")
    func output() throws {
        let rehearsal = try rehearsal([(["classes", "major", "haircut"], "0.2")])
        let json = try JSON.parse(Bytes(rehearsal.json.printed().utf8))
        #expect(json["affected"]?.arrayValue?.count == rehearsal.affected.count)
        #expect(json["affected"]?[0]?["state"]?["after"]?.stringValue == rehearsal.affected.first.map { "\($0.stateAfter)" })
        let lines = rehearsal.text(maximum: 1)
        #expect(lines.last == "  and \(rehearsal.affected.count - 1) more")
        #expect(rehearsal.text(maximum: 100).count > lines.count)
    }

    @Test("reports under another set, or of other prices or times, are refused")
    func foreign() throws {
        let first = try GovernanceWorld.first()
        let next = try GovernanceWorld.next([(["classes", "major", "haircut"], "0.2")])
        let owner = MarginAccount(try account(1))
        let reports = (try report(prices())(owner, first), try report(prices())(owner, next))
        #expect(throws: GovernanceError.self) {
            try ParameterRehearsal(from: next, to: first, accounts: [RehearsedAccount(account: owner, before: reports.0, after: reports.1)])
        }
        #expect(throws: GovernanceError.self) {
            let other = MarginAccount(try account(2))
            _ = try ParameterRehearsal(from: first, to: next, accounts: [RehearsedAccount(account: other, before: reports.0, after: reports.1)])
        }
    }
}
