import Encoding
import Testing

extension WholeNodeTests {
    /// What the demo's node says of its accounts when things go wrong.
    @Suite("Stress from the shell", .enabled(if: Program.isPresent), .timeLimit(.minutes(3)))
    struct StressTests {
        private func ask(_ arguments: [String]) async throws -> (json: JSON, account: String) {
            let demo = try await KeptDemo.shared.run()
            let account = try JSONNode(demo.json)["report"]["members"].array(max: 4)[0].string()
            let arguments = arguments.map { $0 == "ACCOUNT" ? account : $0 }
            let made = try await Program.run(arguments + ["--config", demo.path("config-1"), "--json"])
            try #require(made.end == .code(0), "\(made.errors)")
            return (try JSON.parse(Bytes(made.output.utf8)), account)
        }

        @Test("an account under the usual scenarios, the worst first, each with what it takes")
        func account() async throws {
            let (json, account) = try await ask(["stress", "ACCOUNT"])
            #expect(json["format"] == "plimsoll/account-stress/v1")
            #expect(json["members"]?.arrayValue?.contains(.string(account)) == true)
            let names = json["scenarios"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
            #expect(names.contains("flash-crash-0.5") && names.contains("oracle-failure-0.1"))
            #expect(names.count { $0.hasPrefix("chain-outage-") } == 2)
        }

        @Test("the whole book with a cascade, concentration and scores; without a market file it says that sales move no price")
        func book() async throws {
            let (json, _) = try await ask(["stress", "--cascade", "--scenario", "flash-crash-0.5", "--top", "1"])
            #expect(json["format"] == "plimsoll/book-stress/v1")
            #expect(json["market"] == .null)
            #expect(json["scenarios"]?[0]?["cascade"]?["isComplete"] == true)
            #expect(json["scores"]?.arrayValue?.count == 1)
            #expect(json["concentration"]?["chains"]?.arrayValue?.count == 2)
        }

        @Test("margin shows thresholds, common falls and what can be withdrawn")
        func margin() async throws {
            let (plain, _) = try await ask(["margin", "ACCOUNT"])
            let asset = try #require(plain["report"]?["lines"]?.arrayValue?.first { $0["kind"] == "collateral" }?["asset"]?.stringValue)
            #expect(plain["joint"]?[0]?["of"] == "all")
            #expect(plain["withdrawals"] == nil)
            let (limited, _) = try await ask(["margin", "ACCOUNT", "--withdraw", asset])
            #expect(limited["withdrawals"]?[0]?["asset"] == .string(asset))
        }

        @Test(
            "what is asked wrongly is a usage error that says what is known",
            arguments: [["stress", "--scenario", "crash"], ["stress", "ACCOUNT", "--cascade"], ["stress", "--top", "1001"], ["whatif", "ACCOUNT", "--outage", "eip155:777"]])
        func refused(arguments: [String]) async throws {
            let demo = try await KeptDemo.shared.run()
            let account = try JSONNode(demo.json)["report"]["members"].array(max: 4)[0].string()
            let made = try await Program.run(arguments.map { $0 == "ACCOUNT" ? account : $0 } + ["--config", demo.path("config-1")])
            #expect(made.end == .code(64), "\(made.errors)")
        }
    }
}
