import Encoding
import Foundation
import Signatures
import Testing

extension WholeNodeTests {
    /// Parameters from a table of prices to what a node uses, by the program.
    @Suite("plimsoll params", .enabled(if: Program.isPresent), .timeLimit(.minutes(3)))
    struct ParamsTests {
        private static let ether = ["eip155:31337", "eip155:31338"].map { "\($0)/erc20:0x000000000000000000000000000000000000000E" }

        /// 400 days that end in a storm.
        private static let table = {
            var (price, lines) = (250_000, ["date,ETH"])
            for day in 0..<400 {
                let move = (day * 37) % 41 - 20
                price += price * (day >= 380 ? 5 * move : move) / 1_000
                lines.append("\(2_024 + day / 336)-\(two(day / 28 % 12 + 1))-\(two(day % 28 + 1)),\(price)")
            }
            return lines.joined(separator: "\n") + "\n"
        }()

        private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

        private let folder: TestFolder

        init() throws { folder = try TestFolder() }

        private func run(_ arguments: String...) async throws -> ProgramResult {
            let result = try await Program.run(arguments)
            #expect(result.end == .code(0), "\(arguments.prefix(3)): \(result.errors)")
            return result
        }

        private func json(_ result: ProgramResult) throws -> JSON { try JSON.parse(Bytes(result.output.utf8)) }

        /// A new desk with two keys that govern; both decide together.
        private func desk(port: Int = 0) async throws -> String {
            let desk = folder.file("desk")
            _ = try await run("init", desk, "--listen", "127.0.0.1:\(port)")
            for name in ["one", "two"] { _ = try await run("keys", "new", "\(desk)/\(name).pem") }
            _ = try await run(
                "params", "governance", "--network", "local", "--governor", "\(desk)/one.pem.pub", "--governor", "\(desk)/two.pem.pub", "--threshold", "2",
                "--notice", "7d", "--tightening-notice", "0s", "--out", "\(desk)/governance.json")
            return desk
        }

        private func estimate(_ desk: String, _ more: [String] = []) async throws -> ProgramResult {
            let prices = try folder.write(Self.table, "prices.csv")
            return try await Program.run(
                ["params", "estimate", "\(desk)/parameters.toml", "--prices", prices, "--elapsed", "2d", "--out", "\(desk)/next.json"]
                    + Self.ether.flatMap { ["--asset", "\($0)=ETH"] } + more)
        }

        @Test("estimated from prices, proposed, signed by a quorum, used by the node step by step, and cited by the digest of the step")
        func walk() async throws {
            let port = try FreePorts.take(1)[0]
            let desk = try await desk(port: port)
            let estimated = try await estimate(desk, ["--json"])
            #expect(estimated.end == .code(0), "\(estimated.errors)")
            let answer = try json(estimated)
            #expect(answer["tightensOnly"] == true && answer["changes"]?.arrayValue?.count == 12, "\(estimated.output.prefix(2_000))")
            #expect(answer["tables"]?[0]?["sha256"]?.stringValue == SHA256.hash(Bytes(Self.table.utf8)).hex)
            let guarded = answer["columns"]?[0]?["backtest"]?["models"]?.arrayValue?.last
            #expect(guarded?["model"] == "guarded" && guarded?["kupiec"]?["pValue"] != nil && guarded?["peakToTrough"] != nil)

            _ = try await run(
                "params", "propose", "\(desk)/next.json", "--after", "\(desk)/parameters.toml", "--governance", "\(desk)/governance.json", "--effective-at",
                "+1s", "--ramp", "2h", "--ramp-step", "1s", "--out", "\(desk)/proposal.json")
            _ = try await run("params", "sign", "\(desk)/proposal.json", "--key", "\(desk)/one.pem", "--out", "\(desk)/proposal.json")
            let lines = "parameters = \"proposal.json\"\nparameters_pinned = \"parameters.toml\"\ngovernance = \"governance.json\"\n"
            let text = try String(ofFile: "\(desk)/node.toml").split(separator: "\n", omittingEmptySubsequences: false)
            try folder.write(lines + text.filter { !$0.hasPrefix("parameters = ") }.joined(separator: "\n"), "desk/node.toml")

            let node = try RunningProgram(Program.url, ["run", "--config", "\(desk)/node.toml"])
            try await eventually("the refusal of one signature", last: { node.errors }) { node.errors.contains("the quorum is 2") }
            let pinned = try json(try await run("params", "show", "\(desk)/parameters.toml", "--json"))
            #expect(try json(try await run("params", "show", "--config", "\(desk)/node.toml", "--json"))["holds"]?["digest"] == pinned["digest"])

            _ = try await run("params", "sign", "\(desk)/proposal.json", "--key", "\(desk)/two.pem", "--out", "\(desk)/proposal.json")
            try await eventually("a step of the ramp", last: { node.errors }) {
                let told = try JSON.parse(await TestHTTP.get("http://127.0.0.1:\(port)/v1/parameters").body)
                guard told["agreed"]?["weight"] == 2, told["holds"]?["number"] == 2 else { return false }
                let digests = [told["holds"]?["digest"], told["agreed"]?["digest"], pinned["digest"]].compactMap { $0?.stringValue }
                return Set(digests).count == 3
            }
            node.send(SIGKILL)
            _ = await node.ended()
            try FileManager.default.removeItem(atPath: "\(desk)/proposal.json")
            let status = try await Program.run(["status", "--config", "\(desk)/node.toml"])
            #expect(status.output.contains("agreed upon with weight 2 of 2"), "the database remembers: \(status.output) \(status.errors)")
            #expect(status.complaint.contains("proposal.json"), "\(status.errors)")
            try folder.write(Bytes(ofFile: "\(desk)/next.json"), "desk/proposal.json")
            let unsigned = try await Program.run(["params", "show", "--config", "\(desk)/node.toml"])
            #expect(unsigned.complaint.contains("these parameters are not signed"), "\(unsigned.errors)")
        }

        @Test("without governance status says that parameters are not governed")
        func ungoverned() async throws {
            let desk = folder.file("desk")
            let port = try FreePorts.take(1)[0]
            _ = try await run("init", desk, "--listen", "127.0.0.1:\(port)")
            let node = try RunningProgram(Program.url, ["run", "--config", "\(desk)/node.toml"])
            try await eventually("the node listening", last: { node.errors }) { node.errors.contains("listening on port") }
            let status = try await run("status", "--config", "\(desk)/node.toml")
            #expect(status.output.contains("not governed: whoever writes the file decides"), "\(status.output)")
            let shown = try json(try await run("params", "show", "--config", "\(desk)/node.toml", "--json"))
            #expect(shown["governed"] == false && shown["holds"]?["number"] == 1)
            node.send(SIGTERM)
            #expect(await node.ended() == .code(0))
        }

        @Test("an estimate tells what is wrong with what it was given, and writes nothing then")
        func refusals() async throws {
            let desk = try await desk()
            let cases: [([String], Int32, String)] = [
                (["--asset", "eip155:31337/slip44:60=ETH"], 64, "eip155:31337/slip44:60"), (["--asset", "nonsense"], 64, "ASSET=COLUMN"),
                (["--prices", folder.file("none.csv")], 64, "none.csv"), (["--settings", "\(desk)/parameters.toml"], 64, "parameters.toml"),
                (["--correlations", "spearman"], 64, "spearman"),
            ]
            for (arguments, code, says) in cases {
                let refused = try await estimate(desk, arguments)
                #expect(refused.end == .code(code) && refused.complaint.contains(says), "\(arguments): \(refused.errors)")
                #expect(!FileManager.default.fileExists(atPath: "\(desk)/next.json"), "\(arguments)")
            }
            let prices = try folder.write("date,ETH\n2024-01-01,5\n2024-01-02,6\n", "short.csv")
            let short = try await Program.run([
                "params", "estimate", "\(desk)/parameters.toml", "--prices", prices, "--asset", "\(Self.ether[0])=ETH", "--elapsed", "1d", "--out",
                "\(desk)/next.json",
            ])
            #expect(short.end == .code(1) && short.complaint.contains("prices of ETH"), "\(short.errors)")
            let unknown = try await Program.run([
                "params", "estimate", "\(desk)/parameters.toml", "--prices", prices, "--asset", "\(Self.ether[0])=ETH", "--out", "\(desk)/next.json",
            ])
            #expect(unknown.end == .code(64) && unknown.complaint.contains("--elapsed"), "\(unknown.errors)")
            let told = try await estimate(desk)
            #expect(told.end == .code(0) && told.output.contains("only tightens") && told.output.contains("Kupiec p"), "\(told.output)")
            #expect(told.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
        }
    }
}
