import Devnet
import Encoding
import Foundation
import Quantities
import Signatures
import Testing

extension WholeNodeTests {
    /// What a newcomer does after the demo.
    @Suite("Setting up a node", .enabled(if: Program.isPresent), .timeLimit(.minutes(3)))
    struct SetupTests {
        @Test("init on development chains, run, deposit: the account has a margin, and the node stops without an error")
        func newcomer() async throws {
            try await HostedChains.use([31_337, 31_338], sources: 1) { hosted in
                let folder = try TestFolder()
                let port = try FreePorts.take(1)[0]
                let made = try await Program.run(["init", folder.file("desk"), "--listen", "127.0.0.1:\(port)"])
                #expect(made.end == .code(0), "\(made.errors)")
                // The chains of this test have ports of their own.
                var text = try String(ofFile: folder.file("desk/node.toml"))
                for (index, chain) in hosted.chains.enumerated() {
                    text = text.replacingOccurrences(of: "http://127.0.0.1:\(8_545 + index)\"", with: "\(chain.url())\"")
                }
                try folder.write(text, "desk/node.toml")
                let configuration = folder.file("desk/node.toml")
                let node = try RunningProgram(Program.url, ["run", "--config", configuration])
                try await eventually("the node listening", last: { node.errors }) { node.errors.contains("listening on port") }

                let owner = try EthereumAddress(eip55: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
                let dollar = try EthereumAddress(bytes: Bytes(repeating: 0, count: 19) + [0x0d])
                try await hosted.chains[0].submit(.deposit, owner, dollar, 250_000_000)
                try await hosted.chains[0].mine(8)
                let account = "eip155:31337:\(owner)"
                try await eventually("a margin", last: { node.errors }) {
                    try await hosted.chains[0].mine()
                    let answer = try await Program.run(["query", "account", account, "--config", configuration])
                    return answer.output.contains("counts 244.8775 of 250") && answer.output.contains("maintenance margin excess          244.8775")
                }
                node.send(SIGTERM)
                #expect(await node.ended() == .code(0))
                #expect(!node.errors.contains(" error "), "\(node.errors)")
            }
        }

        @Test("init refuses what is wrong before it writes, and leaves nothing behind where it could not finish")
        func nothingHalf() async throws {
            let folder = try TestFolder()
            let cases = [
                (["--vault", "eip155:1:nobody"], "nobody"), (["--network", "No Such Name"], "No Such Name"),
                (["--description", "none.toml"], "none.toml"), (["--finality", "so\"on"], "so\"on"),
                (["--vault", "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"], "exactly two"), (["--listen", "0.0.0.0:7300"], "0.0.0.0:7300"),
            ]
            for (arguments, says) in cases {
                let result = try await Program.run(["init", folder.file("desk")] + arguments)
                #expect(result.end != .code(0), "\(arguments)")
                #expect(result.complaint.contains(says), "\(arguments): \(result.errors)")
                let left = try? FileManager.default.contentsOfDirectory(atPath: folder.file("desk"))
                #expect(left ?? [] == [], "\(arguments)")
            }
            let good = try await Program.run(["init", folder.file("desk")])
            #expect(good.end == .code(0), "\(good.errors)")
        }

        @Test("a list follows the signed one of its own source and moves the stable price little; an asset whose price is wrong is named")
        func prices() async throws {
            let folder = try TestFolder()
            let desk = folder.file("desk")
            _ = try await Program.run(["init", desk])
            let list = try String(ofFile: "\(desk)/prices.toml")
            func sign(_ text: String, _ more: [String] = []) async throws -> ProgramResult {
                try folder.write(text, "desk/next.toml")
                return try await Program.run(["prices", "sign", "\(desk)/next.toml", "--key", "\(desk)/price.pem", "--out", "\(desk)/next.json"] + more)
            }
            let over = try await Program.run(["prices", "sign", "\(desk)/prices.toml", "--key", "\(desk)/price.pem", "--out", "\(desk)/prices.json"])
            #expect(over.end == .code(64) && over.complaint.contains("--after \(desk)/prices.json"), "a list that nodes have is not replaced by another first one: \(over.errors)")
            let stranger = try await Program.run(["keys", "new", "\(desk)/other.pem"])
            #expect(stranger.end == .code(0), "\(stranger.errors)")
            let foreign = try await Program.run(
                ["prices", "sign", "\(desk)/prices.toml", "--key", "\(desk)/other.pem", "--out", "\(desk)/next.json", "--after", "\(desk)/prices.json"])
            #expect(foreign.end == .code(1) && foreign.complaint.contains("prices.json"), "\(foreign.errors)")
            let large = try await sign(
                list.replacingOccurrences(of: "\"2500\"", with: "\"999999999999999999999999\""), ["--after", "\(desk)/prices.json"])
            #expect(large.end == .code(1) && large.complaint.contains("eip155:31337/erc20:"), "\(large.errors)")
            #expect(!FileManager.default.fileExists(atPath: "\(desk)/next.json"))
            let good = try await sign(list.replacingOccurrences(of: "\"2500\"", with: "\"2000\""), ["--after", "\(desk)/prices.json", "--json"])
            #expect(good.end == .code(0), "\(good.errors)")
            #expect(try JSONNode(JSON.parse(Bytes(good.output.utf8)))["number"].uint64() == 2)
            let shown = try await Program.run(["prices", "show", "\(desk)/next.json", "--trust", "\(desk)/trust.json", "--network", "local", "--json"])
            #expect(shown.end == .code(0), "\(shown.errors)")
            let prices = try JSONNode(JSON.parse(Bytes(shown.output.utf8)))["prices"].array(max: 8)
            let ether = try #require(try prices.first { try $0["price"].string() == "2000" })
            let stable = try FixedPoint(parsing: ether["stablePrice"].string())
            let (low, high) = (try FixedPoint(parsing: "2400"), try FixedPoint(parsing: "2500"))
            #expect(low < stable && stable < high, "a fall of 20 % in seconds moves the stable price little: \(stable)")
            #expect(try ether["doubt"]["broken"].bool() == false)
        }

        @Test("a list of trades, samples, redemption values and marks is signed from JSON, with a rule of its own the first time; what cannot be is named")
        func richPrices() async throws {
            let folder = try TestFolder()
            let desk = folder.file("desk")
            _ = try await Program.run(["init", desk])
            func sign(_ text: String, _ more: [String] = []) async throws -> ProgramResult {
                try folder.write(text, "desk/list.json")
                return try await Program.run(["prices", "sign", "\(desk)/list.json", "--key", "\(desk)/price.pem", "--out", "\(desk)/rich.json", "--json"] + more)
            }
            let list = """
                {"network": "local", "quote": "USD",
                 "smoothing": {"delay": 3600000, "delay_growth_per_hour": "0.1", "stable_growth_per_hour": "0.5", "longest_step": 60000,
                               "volatility_half_life": 86400000, "restart_after": 86400000},
                 "prices": {
                  "eip155:1/erc20:traded": {"decimals": 8, "trades": [{"price": "100", "volume": "1"}, {"price": "104", "volume": "3"}], "volatility": "0.5"},
                  "eip155:1/erc20:sampled": {"decimals": 8, "samples": [{"at": 1000, "price": "10"}, {"at": 2000, "price": "20"}], "observed_at": 3000},
                  "eip155:1/erc20:wrapped": {"decimals": 18, "price": "0.5", "confidence": "0.01", "redemption": "1", "support": "0.9"}},
                 "marks": {"eip155:1/erc20:perp": {"price": "101", "rate": "-0.01"}}}
                """
            let good = try await sign(list)
            #expect(good.end == .code(0), "\(good.errors)")
            let shown = try await Program.run(["prices", "show", "\(desk)/rich.json", "--trust", "\(desk)/trust.json", "--network", "local", "--json"])
            let book = try JSONNode(JSON.parse(Bytes(shown.output.utf8)))
            #expect(try book["prices"].array(max: 8).map { try $0["price"].string() } == ["15", "103", "0.5"])
            #expect(try book["prices"].array(max: 8)[2]["collateralPrice"].string() == "0.9")
            #expect(try book["marks"].array(max: 8)[0]["rate"].string() == "-0.01")
            for (from, to, says) in [
                ("\"price\": \"0.5\", ", "", "one of price, trades and samples"), ("\"support\": \"0.9\"", "\"support\": \"2\"", "wrapped"),
                ("\"at\": 2000", "\"at\": 1000", "sampled"), ("\"rate\"", "\"rates\"", "rates"), ("\"delay\": 3600000", "\"delay\": 0", "delay"),
            ] {
                let bad = try await sign(list.replacingOccurrences(of: from, with: to))
                #expect(bad.end == .code(1) && bad.complaint.contains(says), "\(from): \(bad.errors)")
            }
            let changed = try await sign(list.replacingOccurrences(of: "\"restart_after\": 86400000", with: "\"restart_after\": 86400001"), ["--after", "\(desk)/rich.json"])
            #expect(changed.end == .code(1) && changed.complaint.contains("smoothing"), "\(changed.errors)")
        }

        @Test("a database of another network is not opened for this one")
        func otherNetwork() async throws {
            let folder = try TestFolder()
            let port = try FreePorts.take(1)[0]
            for network in ["one", "two"] {
                _ = try await Program.run(["init", folder.file(network), "--network", network, "--listen", "127.0.0.1:\(port)"])
            }
            let node = try RunningProgram(Program.url, ["run", "--config", folder.file("one/node.toml")])
            try await eventually("the node listening", last: { node.errors }) { node.errors.contains("listening on port") }
            node.send(SIGTERM)
            _ = await node.ended()
            // What was written last may still lie in the log beside the file.
            for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: folder.file("one/node.db\(suffix)")) {
                try FileManager.default.copyItem(atPath: folder.file("one/node.db\(suffix)"), toPath: folder.file("two/node.db\(suffix)"))
            }
            for verb in ["run", "status"] {
                let refused = try await Program.run([verb, "--config", folder.file("two/node.toml")], patience: .seconds(30))
                #expect(refused.end == .code(1), "\(verb): \(refused.errors)")
                #expect(refused.complaint.contains("is of network one, the configuration is of two"), "\(refused.errors)")
            }
        }

        @Test("no command writes over what is not its own: a key stays a key")
        func outputs() async throws {
            let folder = try TestFolder()
            let desk = folder.file("desk")
            _ = try await Program.run(["init", desk])
            let key = try Bytes(ofFile: "\(desk)/attester.pem")
            let commands = [
                ["prices", "sign", "\(desk)/prices.toml", "--key", "\(desk)/price.pem", "--out", "\(desk)/attester.pem"],
                ["trust", "--config", "\(desk)/node.toml", "--attester", "\(desk)/attester.pem.pub", "--threshold", "1", "--out", "\(desk)/attester.pem"],
            ]
            for command in commands {
                let refused = try await Program.run(command)
                #expect(refused.end == .code(64) && refused.complaint.contains("attester.pem exists"), "\(refused.errors)")
            }
            #expect(try Bytes(ofFile: "\(desk)/attester.pem") == key)
            try FileManager.default.removeItem(atPath: "\(desk)/attester.pem")
            let pub = try await Program.run(["keys", "new", "\(desk)/attester.pem"])
            #expect(pub.end == .code(64) && pub.complaint.contains(".pub exists"), "\(pub.errors)")
        }

        @Test("a source of a chain that was mistyped, an attester given twice, a link without signatures: wrong usage, named")
        func mistyped() async throws {
            let folder = try TestFolder()
            let desk = folder.file("desk")
            let vaults = ["--vault", "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "--vault", "eip155:10:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"]
            let sources = ["--source", "eip155:1,a,a,http://127.0.0.1:1", "--source", "eip155:10,b,b,http://127.0.0.1:2"]
            let typo = try await Program.run(["init", desk] + vaults + sources + ["--source", "eip155:100,c,c,http://127.0.0.1:3"])
            #expect(typo.end == .code(64) && typo.complaint.contains("eip155:100,c"), "\(typo.errors)")
            _ = try await Program.run(["init", desk] + vaults + sources)
            let pub = "\(desk)/attester.pem.pub"
            let twice = try await Program.run(["trust", "--config", "\(desk)/node.toml", "--attester", pub, "--attester", pub, "--threshold", "2", "--out", "\(desk)/t.json"])
            #expect(twice.end == .code(64) && twice.complaint.contains("given twice"), "\(twice.errors)")
            let none = try await Program.run(["trust", "--config", "\(desk)/node.toml", "--attester", pub, "--threshold", "0", "--out", "\(desk)/t.json"])
            #expect(none.end == .code(64), "\(none.errors)")
            let link = try await Program.run(["link", vaults[1], vaults[3], "--network", "local", "--out", "\(desk)/l.json"])
            #expect(link.end == .code(64) && link.complaint.contains("--signature"), "\(link.errors)")
        }

        @Test("an account on a chain that no pinned vault is on is a wrong question; a key without a voice is told at the start")
        func strangers() async throws {
            let folder = try TestFolder()
            let port = try FreePorts.take(1)[0]
            let configuration = folder.file("desk/node.toml")
            _ = try await Program.run(["init", folder.file("desk"), "--listen", "127.0.0.1:\(port)"])
            for name in ["attester.pem", "attester.pem.pub"] { try FileManager.default.removeItem(atPath: folder.file("desk/\(name)")) }
            _ = try await Program.run(["keys", "new", folder.file("desk/attester.pem")])
            let node = try RunningProgram(Program.url, ["run", "--config", configuration])
            try await eventually("the node listening", last: { node.errors }) { node.errors.contains("listening on port") }
            #expect(node.errors.contains("observes the chain and signs nothing"), "\(node.errors)")
            for verb in [["query", "account"], ["why"], ["prove"]] {
                let asked = try await Program.run(verb + ["eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "--config", configuration])
                #expect(asked.end == .code(64) && asked.complaint.contains("pins no vault on eip155:1"), "\(verb): \(asked.errors)")
            }
            node.send(SIGTERM)
            _ = await node.ended()
        }

        @Test("devnet refuses a port that is none, and names one that is taken")
        func devnetPorts() async throws {
            let none = try await Program.run(["devnet", "--port", "70000"], patience: .seconds(20))
            #expect(none.end == .code(64) && none.complaint.contains("70000"), "\(none.errors)")
            try await HostedChains.use([31_337], sources: 1) { hosted in
                let port = try #require(hosted.chains[0].url().split(separator: ":").last.map(String.init))
                let taken = try await Program.run(["devnet", "--port", port], patience: .seconds(20))
                #expect(taken.end == .code(1) && taken.complaint.contains("127.0.0.1:\(port)"), "\(taken.errors)")
            }
        }
    }
}
