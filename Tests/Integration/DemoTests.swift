import CollateralState
import Encoding
import Foundation
import ProofFile
import Quorum
import Signatures
import Testing

extension WholeNodeTests {
    @Suite("The demo and what it leaves", .enabled(if: Program.isPresent))
    struct DemoTests {
        @Test("demo --keep --json: every step holds, and what it prints is there")
        func kept() async throws {
            let demo = try await KeptDemo.shared.run()
            let root = JSONNode(demo.json)
            #expect(try root["held"].bool())
            #expect(try root["chains"].array(max: 4).map { try $0.string() } == ["eip155:31337", "eip155:31338"])
            #expect(try root["accepted"]["verdict"].string() == "accepted")
            #expect(try root["rejected"]["verdict"].string() == "rejected")
            let files = try #require(demo.json["files"]?.objectValue)
            let names = files.members.map(\.key)
            for wanted in ["trust", "proof", "tampered"] + (1...3).flatMap({ ["config-\($0)", "database-\($0)"] }) {
                #expect(names.contains(wanted), "\(wanted) is not printed")
            }
            for name in names {
                let path = try demo.path(name)
                #expect(FileManager.default.fileExists(atPath: path), "\(name): \(path)")
                #expect(path.hasPrefix(demo.folder))
            }
            #expect(demo.result.errors.isEmpty || !demo.result.errors.contains("error"), "\(demo.result.errors)")
        }

        @Test("a kept folder is never written into again")
        func folderIsNotReused() async throws {
            let demo = try await KeptDemo.shared.run()
            let again = try await Program.run(["demo", "--keep", demo.folder])
            #expect(again.end == .code(64), "\(again.errors)")
            #expect(again.complaint.contains("not empty"))
        }

        @Test("the text for people: both chains, accepted, then rejected with its step, in 100 columns and without colour")
        func text() async throws {
            let temporary = try TestFolder()
            let result = try await RunningProgram(Program.url, ["demo"], environment: ["TMPDIR": temporary.path]).result(within: .seconds(120))
            #expect(result.end == .code(0), "\(result.errors)")
            expectPlain(result)
            #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == [], "it leaves files behind")
            let lines = result.output.split(separator: "\n")
            for chain in ["eip155:31337", "eip155:31338"] { #expect(lines.contains { $0.contains(chain) && $0.contains("sequence") }) }
            let accepted = try #require(lines.firstIndex { $0.hasPrefix("accepted") })
            let rejected = try #require(lines.firstIndex { $0.hasPrefix("rejected") })
            #expect(accepted < rejected)
            #expect(lines[rejected...].contains { $0.contains("failing step") })
        }

        // verify

        @Test("verify: the proof is accepted, 0; the tampered one rejected, 1, and the step is named")
        func verdicts() async throws {
            let demo = try await KeptDemo.shared.run()
            let accepted = try await verify(demo.path("proof"))
            #expect(accepted.end == .code(0), "\(accepted.errors)")
            #expect(accepted.output.hasPrefix("accepted: "))
            let rejected = try await verify(demo.path("tampered"))
            #expect(rejected.end == .code(1), "\(rejected.errors)")
            #expect(rejected.output.hasPrefix("rejected: "))
            #expect(ProofStep.allCases.contains { rejected.output.contains("failing step \($0)") }, "\(rejected.output)")
        }

        @Test("verify --json says the same for programs")
        func verdictsInJSON() async throws {
            let demo = try await KeptDemo.shared.run()
            let accepted = try await Program.run(["verify", demo.path("proof"), "--trust", demo.path("trust"), "--json"])
            #expect(try JSON.parse(Bytes(accepted.output.utf8))["verdict"] == "accepted")
            let rejected = try await Program.run(["verify", demo.path("tampered"), "--trust", demo.path("trust"), "--json"])
            #expect(rejected.end == .code(1), "\(rejected.errors)")
            let step = try JSONNode(JSON.parse(Bytes(rejected.output.utf8)))["step"].string()
            #expect(ProofStep.allCases.map(\.rawValue).contains(step))
        }

        @Test("verify: a quorum's missing signature is not yet, 3")
        func underQuorum() async throws {
            let demo = try await KeptDemo.shared.run()
            let short = try demo.proof().replacing(["proofs", 0, "attestations"]) { .array(Array(($0.arrayValue ?? []).prefix(1))) }
            let result = try await verify(demo.scratch.write(short.fileText, "short.json"))
            #expect(result.end == .code(3), "\(result.errors)")
            #expect(result.output.hasPrefix("not yet: "))
            #expect(result.output.contains("failing step attestations"))
        }

        @Test("verify: without --trust the usage is shown, 64")
        func usage() async throws {
            let demo = try await KeptDemo.shared.run()
            let result = try await Program.run(["verify", demo.path("proof")])
            #expect(result.end == .code(64), "\(result.errors)")
            #expect(result.errors.contains("--trust"))
        }

        @Test("verify: another genesis, another network: rejected, 1")
        func wrongTrust() async throws {
            let demo = try await KeptDemo.shared.run()
            let trust = try TrustFile.parse(Bytes(ofFile: demo.path("trust")))
            let key = try PrivateKey.generate(.ed25519).publicKey
            let others = try trust.streams.map { stream in
                try TrustedStream(
                    description: stream.description,
                    genesis: AttesterSet(
                        stream: stream.description.id, number: 0, firstSequence: .first, threshold: 1, attesters: [Attester(key: key, weight: 1)]))
            }
            let genesis = try TrustFile.print(TrustAnchor(network: trust.network, streams: others, priceSources: []))
            let first = try await verify(demo.path("proof"), trust: demo.scratch.write(genesis, "other-genesis.json"))
            #expect(first.end == .code(1), "\(first.errors)")
            #expect(first.output.contains("failing step attester-sets"), "\(first.output)")

            let network = try TrustFile.print(TrustAnchor(network: NetworkName(parsing: "elsewhere"), streams: [], priceSources: []))
            let second = try await verify(demo.path("proof"), trust: demo.scratch.write(network, "other-network.json"))
            #expect(second.end == .code(1), "\(second.errors)")
            #expect(second.output.contains("failing step network"), "\(second.output)")
        }

        static let damaged: [(name: String, bytes: @Sendable () -> Bytes)] = [
            ("empty", { [] }),
            ("no-json", { Bytes("this is not JSON".utf8) }),
            ("cut", { Bytes(#"{"format": "plimsoll/proof/v1", "network": "#.utf8) }),
            ("deep", { Bytes(repeating: UInt8(ascii: "["), count: 200_000) }),
            ("no-text", { [0xff, 0xfe, 0x00, 0x80] }),
            ("wrong-members", { Bytes(#"{"format": "plimsoll/proof/v1", "network": "demo", "proofs": [], "more": 1}"#.utf8) }),
            ("huge", { Bytes(repeating: UInt8(ascii: " "), count: (16 << 20) + 1) }),
        ]

        @Test("verify: a damaged file is refused with its reason, 1, and never by a crash", arguments: damaged.indices)
        func damagedProof(_ index: Int) async throws {
            let demo = try await KeptDemo.shared.run()
            let (name, bytes) = Self.damaged[index]
            let file = try demo.scratch.write(bytes(), "\(name).json")
            let asProof = try await verify(file)
            #expect(asProof.end == .code(1), "\(name)")
            #expect(asProof.output.contains("failing step format"), "\(name): \(asProof.output)")
            // Without a trust file there is no verdict.
            let asTrust = try await verify(demo.path("proof"), trust: file)
            #expect(asTrust.end == .code(64), "\(name)")
            #expect(asTrust.complaint.hasPrefix("Error: \(file)"), "\(name): \(asTrust.errors)")
        }

        @Test("verify: a file that is not there, or is a folder, is named; without a verdict, 64")
        func absent() async throws {
            let demo = try await KeptDemo.shared.run()
            let result = try await verify(demo.scratch.file("absent.json"))
            #expect(result.end == .code(64), "\(result.errors)")
            #expect(result.complaint == "Error: \(demo.scratch.file("absent.json")) cannot be read: there is no such file")
            let folder = try await verify(demo.scratch.path)
            #expect(folder.end == .code(64), "\(folder.errors)")
            #expect(folder.complaint == "Error: \(demo.scratch.path) cannot be read: it is a folder")
        }

        @Test("verify: a file says how much of what is trusted it covers; a left-out vault is named, a repeated one refused")
        func coverage() async throws {
            let demo = try await KeptDemo.shared.run()
            let whole = try await verify(demo.path("proof"))
            #expect(whole.output.contains("covers 2 of 2 pinned vaults"), "\(whole.output)")
            let part = try demo.proof().replacing(["proofs"]) { .array(Array(($0.arrayValue ?? []).prefix(1))) }
            let file = try demo.scratch.write(part.fileText, "part.json")
            let first = try await verify(file)
            #expect(first.end == .code(0), "\(first.output)")
            #expect(first.output.contains("covers 1 of 2 pinned vaults"), "\(first.output)")
            #expect(first.output.contains("says nothing of vault eip155:31338:"), "\(first.output)")
            let json = try await Program.run(["verify", file, "--trust", demo.path("trust"), "--json"])
            let coverage = try JSONNode(JSON.parse(Bytes(json.output.utf8)))["coverage"]
            #expect(try coverage["covered"].uint64() == 1 && coverage["pinned"].uint64() == 2)
            #expect(try coverage["omitted"].array(max: 4).map { try $0["chain"].string() } == ["eip155:31338"])

            let twice = try demo.proof().replacing(["proofs"]) { proofs in .array(Array(repeating: proofs[0] ?? .null, count: 2)) }
            let repeated = try await verify(demo.scratch.write(twice.fileText, "twice.json"))
            #expect(repeated.end == .code(1), "\(repeated.output)")
            #expect(repeated.output.contains("speaks twice of account"), "\(repeated.output)")
        }

        @Test("verify: what a file says cannot move the cursor or forge a line")
        func terminal() async throws {
            let demo = try await KeptDemo.shared.run()
            for text in ["\\u001b[2J\\u001b[1;1Haccepted: all is well", "\\u202e", "x\\naccepted: fine"] {
                for member in ["network", "format"] {
                    let forged = try demo.proof().replacing([.member(member)]) { _ in .string("@") }.fileText.replacingOccurrences(of: "\"@\"", with: "\"\(text)\"")
                    let result = try await verify(demo.scratch.write(forged, "terminal.json"))
                    #expect(result.end == .code(1), "\(result.output)")
                    #expect(!result.output.contains("\u{202e}"))
                    #expect(!result.output.split(separator: "\n").contains { $0.hasPrefix("accepted") }, "\(result.output)")
                }
            }
        }

        @Test("help and errors fit 100 columns too, and a wrong use names its own command")
        func narrow() async throws {
            for arguments in [["--help"], ["init", "--help"], ["trust", "--help"], ["link", "--help"], ["query", "account", "--help"]] {
                let help = try await Program.run(arguments)
                #expect(help.end == .code(0), "\(help.errors)")
                #expect(help.output.contains("USAGE"))
                for line in help.output.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
            }
            let wrong = try await Program.run(["query", "account", "nobody"])
            #expect(wrong.end == .code(64))
            #expect(wrong.complaint.contains("plimsoll query account --help"), "\(wrong.errors)")
            for line in wrong.errors.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
        }

        private func verify(_ file: String, trust: String? = nil) async throws -> ProgramResult {
            let pinned = try await KeptDemo.shared.run().path("trust")
            let result = try await Program.run(["verify", file, "--trust", trust ?? pinned])
            expectPlain(result)
            return result
        }

        /// Within 100 columns, except where a path alone is longer; no escape codes, since this is no terminal.
        private func expectPlain(_ result: ProgramResult) {
            #expect(!(result.output + result.errors).contains("\u{1b}"))
            for line in result.output.split(separator: "\n") where !line.contains("/plimsoll-test-") {
                #expect(line.count <= 100, "\(line.count) columns: \(line)")
            }
        }
    }
}
