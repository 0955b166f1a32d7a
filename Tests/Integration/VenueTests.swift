import CollateralState
import Devnet
import Encoding
import Foundation
import Margin
import MarginProof
import Quantities
import Signatures
import Testing

extension WholeNodeTests {
    /// A venue that signs, a node that counts what it signed, and a proof that cannot leave it out: with the program alone, as people would.
    @Suite("Venues from the shell", .enabled(if: Program.isPresent), .timeLimit(.minutes(4)))
    struct VenueTests {
        private static let owner = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
        private static let account = "eip155:31337:\(owner)"
        private static let perpetual = "eip155:31337/erc20:perp"
        private static let dollar = "eip155:31337/erc20:0x000000000000000000000000000000000000000d"
        private static let ether = "eip155:31337/erc20:0x000000000000000000000000000000000000000E"

        /// A desk that believes the venue `pit` and counts a perpetual there.
        private struct Desk {
            let folder: TestFolder
            var port = 0

            func path(_ name: String) -> String { folder.file("desk/\(name)") }

            @discardableResult
            func run(_ arguments: [String], code: Int32 = 0) async throws -> ProgramResult {
                let result = try await Program.run(arguments)
                try #require(result.end == .code(code), "\(arguments): \(result.end) \(result.output.suffix(2_000)) \(result.errors.suffix(2_000))")
                return result
            }

            func json(_ arguments: [String], code: Int32 = 0) async throws -> JSON {
                try await JSON.parse(Bytes(run(arguments + ["--json"], code: code).output.utf8))
            }

            func ask(_ arguments: [String]) async throws -> JSON { try await json(arguments + ["--config", path("node.toml")]) }

            func append(_ text: String, to name: String) throws {
                try folder.write(String(ofFile: path(name)) + text, "desk/\(name)")
            }

            /// Signs that the owner has a thousand in cash and two contracts with so much profit.
            func sign(profit: String, as name: String, after: String? = nil) async throws {
                try folder.write(
                    """
                    {"network": "local", "quote": "USD", "venue": "pit", "accounts": [
                      {"account": "\(VenueTests.account.lowercased())", "cash": "1000",
                       "positions": [{"instrument": "\(VenueTests.perpetual)", "quantity": "2000000000000000000", "unrealisedProfit": "\(profit)"}],
                       "orders": [{"asset": "\(VenueTests.perpetual)", "number": 4, "side": "sell", "effect": "reduceOnly", "quantity": "1", "limit": "2600"}]}
                    ]}
                    """, "desk/list.json")
                try await run(
                    ["venue", "sign", path("list.json"), "--key", path("pit.pem"), "--out", path(name)] + (after.map { ["--after", path($0)] } ?? []))
            }
        }

        private func desk(_ hosted: HostedChains, port: Int) async throws -> Desk {
            let desk = Desk(folder: try TestFolder(), port: port)
            try await desk.run(["init", desk.folder.file("desk"), "--listen", "127.0.0.1:\(port)"])
            var text = try String(ofFile: desk.path("node.toml")).replacingOccurrences(of: "heartbeat_seconds = 10", with: "heartbeat_seconds = 1")
            for (index, chain) in hosted.chains.enumerated() {
                text = text.replacingOccurrences(of: "http://127.0.0.1:\(8_545 + index)\"", with: "\(chain.url())\"")
            }
            text = text.replacingOccurrences(of: "# venues = [\"venue.json\"]", with: "venues = [\"pit.json\"]")
            try desk.folder.write(text, "desk/node.toml")
            try await desk.run(["keys", "new", desk.path("pit.pem")])
            try await desk.run([
                "trust", "--config", desk.path("node.toml"), "--attester", desk.path("attester.pem.pub"), "--threshold", "1", "--price-source",
                desk.path("price.pem.pub"), "--venue", "pit=\(desk.path("pit.pem.pub"))", "--out", desk.path("trust.json"),
            ])
            try desk.append(
                """

                [instruments."\(Self.perpetual)"]
                kind = "perpetual"
                underlying = "\(Self.ether)"
                contractSize = "1"
                decimals = 18
                venue = "pit"

                [venues.pit]
                maximumAgeMilliseconds = 3600000
                profitShare = "0.5"
                orderFee = "1"

                """, to: "parameters.toml")
            try desk.append("\n[marks.\"\(Self.perpetual)\"]\nprice = \"2500\"\n", to: "prices.toml")
            try await desk.run(["prices", "sign", desk.path("prices.toml"), "--key", desk.path("price.pem"), "--out", desk.path("prices.json"), "--after", desk.path("prices.json")])
            return desk
        }

        @Test("signed list to verified proof: every verb counts the venue, a withheld or older record is refused by name, and nothing old is taken again")
        func whole() async throws {
            try await HostedChains.use([31_337, 31_338], sources: 1, blockInterval: .milliseconds(200)) { hosted in
                let desk = try await desk(hosted, port: try FreePorts.take(1)[0])
                let node = try RunningProgram(Program.url, ["run", "--config", desk.path("node.toml")])
                try await hosted.chains[0].submit(
                    .deposit, EthereumAddress(eip55: Self.owner), EthereumAddress(bytes: Bytes(repeating: 0, count: 19) + [0x0d]), 50_000_000_000)
                try await deposited(desk, node)
                try await withoutRecord(desk)
                try await desk.sign(profit: "-400", as: "pit.json")
                try await counted(desk)
                let first = try JSON.parse(Bytes(ofFile: desk.path("pit.json")))
                try await desk.sign(profit: "-900", as: "next.json", after: "pit.json")
                try desk.folder.write(String(ofFile: desk.path("next.json")), "desk/pit.json")
                try await proven(desk, older: first)
                try await taken(desk, node, older: first)
                node.send(SIGTERM)
                #expect(await node.ended() == .code(0), "\(node.errors)")
            }
        }

        private func deposited(_ desk: Desk, _ node: RunningProgram) async throws {
            try await eventually("a deposit with a class and a price", last: { node.errors }) {
                // The node may be making its database just now.
                let asked = try await Program.run(["query", "account", Self.account, "--config", desk.path("node.toml"), "--json"])
                return (try? JSON.parse(Bytes(asked.output.utf8)))?["holdings"]?.arrayValue?.isEmpty == false
            }
        }

        private func withoutRecord(_ desk: Desk) async throws {
            for arguments in [["margin", Self.account], ["prove", "margin", Self.account, "--out", desk.path("m.json")], ["stress"]] {
                let refused = try await desk.run(arguments + ["--config", desk.path("node.toml")], code: 1)
                #expect(refused.complaint.contains("venue pit") && refused.complaint.contains("under venues in the node's configuration"), "\(refused.complaint)")
            }
            let status = try await desk.ask(["status"])
            #expect(status["venues"] == [["venue": "pit", "number": .null]])
        }

        private func counted(_ desk: Desk) async throws {
            let margin = try await desk.ask(["margin", Self.account])
            let report = try #require(margin["report"])
            #expect(report["venues"]?["value"]?["maintenance"] == "600", "cash less the loss")
            #expect(report["venues"]?["lines"]?[0]?["account"] == .string(Self.account), "in the chain's spelling, whatever the list has")
            #expect(report["venues"]?["orders"]?[0]?["count"] == 1)
            #expect(margin["thresholds"]?.arrayValue?.contains { $0["asset"] == .string(Self.ether) } == true)
            let excess = try JSONNode(report)["outcome"]["excess"]["maintenance"].string()
            let whatIf = try await desk.ask(["whatif", Self.account, "--price", "\(Self.ether)=-10%"])
            #expect(whatIf["after"]?["venues"]?["value"]?["maintenance"] == "100", "two contracts lose 250 each")
            let closed = try await desk.ask(["whatif", Self.account, "--change", "\(Self.account),position,\(Self.perpetual),-2000000000000000000"])
            #expect(closed["after"]?["venues"]?["lines"]?[0]?["kind"] == "cash")
            #expect(try await desk.ask(["why", Self.account])["venues"]?[0]?["number"] == 1)
            let stress = try await desk.ask(["stress", Self.account, "--scenario", "flash-crash-0.1"])
            #expect(stress["before"]?["maintenanceExcess"] == .string(excess))
            #expect(try await desk.ask(["stress", "--scenario", "flash-crash-0.1"])["accounts"] == 1)
            #expect(try await desk.ask(["status"])["venues"]?[0]?["accounts"] == 1)
            let shown = try await desk.json(["venue", "show", desk.path("pit.json"), "--trust", desk.path("trust.json"), "--network", "local"])
            #expect(shown["accounts"]?[0]?["positions"]?[0]?["unrealisedProfit"] == "-400")
            try await planned(desk, excess)
        }

        private func planned(_ desk: Desk, _ excess: String) async throws {
            let market: JSON = [
                "format": "plimsoll/market/v1", "quote": "USD",
                "assets": .object([
                    Self.dollar: [
                        "depth": [["upTo": "1000000", "slippage": "0.001"]], "impact": ["shape": "linear", "depth": "1000000000", "cap": "0.5"],
                        "dailyVolume": "100000000", "liquidatorBonus": "0",
                    ]
                ]),
                "chains": ["eip155:31337": ["transactionCost": "1", "delaySeconds": 10, "delayCost": ["perSecond": "0.000001"]]],
                "liquidation": ["dust": "1", "minimumSale": "5", "proceedsAsset": .string(Self.dollar)],
                "hedges": [
                    [
                        "name": "perpetual", "instrument": .string(Self.perpetual), "side": "sell", "unitSize": "1", "mostUnits": 20, "halfSpread": "1", "fee": "1",
                        "financing": "0",
                    ]
                ],
            ]
            try desk.folder.write(market.fileText, "desk/market.json")
            let liquidation = try await desk.ask(["liquidate", Self.account, "--plan", "--market", desk.path("market.json")])
            #expect(liquidation["before"]?["excess"]?["maintenance"] == .string(excess))
            let hedge = try await desk.ask(["hedge", Self.account, "--target", "60%", "--market", desk.path("market.json")])
            #expect(hedge["isReached"] == true && hedge["trades"]?[0]?["name"] == "perpetual", "\(hedge)")
        }

        private func proven(_ desk: Desk, older: JSON) async throws {
            _ = try await desk.ask(["prove", "margin", Self.account, "--out", desk.path("m.json")])
            let proof = try JSON.parse(Bytes(ofFile: desk.path("m.json")))
            #expect(proof["report"]?["venues"]?["value"]?["maintenance"] == "100")
            let parameters = try JSONNode(proof)["report"]["parameters"]["digest"].string()
            func verify(_ proof: JSON, code: Int32) async throws -> ProgramResult {
                try desk.folder.write(proof.fileText, "changed.json")
                return try await desk.run(
                    ["verify", desk.folder.file("changed.json"), "--trust", desk.path("trust.json"), "--parameters", parameters, "--json"], code: code)
            }
            #expect(try await verify(proof, code: 0).output.contains("pit, record 2"))
            let attacks: [(String, (JSON) -> JSON)] = [
                ("venue-withheld", { _ in [] }), ("wrong-venue-record", { _ in [older] }), ("duplicate-venue", { .array(($0.arrayValue ?? []) + ($0.arrayValue ?? [])) }),
                ("readable-differs", { $0.replacing([0, "readable", "accounts", 0, "cash"]) { _ in "1000000" } }),
                ("unknown-signer", { $0.replacing([0, "signer"]) { _ in .string(String(repeating: "0", count: 64)) } }),
            ]
            for (label, attack) in attacks {
                let refused = try await verify(proof.replacing(["venues"], with: attack), code: 1)
                #expect(refused.output.contains(label), "\(label): \(refused.output)")
            }
            // A verifier who does not believe the venue.
            let without = try JSON.parse(Bytes(ofFile: desk.path("trust.json"))).replacing(["venues"]) { _ in [] }
            try desk.folder.write(without.fileText, "without.json")
            let refused = try await desk.run(
                ["verify", desk.path("m.json"), "--trust", desk.folder.file("without.json"), "--parameters", parameters, "--json"], code: 1)
            #expect(refused.output.contains("unknown-signer"))
            try await rehearsed(desk)
        }

        private func rehearsed(_ desk: Desk) async throws {
            func rehearse(_ text: String, code: Int32) async throws -> ProgramResult {
                try desk.folder.write(text, "desk/new.toml")
                return try await desk.run(
                    [
                        "params", "rehearse", desk.path("new.toml"), "--against", desk.path("parameters.toml"), "--trust", desk.path("trust.json"), "--proof",
                        desk.path("m.json"), "--json",
                    ], code: code)
            }
            let text = try String(ofFile: desk.path("parameters.toml"))
            _ = try await rehearse(text.replacingOccurrences(of: "profitShare = \"0.5\"", with: "profitShare = \"0.1\""), code: 0)
            let wider = text + "\n[venues.elsewhere]\nmaximumAgeMilliseconds = 1\nprofitShare = \"0\"\norderFee = \"0\"\n"
            #expect(try await rehearse(wider, code: 1).complaint.contains("venue elsewhere"))
        }

        /// The node has the second record: the first is not taken again, by the node or beside it.
        private func taken(_ desk: Desk, _ node: RunningProgram, older: JSON) async throws {
            try await eventually("the node has the second record", last: { node.errors }) {
                let status = try JSON.parse(try await TestHTTP.get("http://127.0.0.1:\(desk.port)/v1/status").body)
                return status["venues"]?[0]?["number"] == 2
            }
            let live = try JSON.parse(try await TestHTTP.get("http://127.0.0.1:\(desk.port)/v1/accounts/\(Self.account)/margin").body)
            #expect(live["venues"]?["value"]?["maintenance"] == "100")
            try desk.folder.write(older.fileText, "desk/pit.json")
            try await eventually("the older record is refused", last: { node.errors }) { node.errors.contains("venue records 2 were taken before") }
            let refused = try await desk.run(["margin", Self.account, "--config", desk.path("node.toml")], code: 1)
            #expect(refused.complaint.contains("venue records 2 were taken before") && refused.complaint.contains("no record of it"), "\(refused.complaint)")
        }

        @Test("what a venue would sign wrongly is refused, with the place in its list")
        func badLists() async throws {
            let folder = try TestFolder()
            let desk = Desk(folder: folder)
            try folder.write("", "desk/empty")
            try await desk.run(["keys", "new", desk.path("pit.pem")])
            try await desk.run(["keys", "new", desk.path("other.pem")])
            try await desk.sign(profit: "1", as: "first.json")
            let list = try JSON.parse(Bytes(ofFile: desk.path("list.json")))
            func refused(_ path: [JSON.Step], _ change: (JSON) -> JSON, _ words: String, more: [String] = []) async throws {
                try folder.write(list.replacing(path, with: change).fileText, "desk/bad.json")
                let result = try await desk.run(
                    ["venue", "sign", desk.path("bad.json"), "--key", desk.path("pit.pem"), "--out", desk.path("bad-signed.json")] + more, code: 1)
                #expect(result.complaint.contains(words), "\(result.complaint)")
            }
            try await refused(["venue"], { _ in "the pit" }, "venue name must be")
            try await refused(["accounts", 0, "cash"], { _ in 1_000 }, "accounts[0]")
            try await refused(["accounts", 0, "account"], { _ in "eip155:31337:nobody" }, "accounts[0]")
            try await refused(["accounts", 0, "positions", 0, "quantity"], { _ in "0" }, "not zero")
            try await refused(["accounts", 0, "positions", 0, "quantity"], { _ in "1.5" }, "accounts[0]")
            try await refused(["accounts", 0, "orders", 0, "side"], { _ in "both" }, "buy or sell")
            try await refused(["accounts", 0], { .array([$0]) }, "accounts[0]")
            try await refused(["accounts"], { .array(($0.arrayValue ?? []) + ($0.arrayValue ?? [])) }, "appears twice")
            try await refused(["quote"], { _ in "EUR" }, "amounts in EUR, expected USD", more: ["--after", desk.path("first.json")])
            try await refused(["venue"], { _ in "bank" }, "is of venue pit, expected bank", more: ["--after", desk.path("first.json")])
            let otherKey = try await desk.run(
                ["venue", "sign", desk.path("list.json"), "--key", desk.path("other.pem"), "--out", desk.path("x.json"), "--after", desk.path("first.json")], code: 1)
            #expect(otherKey.complaint.contains("first.json") && otherKey.complaint.contains("signed by key"))
            let changed = try await desk.json([
                "venue", "sign", desk.path("list.json"), "--key", desk.path("other.pem"), "--out", desk.path("second.json"), "--after", desk.path("first.json"),
                "--after-key", desk.path("pit.pem.pub"),
            ])
            #expect(changed["number"] == 2 && changed["venue"] == "pit")
        }
    }
}
