import ChainIdentity
import CollateralState
import Dispatch
import Encoding
import NIOCore
import Testing
import UnifiedView

@testable import NodeAPI

@Suite("Stress, suppositions and thresholds over HTTP")
struct StressRouteTests {
    private func priced() async throws -> World {
        let world = try await World.populated()
        try world.priceEverything()
        return world
    }

    @Test("the book: every account counted, every scenario, concentration and scores; a cascade when it is asked for")
    func book() async throws {
        let world = try await priced()
        try await serving(world.node) { client in
            let json = try await client.json("/v1/stress")
            #expect(json["format"] == "plimsoll/book-stress/v1")
            // 1, 2 and 3 on the first chain, 3 on the second, and the owner on both.
            #expect(json["accounts"] == 5)
            #expect(json["view"] == .string(try await world.node.snapshot().view.digest.hex))
            let scenarios = try #require(json["scenarios"]?.arrayValue)
            #expect(scenarios.contains { $0["name"] == "flash-crash-0.5" })
            #expect(scenarios.contains { $0["name"] == "chain-outage-eip155:10" })
            #expect(scenarios.allSatisfy { $0["cascade"] == .null })
            // What the owner owes lies on the second chain, the collateral on the first.
            #expect(scenarios.first?["name"] == "chain-outage-eip155:1")
            #expect(scenarios.first?["worst"]?[0]?["account"] == .string(try world.owner.account(on: world.third.chain).text))
            #expect(json["concentration"]?["chains"]?.arrayValue?.count == 2)
            #expect(json["scores"]?.arrayValue?.count == 5)

            let one = try await client.json("/v1/stress?scenario=chain-outage-eip155:1&scenario=flash-crash-0.3&cascade=true&top=1")
            #expect(one["scenarios"]?.arrayValue?.count == 2)
            #expect(one["scores"]?.arrayValue?.count == 1)
            #expect(one["scenarios"]?[0]?["cascade"]?["isComplete"] == true)
        }
    }

    @Test("one account's grid: the worst first, each with what it takes")
    func grid() async throws {
        let world = try await priced()
        let account = try world.owner.account(on: world.first.chain)
        try await serving(world.node) { client in
            let json = try await client.json("/v1/accounts/\(account)/stress")
            #expect(json["format"] == "plimsoll/account-stress/v1")
            #expect(json["before"]?["maintenanceExcess"] == "920")
            #expect(json["scenarios"]?[0]?["name"] == "chain-outage-eip155:1")
            #expect(json["scenarios"]?[0]?["state"] == "liquidation")
            #expect(json["scenarios"]?[0]?["lost"] == "1800")
            let named = try await client.json("/v1/accounts/\(account)/stress?scenario=flash-crash-0.5")
            #expect(named["scenarios"]?.arrayValue?.count == 1)
            #expect(named["scenarios"]?[0]?["maintenanceExcess"] == "460", "what is owed falls along")
        }
    }

    @Test("suppositions hold at once, and what is supposed is written as on the command line")
    func whatIf() async throws {
        let world = try await priced()
        let (first, third) = (try world.owner.account(on: world.first.chain), try world.owner.account(on: world.third.chain))
        let (collateral, debt) = (try world.first.asset(), try world.third.asset())
        try await serving(world.node) { client in
            let fall = try await client.json("/v1/accounts/\(first)/whatif?price=\(collateral)=-50%25")
            #expect(fall["before"]?["collateral"]?["marketValue"] == "2000")
            #expect(fall["after"]?["collateral"]?["marketValue"] == "1000")
            let both = try await client.json("/v1/accounts/\(third)/whatif?price=\(collateral)=0.5&price=\(debt)=2&change=\(first),collateral,\(collateral),1000")
            #expect(both["after"]?["collateral"]?["marketValue"] == "2000")
            #expect(both["after"]?["outcome"]?["liabilities"]?["maintenance"] == "1600")
            let outage = try await client.json("/v1/accounts/\(first)/whatif?outage=eip155:1&doubt=\(debt)=0.1&volatility=2")
            #expect(outage["after"]?["collateral"]?["adjustedValue"]?["maintenance"] == "0")
            #expect(outage["after"]?["outcome"]?["liabilities"]?["maintenance"] == "880")
        }
    }

    @Test("thresholds and withdrawals of an account")
    func answers() async throws {
        let world = try await priced()
        let account = try world.owner.account(on: world.first.chain)
        let asset = try world.first.asset()
        try await serving(world.node) { client in
            let thresholds = try await client.json("/v1/accounts/\(account)/thresholds")
            #expect(thresholds["format"] == "plimsoll/thresholds/v1")
            let single = try #require(thresholds["thresholds"]?.arrayValue?.first { $0["asset"] == .string(asset.text) })
            // 1,000 * 0.9 * p = 800 * 1.1.
            #expect(single["maintenance"]?["shortfall"] == "below")
            #expect(single["maintenance"]?["price"]?.stringValue?.hasPrefix("0.9777777777777") == true)
            #expect(thresholds["joint"]?[0]?["of"] == "all")
            #expect(thresholds["joint"]?[0]?["liquidation"]?["reached"] == "never", "debt and collateral fall together")

            let withdrawals = try await client.json("/v1/accounts/\(account)/withdrawals?asset=\(asset)")
            // (1,000 - q) * 1.8 >= 960.
            #expect(withdrawals["withdrawals"]?[0]?["most"] == "466")
            #expect(withdrawals["withdrawals"]?[0]?["held"] == "1000")
        }
    }

    @Test(
        "a question that is wrong is refused with the reason",
        arguments: [
            ("stress?scenario=crash", "unknown-scenario"), ("stress?scenario=flash-crash-2", "out-of-range"), ("stress?cascade=yes", "bad-request"),
            ("stress?scenario=chain-outage-eip155:777", "foreign-scenario"), ("stress?scenario=chain-silence-eip155:1-60", "foreign-scenario"),
            ("stress?top=101", "bad-request"), ("stress?scenarios=x", "bad-request"),
            ("accounts/ACCOUNT/stress?scenario=chain-outage-eip155:777", "foreign-scenario"), ("accounts/ACCOUNT/whatif", "bad-request"),
            ("accounts/ACCOUNT/whatif?price=x", "unknown-supposition"), ("accounts/ACCOUNT/whatif?outage=eip155:777", "unknown-supposition"),
            ("accounts/ACCOUNT/whatif?price=eip155:1/slip44:60=0.5&price=eip155:1/slip44:60=0.6", "duplicate"),
            ("accounts/ACCOUNT/whatif?price=eip155:1/erc20:none=0.5", "unpriced-asset"), ("accounts/ACCOUNT/withdrawals", "bad-request"),
            ("accounts/ACCOUNT/withdrawals?asset=x", "malformed-asset-id"),
        ])
    func refused(question: String, title: String) async throws {
        let world = try await priced()
        let account = try world.owner.account(on: world.first.chain)
        try await serving(world.node) { client in
            let answer = try await client.request("/v1/\(question.replacing("ACCOUNT", with: account.text))")
            #expect(answer.status == 400, "\(answer.text)")
            if title != "malformed-asset-id" { _ = try answer.problem(400, title) }
        }
    }

    @Test("without prices there is no stress, and it says what is missing")
    func missing() async throws {
        let world = try await World.populated()
        let account = try world.owner.account(on: world.first.chain)
        try await serving(world.node) { client in
            for path in ["/v1/stress", "/v1/accounts/\(account)/stress", "/v1/accounts/\(account)/thresholds"] {
                _ = try await client.request(path).problem(503, "margin-inputs-missing")
            }
        }
    }

    @Test("long answers are made one at a time; the same question waits for the same answer, and beyond the bound one is turned away")
    func busy() async throws {
        let world = try await priced()
        let snapshot = try await world.node.snapshot()
        let answers = LongAnswers()
        let gate = Gate()
        try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
            for number in 0..<LongAnswers.mostWaiting {
                group.addTask { try await answers.answer(LongAnswers.Key(snapshot, "\(number)")) { _ in gate.pass(); return .integer(number) } }
            }
            while await answers.waiting < LongAnswers.mostWaiting { await Task.yield() }
            await #expect(throws: NodeAPIError.busy(maximum: LongAnswers.mostWaiting)) {
                try await answers.answer(LongAnswers.Key(snapshot, "one more")) { _ in .null }
            }
            group.addTask { try await answers.answer(LongAnswers.Key(snapshot, "0")) { _ in .string("made twice") } }
            gate.open()
            var found: [ByteBuffer] = []
            for try await answer in group { found.append(answer) }
            #expect(found.count == LongAnswers.mostWaiting + 1)
            #expect(!found.contains(ByteBuffer(string: "\"made twice\"\n")))
        }
        #expect(try await answers.answer(LongAnswers.Key(snapshot, "0")) { _ in .null } == ByteBuffer(string: "0\n"), "kept for a moment")
    }
}

/// Holds threads until it is opened.
private final class Gate: Sendable {
    private let group = DispatchGroup()

    init() { group.enter() }

    func pass() { group.wait() }
    func open() { group.leave() }
}
