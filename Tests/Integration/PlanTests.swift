import Encoding
import Foundation
import Testing

extension WholeNodeTests {
    /// The verbs that plan, beside the files that the demo leaves.
    @Suite("Plans of a stored node", .enabled(if: Program.isPresent), .timeLimit(.minutes(3)))
    struct PlanTests {
        /// The demo's account and market assumptions for its assets.
        private func sample() async throws -> (account: String, config: String, market: String) {
            let demo = try await KeptDemo.shared.run()
            let report = JSONNode(demo.json)
            let account = try report["report"]["members"].array(max: 4)[0].string()
            let members = try report["report"]["members"].array(max: 4).map { try $0.string() }
            let assets = Set(try report["report"]["lines"].array(max: 64).map { try $0["asset"].string() }).sorted()
            let belief: JSON = [
                "depth": [["upTo": "100000000", "slippage": "0.001"]], "impact": ["shape": "none"], "dailyVolume": "1000000000", "liquidatorBonus": "0.01",
            ]
            var (markets, chains) = (JSONObject(), JSONObject())
            for asset in assets { markets[asset] = belief }
            for member in members {
                chains[member.split(separator: ":").prefix(2).joined(separator: ":")] = ["transactionCost": "1", "delaySeconds": 10]
            }
            let market: JSON = [
                "format": "plimsoll/market/v1", "quote": .string(try report["report"]["quote"].string()), "assets": .object(markets), "chains": .object(chains),
                "liquidation": ["dust": "0", "minimumSale": "0"],
                "hedges": .array(assets.map {
                    [
                        "name": .string("sell \($0)"), "instrument": .string($0), "side": "sell", "unitSize": "1", "mostUnits": 3, "halfSpread": "1",
                        "fee": "0", "financing": "0",
                    ]
                }),
            ]
            let file = demo.scratch.file("market-\(UUID().uuidString).json")
            try market.printed().write(toFile: file, atomically: true, encoding: .utf8)
            return (account, try demo.path("config-1"), file)
        }

        @Test("the printed example is a file that is read back with one digest")
        func example() async throws {
            let made = try await Program.run(["market", "example"])
            #expect(made.end == .code(0), "\(made.errors)")
            let file = try await KeptDemo.shared.run().scratch.file("example-\(UUID().uuidString).json")
            try made.output.write(toFile: file, atomically: true, encoding: .utf8)
            let shown = try await Program.run(["market", "show", file, "--json"])
            #expect(shown.end == .code(0), "\(shown.errors)")
            #expect(try JSONNode(JSON.parse(Bytes(shown.output.utf8)))["market"].value == JSON.parse(Bytes(made.output.utf8)))
        }

        @Test("liquidate --plan and hedge cite the market file, and exit with 0 where there is nothing to do")
        func plans() async throws {
            let sample = try await sample()
            let plan = try await Program.run(["liquidate", sample.account, "--plan", "--market", sample.market, "--config", sample.config, "--json"])
            let answer = JSONNode(try JSON.parse(Bytes(plan.output.utf8)))
            #expect(try answer["format"].string() == "plimsoll/liquidation-plan/v1")
            let isRestored = try ["notNeeded", "restored"].contains(answer["outcome"].string())
            #expect(plan.end == .code(isRestored ? 0 : 1), "\(plan.errors)")
            let text = try await Program.run(["liquidate", sample.account, "--plan", "--market", sample.market, "--config", sample.config])
            #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
            let hedge = try await Program.run(["hedge", sample.account, "--market", sample.market, "--target", "100%", "--config", sample.config, "--json"])
            #expect(hedge.end == .code(0), "\(hedge.errors)")
            #expect(try JSONNode(JSON.parse(Bytes(hedge.output.utf8)))["outcome"].string() == "notNeeded")
        }

        @Test("without --plan, with a target that is none or a market file that is none, it is wrong usage that names what is wrong")
        func usage() async throws {
            let sample = try await sample()
            let none = try await Program.run(["liquidate", sample.account, "--market", sample.market, "--config", sample.config])
            #expect(none.end == .code(64) && none.complaint.contains("--plan"))
            let target = try await Program.run(["hedge", sample.account, "--market", sample.market, "--target", "120%", "--config", sample.config])
            #expect(target.end == .code(64) && target.complaint.contains("--target"))
            let market = try await Program.run(["hedge", sample.account, "--market", sample.config, "--target", "50%", "--config", sample.config])
            #expect(market.end == .code(64) && market.complaint.contains(sample.config))
            let nowhere = try await Program.run(["liquidate", sample.account, "--plan", "--config", sample.config])
            #expect(nowhere.end == .code(64) && nowhere.complaint.contains("market example"), "\(nowhere.errors)")
        }

        @Test("a market file that the configuration names is used where none is given; a named one goes before it")
        func configured() async throws {
            let sample = try await sample()
            let text = try String(contentsOfFile: sample.config, encoding: .utf8)
            // Beside the demo's own, since its paths are relative.
            let config = URL(filePath: sample.config).deletingLastPathComponent().appending(path: "market-\(UUID().uuidString).toml").path
            try "market = \(JSON.string(sample.market).printed())\n\(text)".write(toFile: config, atomically: true, encoding: .utf8)
            defer { try? FileManager.default.removeItem(atPath: config) }
            let shown = try await Program.run(["market", "show", sample.market, "--json"])
            let digest = try JSONNode(JSON.parse(Bytes(shown.output.utf8)))["digest"].string()
            for arguments in [["liquidate", sample.account, "--plan"], ["hedge", sample.account, "--target", "100%"], ["stress"]] {
                let made = try await Program.run(arguments + ["--config", config, "--json"])
                #expect(try JSONNode(JSON.parse(Bytes(made.output.utf8)))["market"].string() == digest, "\(arguments): \(made.errors)")
            }
            let other = try await Program.run(["market", "example"])
            let file = try await KeptDemo.shared.run().scratch.file("other-\(UUID().uuidString).json")
            try other.output.write(toFile: file, atomically: true, encoding: .utf8)
            let made = try await Program.run(["stress", "--market", file, "--config", config, "--json"])
            #expect(try JSONNode(JSON.parse(Bytes(made.output.utf8)))["market"].string() != digest, "\(made.errors)")
        }

        @Test("parameters are rehearsed on all accounts of a node as its files show them; explain is why")
        func rehearsal() async throws {
            let sample = try await sample()
            let demo = try await KeptDemo.shared.run()
            let parameters = try demo.path("parameters")
            let same = try await Program.run(["params", "rehearse", parameters, "--config", sample.config, "--json"])
            #expect(same.end == .code(0), "\(same.errors)")
            let answer = JSONNode(try JSON.parse(Bytes(same.output.utf8)))
            #expect(try answer["format"].string() == "plimsoll/params-rehearsal/v1")
            #expect(try answer["affectedCount"].uint64() == 0 && answer["accounts"].uint64() > 0)
            let half = try await Program.run(["params", "rehearse", parameters, "--against", parameters, "--config", sample.config])
            #expect(half.end == .code(64) && half.complaint.contains("--proof"))
            let lint = try await Program.run(["params", "lint", parameters, "--json"])
            #expect(try JSONNode(JSON.parse(Bytes(lint.output.utf8)))["format"].string() == "plimsoll/params-lint/v1")
            let why = try await Program.run(["explain", sample.account, "--config", sample.config, "--json"])
            #expect(why.end == .code(0) && why.output.contains("\"leaves\""), "\(why.errors)")
            let wrong = try await Program.run(["explain", "x:y", "--config", sample.config])
            #expect(wrong.complaint.contains("plimsoll why --help"), "\(wrong.errors)")
        }
    }
}
