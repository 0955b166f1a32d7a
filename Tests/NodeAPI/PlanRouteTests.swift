import AsyncHTTPClient
import ChainIdentity
import CollateralState
import Encoding
import Margin
import MarginAnswers
import NIOCore
import NIOHTTP1
import Quantities
import Testing
import UnifiedView

@testable import NodeAPI

@Suite("Plans of one account over HTTP")
struct PlanRouteTests {
    /// The owner holds 1,000 at 2 and owes 400 at `debtPrice`: at 4.6 maintenance margin is missing.
    private func owner(debtPrice: String = "4.6", market: Bool = true) async throws -> (world: World, account: AccountID) {
        let world = try await World.populated()
        try world.priceEverything(third: debtPrice)
        if market {
            let assumptions = try world.market()
            world.node.change { $0.market = assumptions }
        }
        return (world, try world.owner.account(on: world.first.chain))
    }

    private func body(_ market: MarketAssumptions) -> HTTPClientRequest.Body { .bytes(ByteBuffer(bytes: market.canonicalBytes)) }

    @Test("the node's own market file answers GET, one in the body POST; the answers are those of the program, byte for byte")
    func sameBytes() async throws {
        let (world, account) = try await owner()
        let margin = try await world.node.snapshot().margin(of: account)
        let (own, sent) = (try world.market(), try world.market(dust: "1"))
        let half = try HedgeTarget(parsing: "50%")
        let sale = try LiquidationQuestion(margin, market: own).answer().json
        let hedge = try HedgeQuestion(margin, market: own, kind: .initial, target: half).answer().json
        let sentSale = try LiquidationQuestion(margin, market: sent).answer().json
        #expect(sale["outcome"] == "restored")
        try await serving(world.node) { client in
            let path = "/v1/accounts/\(account)"
            let answers = [
                (sale, try await client.request("\(path)/liquidation")),
                (hedge, try await client.request("\(path)/hedge?target=50%25&kind=initial")),
                (sentSale, try await client.request("\(path)/liquidation", method: .POST, body: body(sent))),
                (sale, try await client.request("\(path)/liquidation?nodes=20000", method: .POST, body: body(own))),
            ]
            for (expected, answer) in answers {
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.headers.first(name: "content-type") == "application/json")
                #expect(answer.text == expected.printed(pretty: true) + "\n")
            }
            #expect(try answers[2].1.json()["market"] == .string("\(sent.digest)"))
            let other = try await client.request("/v1/accounts/\(try world.owner.account(on: world.third.chain))/liquidation")
            #expect(other.text == answers[0].1.text, "any member names the margin account")
            #expect(try await client.json("/v1/status")["market"]?["digest"] == .string("\(own.digest)"))
        }
    }

    @Test("the book under stress takes the node's market assumptions, and says so")
    func book() async throws {
        let (world, _) = try await owner()
        let digest = try world.market().digest
        try await serving(world.node) { client in
            let book = try await client.json("/v1/stress?scenario=flash-crash-0.3")
            #expect(book["market"] == .string("\(digest)"))
        }
    }

    @Test("without market assumptions anywhere the answer says where they can come from")
    func missing() async throws {
        let (world, account) = try await owner(market: false)
        try await serving(world.node) { client in
            for path in ["liquidation", "hedge?target=1"] {
                let problem = try await client.request("/v1/accounts/\(account)/\(path)").problem(404, "market-missing")
                #expect(problem["detail"]?.stringValue?.contains("POST") == true)
            }
            #expect(try await client.json("/v1/status")["market"] == .null)
        }
    }

    @Test(
        "a question that is wrong is refused with the reason",
        arguments: [
            ("liquidation?nodes=0", "bad-request"), ("liquidation?nodes=20001", "bad-request"), ("liquidation?nodes=1e3", "bad-request"),
            ("liquidation?market=x", "bad-request"), ("hedge", "bad-request"), ("hedge?target=", "number"), ("hedge?target=-1", "out-of-range"),
            ("hedge?target=101%25", "out-of-range"), ("hedge?target=nan", "number"), ("hedge?target=inf", "number"), ("hedge?target=1e9", "number"),
            ("hedge?target=1&kind=all", "bad-request"), ("hedge?target=99999999999999999999999999999999999999999", "number"),
            ("hedge?target=1&target=2", "bad-request"),
        ])
    func refused(question: String, title: String) async throws {
        let (world, account) = try await owner()
        try await serving(world.node) { client in
            let path = "/v1/accounts/\(account)/\(question)"
            _ = try await client.request(path).problem(400, title)
            _ = try await client.request(path, method: .POST, body: body(world.market())).problem(400, title)
        }
    }

    @Test(
        "market assumptions that are none are refused with their place",
        arguments: [
            ("", "encoding"), ("{}", "encoding"), ("[1]", "encoding"), ("{\"format\":\"plimsoll/market/v1\",\"format\":\"plimsoll/market/v1\"}", "encoding"),
            ("{\"format\":\"x\"}", "unknown-format"), (String(repeating: "[", count: 100), "encoding"),
        ])
    func marketRefused(text: String, title: String) async throws {
        let (world, account) = try await owner()
        try await serving(world.node) { client in
            let answer = try await client.request("/v1/accounts/\(account)/liquidation", method: .POST, body: .bytes(ByteBuffer(string: text)))
            _ = try answer.problem(400, title)
        }
    }
}
