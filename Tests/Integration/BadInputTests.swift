import Devnet
import Encoding
import Foundation
import GRDB
import Node
import ProofFile
import Quorum
import CollateralState
import Signatures
import Testing

extension WholeNodeTests {
    /// Whatever is wrong with what an operator wrote: the node does not start, and one error names the file and what is wrong in it.
    @Suite("plimsoll run on bad input", .enabled(if: Program.isPresent))
    struct BadInputTests {
        /// A change of a good configuration, and what the error must contain beside the file.
        struct Case: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let change: @Sendable (String) -> String
            let says: [String]

            init(_ name: String, says: [String], _ change: @escaping @Sendable (String) -> String) {
                testDescription = name
                self.says = says
                self.change = change
            }

            /// The first such line's value replaced.
            static func setting(_ key: String, _ value: String, says: [String]) -> Case {
                Case("\(key) = \(value)", says: [key] + says) { text in
                    var lines = text.components(separatedBy: "\n")
                    if let place = lines.firstIndex(where: { $0.hasPrefix("\(key) = ") }) { lines[place] = "\(key) = \(value)" }
                    return lines.joined(separator: "\n")
                }
            }
        }

        static let cases: [Case] = [
            Case("not TOML", says: ["not TOML", "line 3"]) { $0.replacingOccurrences(of: "database = ", with: "database == ") },
            Case("a zero byte, behind which settings would hide", says: ["zero"]) { $0 + "\u{0}\ncolour = \"red\"\n" },
            Case("half of TLS", says: ["tls_key"]) { "tls_certificate = \"server.pem\"\n" + $0 },
            Case("an unknown setting", says: ["colour"]) { "colour = \"red\"\n" + $0 },
            Case("an unknown setting of a chain", says: ["chain[0]", "confirmations"]) {
                $0.replacingOccurrences(of: "first_height = 1", with: "first_height = 1\nconfirmations = 2")
            },
            Case("a missing setting", says: ["listen"]) { $0.replacingOccurrences(of: "listen = ", with: "# listen = ") },
            Case("three chains", says: ["3 chains", "exactly two"]) { text in
                let section = text[(text.range(of: "[[chain]]")?.lowerBound ?? text.startIndex)...].components(separatedBy: "\n[[chain]]")[0]
                return text + "\n" + section
            },
            Case("one chain", says: ["1 chains", "exactly two"]) { String($0[..<($0.range(of: "[[chain]]", options: .backwards)?.lowerBound ?? $0.endIndex)]) },
            Case("the same chain twice", says: ["chain", "both sections"]) { text in
                let head = text.components(separatedBy: "[[chain]]")
                return head[0] + "[[chain]]" + head[1] + "[[chain]]" + head[1]
            },
            .setting("network", "\"No Such Network\"", says: []),
            .setting("network", "7", says: ["string"]),
            .setting("listen", "\"0.0.0.0:7300\"", says: ["tls_certificate", "token_file"]),
            .setting("listen", "\"127.0.0.1\"", says: ["host:port"]),
            .setting("heartbeat_seconds", "0", says: []),
            .setting("finality", "\"confirmations:two\"", says: ["confirmations:N"]),
            .setting("vault", "\"eip155:1:nobody\"", says: ["chain[0]", "nobody"]),
            .setting("finality", "\"safe\"", says: ["eip155:60001", "trust.json does not pin", "network agreed on"]),
            .setting("first_height", "2", says: ["eip155:60001", "trust.json does not pin", "network agreed on"]),
            .setting("poll_milliseconds", "1", says: []),
            .setting("family", "\"no-such-family\"", says: []),
            .setting("url", "\"ftp://127.0.0.1\"", says: ["http"]),
        ]

        @Test("a configuration that is wrong", arguments: cases)
        func configuration(_ bad: Case) async throws {
            let network = try Self.network()
            let file = network.configurationFile(0)
            let good = try String(ofFile: file)
            let changed = bad.change(good)
            try #require(changed != good)
            try network.folder.write(changed, "node-0/node.toml")
            try await expectRefusal(file, says: [file] + bad.says)
        }

        @Test("files that the configuration names and that are not there")
        func absentFiles() async throws {
            let network = try Self.network()
            for name in ["trust.json", "plain.toml", "node-0/attester.pem", "node-0/node.toml"] {
                let file = network.folder.file(name)
                let kept = try Bytes(ofFile: file)
                try FileManager.default.removeItem(atPath: file)
                try await expectRefusal(network.configurationFile(0), says: [name, "no such file"])
                try network.folder.write(kept, name)
            }
        }

        @Test("a configuration that is larger than any could be")
        func hugeConfiguration() async throws {
            let network = try Self.network()
            try network.folder.write(Bytes(repeating: UInt8(ascii: "#"), count: (16 << 20) + 1), "node-0/node.toml")
            try await expectRefusal(network.configurationFile(0), says: [network.configurationFile(0), "larger than"])
        }

        // Trust

        @Test("a trust file of another network, one that does not pin the streams, and one that is none")
        func wrongTrust() async throws {
            let network = try Self.network()
            let elsewhere = try TrustAnchor(network: NetworkName(parsing: "elsewhere"), streams: [], priceSources: [])
            try network.folder.write(TrustFile.print(elsewhere), "trust.json")
            try await expectRefusal(network.configurationFile(0), says: ["trust.json", "elsewhere", "test"])
            let empty = try TrustAnchor(network: NetworkName(parsing: "test"), streams: [], priceSources: [])
            try network.folder.write(TrustFile.print(empty), "trust.json")
            try await expectRefusal(network.configurationFile(0), says: ["trust.json", "does not pin", "eip155:"])
            try network.folder.write("{}", "trust.json")
            try await expectRefusal(network.configurationFile(0), says: ["trust.json", "format"])
        }

        // Keys

        @Test("a key that is no PEM, one that is encrypted, and one with the wrong passphrase")
        func keys() async throws {
            let network = try Self.network()
            let configuration = network.configurationFile(0)
            try network.folder.write("no key at all", "node-0/attester.pem")
            try await expectRefusal(configuration, says: ["attester.pem", "PEM"])
            try network.folder.write([0xff, 0xfe, 0x00], "node-0/attester.pem")
            try await expectRefusal(configuration, says: ["attester.pem", "PEM"])
            try network.folder.write(try PrivateKey.generate(.ed25519).pem(passphrase: "correct horse"), "node-0/attester.pem")
            try await expectRefusal(configuration, says: ["attester.pem", "passphrase"])
            try network.folder.write("wrong horse\n", "node-0/passphrase")
            let text = try String(ofFile: configuration)
            try network.folder.write("key_passphrase_file = \"passphrase\"\n" + text, "node-0/node.toml")
            try await expectRefusal(configuration, says: ["attester.pem", "passphrase"])
        }

        // Databases

        @Test("a database of another program stays as it is")
        func foreignDatabase() async throws {
            let network = try Self.network()
            let file = network.database(0)
            let queue = try DatabaseQueue(path: file)
            try await queue.write { try $0.execute(sql: "CREATE TABLE songs (name TEXT); INSERT INTO songs VALUES ('Heart of Oak')") }
            try queue.close()
            let before = try Bytes(ofFile: file)
            try await expectRefusal(network.configurationFile(0), says: [file, "not a Plimsoll database"])
            #expect(try Bytes(ofFile: file) == before)
            try network.folder.write("no database at all, but long enough to have a header of one: " + String(repeating: ".", count: 200), "node-0/node.db")
            try await expectRefusal(network.configurationFile(0), says: [file])
        }

        @Test("a second node on the same database is refused, and the first goes on")
        func sameDatabase() async throws {
            let network = try Self.network()
            let first = try RunningProgram(Program.url, ["run", "--config", network.configurationFile(0)])
            try await eventually("the first node answering") { (try? await TestHTTP.get("\(network.url(0))/livez").status) == 200 }
            try await expectRefusal(network.configurationFile(0), says: [network.database(0), "writes this database"])
            #expect(try await TestHTTP.get("\(network.url(0))/livez").status == 200)
            first.send(SIGTERM)
            #expect(await first.ended() == .code(0), "\(first.errors)")
        }

        // Listening

        @Test("a port that is taken, and a certificate that is not there")
        func listening() async throws {
            let network = try Self.network()
            let text = try String(ofFile: network.configurationFile(0))
            try await HostedChains.use([60_003], sources: 1) { chains in
                let port = chains.chains[0].port
                try network.folder.write(text.replacingOccurrences(of: ":\(network.ports[0])\"", with: ":\(port)\""), "node-0/node.toml")
                try await expectRefusal(network.configurationFile(0), says: [network.configurationFile(0), "listen", "\(port)"])
            }
            let tls = "tls_certificate = \"server.pem\"\ntls_key = \"server-key.pem\"\ntoken_file = \"token\"\n"
            try network.folder.write("secret\n", "node-0/token")
            try network.folder.write(tls + text, "node-0/node.toml")
            try await expectRefusal(network.configurationFile(0), says: [network.configurationFile(0), "listen", "tls_certificate", "server.pem"])
        }

        @Test("run without arguments looks for node.toml and says so; unknown options show the usage, 64")
        func arguments() async throws {
            let folder = try TestFolder()
            let absent = try await RunningProgram(Program.url, ["run"], workingFolder: folder).result(within: .seconds(30))
            #expect(absent.end == .code(1))
            #expect(absent.complaint.contains("node.toml") && absent.complaint.contains("no such file"), "\(absent.errors)")
            let unknown = try await Program.run(["run", "--colour", "red"])
            #expect(unknown.end == .code(64))
            #expect(unknown.errors.contains("--colour"))
        }

        /// One pair whose chains nobody serves: a node starts and waits for them.
        private static func network() throws -> TestNetwork {
            let ids: [UInt64] = [60_001, 60_002]
            return try TestNetwork(
                chains: ids.map { .init(id: $0, vault: DevelopmentChain.defaultVault, sources: ["http://127.0.0.1:9"]) },
                plans: [.init(chains: [0, 1], peers: [])])
        }

        /// The node ends by itself with one error, in words for people.
        private func expectRefusal(_ configuration: String, says: [String]) async throws {
            let result = try await Program.run(["run", "--config", configuration], patience: .seconds(30))
            #expect(result.end == .code(1), "\(result.errors)")
            let errors = result.errors.split(separator: "\n").filter { $0.hasPrefix("Error: ") }
            #expect(errors.count == 1, "\(result.errors)")
            let error = result.complaint
            for text in says { #expect(error.contains(text), "expected \"\(text)\" in \"\(error)\"") }
            for raw in ["NodeError", "Fatal error", "unhandled", "(file:"] { #expect(!result.errors.contains(raw), "\(result.errors)") }
        }
    }
}
