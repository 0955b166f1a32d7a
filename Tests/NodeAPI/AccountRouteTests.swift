import ChainIdentity
import CollateralState
import Encoding
import NIOHTTP1
import NodeEngine
import ProofFile
import Testing
import UnifiedView

@testable import NodeAPI

@Suite("Accounts over HTTP")
struct AccountRouteTests {
    @Test("any member names the whole margin account: holdings on every chain with height, age, finality, evidence and standing")
    func anyMember() async throws {
        let world = try await World.populated()
        let (first, third) = (try world.owner.account(on: world.first.chain), try world.owner.account(on: world.third.chain))
        try await serving(world.node) { client in
            let json = try await client.json("/v1/accounts/\(first)")
            // By text, eip155:10 stands before eip155:1 and its colon.
            #expect(json["members"] == [.string(third.text), .string(first.text)])
            let holdings = try #require(json["holdings"]?.arrayValue)
            #expect(holdings.compactMap { $0["account"]?.stringValue } == [third.text, first.text])
            #expect(holdings.compactMap { $0["quantity"]?.stringValue } == ["400", "1000"])
            #expect(holdings.compactMap { $0["kind"]?.stringValue } == ["debt", "collateral"])
            for holding in holdings {
                #expect(holding["height"] == 10)
                #expect(holding["ageMilliseconds"] == 990_000)
                #expect(holding["finality"] == "finalized")
                #expect(holding["evidenceClass"] == 2)
                #expect(holding["standing"]?["state"] == "live")
            }
            let other = try await client.json("/v1/accounts/\(third)")
            #expect(other["account"] == json["account"])
            #expect(other["holdings"] == json["holdings"])
        }
    }

    @Test("holdings of one asset in several vaults add up")
    func totals() async throws {
        let world = try await World.populated()
        try await serving(world.node) { client in
            let json = try await client.json("/v1/accounts/\(try world.first.account(2))")
            #expect(json["holdings"]?.arrayValue?.compactMap { $0["quantity"]?.stringValue }.sorted() == ["20", "200"])
            #expect(json["totals"]?.arrayValue?.count == 1)
            #expect(json["totals"]?[0]?["quantity"] == "220")
        }
    }

    @Test("colons may be percent-encoded, an address may be all lower case")
    func spelling() async throws {
        let world = try await World.populated()
        let account = try world.first.account(1)
        try await serving(world.node) { client in
            let plain = try await client.json("/v1/accounts/\(account)")
            let encoded = try await client.json("/v1/accounts/\(account.text.replacing(":", with: "%3A"))")
            let lower = try await client.json("/v1/accounts/\(account.text.lowercased())")
            #expect(encoded == plain)
            #expect(lower["account"] == plain["account"])
            #expect(lower["holdings"] == plain["holdings"])
        }
    }

    @Test("an account that holds nothing is an answer, also on a chain nobody follows")
    func nothing() async throws {
        let world = try await World.populated()
        try await serving(world.node) { client in
            for account in [try world.first.account(99), try AccountID(chain: ChainID(eip155: 777), key: Vault.key(1))] {
                let json = try await client.json("/v1/accounts/\(account)")
                #expect(json["holdings"] == [])
                #expect(json["members"] == [.string(account.text)])
            }
        }
    }

    @Test(
        "what is no account is refused with the reason",
        arguments: [
            "nonsense", "eip155:1", "eip155:1:0x12", "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", "unheard:1:abc", "eip155%3A1%2F",
            "eip155:1:\(String(repeating: "a", count: 400))",
        ])
    func malformed(account: String) async throws {
        try await serving(try World().node) { client in
            for path in ["", "/margin", "/why", "/proof"] {
                let answer = try await client.request("/v1/accounts/\(account)\(path)")
                #expect(answer.status == 400)
                #expect(try answer.json()["detail"]?.stringValue?.isEmpty == false)
            }
        }
    }

    @Test("margin is the report itself; without prices or parameters there is none, and the answer says which is missing")
    func margin() async throws {
        let world = try await World.populated()
        let account = try world.owner.account(on: world.first.chain)
        try await serving(world.node) { client in
            let problem = try await client.request("/v1/accounts/\(account)/margin").problem(503, "margin-inputs-missing")
            #expect(problem["detail"]?.stringValue?.contains("prices and parameters") == true)
            let without = try await client.json("/v1/accounts/\(account)")
            #expect(without["margin"] == .null)
            #expect(without["marginMissing"]?.stringValue?.contains("prices and parameters") == true)

            try world.priceEverything()
            let report = try await client.json("/v1/accounts/\(account)/margin")
            #expect(report["format"] == "plimsoll/report/v2")
            #expect(report["collateral"]?["marketValue"] == "2000")
            #expect(report["collateral"]?["adjustedValue"]?["maintenance"] == "1800")
            #expect(report["outcome"]?["liabilities"]?["maintenance"] == "800")
            #expect(report["outcome"]?["marginRatio"] == "12.5")
            let with = try await client.json("/v1/accounts/\(account)")
            #expect(with["margin"] == report)
            #expect(with["marginMissing"] == .null)
        }
    }

    @Test("why: which message set each leaf, who attested it, which link joins the members and who signed it, and every margin line")
    func why() async throws {
        var world = try await World.populated()
        try world.priceEverything()
        try await world.node.take([.accepted(try world.first.next([7: 7]))])
        let (first, third) = (try world.owner.account(on: world.first.chain), try world.owner.account(on: world.third.chain))
        let view = try await world.node.snapshot().view
        try await serving(world.node) { [world] client in
            let json = try await client.json("/v1/accounts/\(third)/why")
            let leaves = try #require(json["leaves"]?.arrayValue)
            #expect(leaves.count == 3, "one for each vault on a member's chain, also where nothing is held")
            let held = try #require(leaves.first { $0["stream"] == .string("\(world.first.id)") })
            #expect(held["setBy"]?["sequence"] == 1, "the second message left it alone")
            #expect(held["tipSequence"] == 2)
            #expect(held["setBy"]?["weight"] == 2)
            #expect(held["setBy"]?["threshold"] == 2)
            let attestations = try #require(held["setBy"]?["attestations"]?.arrayValue)
            #expect(attestations.compactMap { $0["evidence"]?.stringValue } == ["quorum read", "quorum read"])
            #expect(attestations.allSatisfy { $0["agreeingSources"] == 3 && $0["distinctOperators"] == 2 && $0["scheme"] == "ed25519" })
            let absent = try #require(leaves.first { $0["stream"] == .string("\(world.second.id)") })
            #expect(absent["holdings"] == [])
            #expect(absent["setBy"] == .null)
            #expect(json["links"]?[0]?["signedBy"] == [.string(third.text), .string(first.text)])
            #expect(json["links"]?[0]?["statement"]?.stringValue?.hasPrefix("plimsoll/account-link/v1\n") == true)
            #expect(json["view"] == .string(view.digest.hex))
            #expect(json["margin"]?["view"] == json["view"])
            #expect(json["margin"]?["prices"]?["digest"] == json["prices"])
            #expect(json["margin"]?["parameters"]?["digest"] == json["parameters"])
            #expect(json["margin"]?["assets"]?[0]?["deductions"]?[0]?["reason"] == "haircut")
        }
    }

    @Test("the proof is the file itself: saved and verified offline it is accepted for every member, absence included")
    func proof() async throws {
        let world = try await World.populated()
        try await serving(world.node) { client in
            let answer = try await client.request("/v1/accounts/\(try world.owner.account(on: world.third.chain))/proof")
            #expect(answer.status == 200)
            #expect(answer.headers.first(name: "content-disposition")?.contains("proof.json") == true)
            guard case .accepted(let proven) = StateProofFile.verify(answer.body, trust: world.node.trust) else {
                Issue.record("not accepted")
                return
            }
            #expect(proven.count == 3)
            #expect(proven.count { $0.state == nil } == 1)
        }
    }
}
