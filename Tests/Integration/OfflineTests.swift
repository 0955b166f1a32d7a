import Encoding
import Foundation
import TestVectors
import Testing

extension WholeNodeTests {
    /// `plimsoll verify` where there is no network at all: not even loopback.
    @Suite("Verifying with the network denied", .enabled(if: Program.isPresent && Isolation.isPossible))
    struct OfflineTests {
        private func verify(_ file: String, trust: String, _ more: [String] = []) async throws -> ProgramResult {
            try await RunningProgram(URL(filePath: "/usr/bin/env"), Isolation.command + [Program.url.path, "verify", file, "--trust", trust] + more)
                .result(within: .seconds(60))
        }

        @Test("the demo's proof file and its forgery get their verdicts, step by step")
        func proofFile() async throws {
            let demo = try await KeptDemo.shared.run()
            let good = try await verify(demo.path("proof"), trust: demo.path("trust"), ["--explain"])
            #expect(good.end == .code(0), "\(good.errors)")
            for step in ["format", "network", "stream", "attester-sets", "header", "attestations", "account-state", "tree-proof"] {
                #expect(good.output.contains("held   \(step) "), "\(step): \(good.output)")
            }
            let bad = try await verify(demo.path("tampered"), trust: demo.path("trust"), ["--explain"])
            #expect(bad.end == .code(1), "\(bad.errors)")
            #expect(bad.output.contains("failed account-state"), "\(bad.output)")
        }

        @Test("an EIP-1186 answer, an ICS-23 proof and a VAA of others too", .enabled(if: VectorSet("eth_proofs").isPresent && VectorSet("ics23").isPresent))
        func others() async throws {
            let folder = try TestFolder()
            let answers = VectorSet("eth_proofs")
            let answer = try #require(answers.files().first { $0.hasPrefix("lodestar") })
            let vector = try answers.json(answer)
            let root = try #require(vector["stateRoot"])
            let pins: JSON = ["format": "plimsoll/pins/v1", "ethereum": ["stateRoots": [root]]]
            let trust = try folder.write(pins.printed(), "pins.json")
            let proof = try folder.write(#require(vector["proof"]).printed(), "proof.json")
            let accepted = try await verify(proof, trust: trust, ["--explain", "--json"])
            #expect(accepted.end == .code(0), "\(accepted.output) \(accepted.errors)")
            let report = try JSONNode(JSON.parse(Bytes(accepted.output.utf8)))
            #expect(try report["kind"].string() == "eip-1186")
            #expect(try report["steps"].array(max: 16).count == 3)
            // Insisting on another kind is judged as that kind.
            let insisted = try await verify(proof, trust: trust, ["--kind", "vaa"])
            #expect(insisted.end == .code(64) && insisted.complaint.contains("wormhole"), "\(insisted.errors)")
            let tree = VectorSet("ics23")
            let commitment = try tree.json("iavl/exist_left.json")
            let treePins: JSON = ["format": "plimsoll/pins/v1", "trees": [["root": try #require(commitment["root"]), "spec": "iavl"]]]
            let member = try await verify(
                folder.write(commitment.printed(), "iavl.json"), trust: folder.write(treePins.printed(), "tree-pins.json"))
            #expect(member.end == .code(0), "\(member.output) \(member.errors)")
        }

        @Test("a kind that depends on the time wants to be told it")
        func time() async throws {
            let folder = try TestFolder()
            let guardian = "0x" + String(repeating: "11", count: 20)
            let pins: JSON = ["format": "plimsoll/pins/v1", "wormhole": ["index": 0, "guardians": [.string(guardian)]]]
            let trust = try folder.write(pins.printed(), "pins.json")
            let vaa = try folder.write(Hex.encode([1, 0, 0, 0, 0, 1, 0] + Bytes(repeating: 7, count: 65 + 60)), "vaa.txt")
            let untold = try await verify(vaa, trust: trust)
            #expect(untold.end == .code(64) && untold.complaint.contains("--at"), "\(untold.errors)")
            for at in ["2026-01-31T12:00:00Z", "now"] {
                let told = try await verify(vaa, trust: trust, ["--at", at])
                #expect(told.end == .code(1) && told.output.contains("failing step"), "\(told.output) \(told.errors)")
            }
            let wrong = try await verify(vaa, trust: trust, ["--at", "yesterday"])
            #expect(wrong.end == .code(64), "\(wrong.errors)")
        }
    }
}

/// A network namespace of its own, with no interface up.
enum Isolation {
    static let command = ["unshare", "-rn"]

    static let isPossible: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command + ["true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        if process.terminationStatus != 0 { print("skipped: this machine allows no network namespaces (unshare -rn)") }
        return process.terminationStatus == 0
    }()
}
