import CometBFT
import Encoding
import OfflineVerifier
import TestVectors
import Testing

/// The sets of others, whole files as a user would have them, through the one door: kind by content, pins from a file, verdict out.
@Suite("Third-party proofs through the one door")
struct ThirdPartyTests {
    private func report(_ content: JSON, pins: JSONObject, now: BlockTime? = nil) throws -> VerificationReport {
        try report(Bytes(content.printed(pretty: true).utf8), pins: pins, now: now)
    }

    private func report(_ content: Bytes, pins: JSONObject, now: BlockTime? = nil) throws -> VerificationReport {
        var file: JSONObject = ["format": .string(PinsFile.format)]
        for member in pins.members { file[member.key] = member.value }
        return try ProofVerifier(pins: PinsFile.parse(Bytes(JSON.object(file).printed().utf8)), now: now).verify(content)
    }

    @Test("EIP-1186 answers under a pinned state root, and refused under another", .enabled(if: VectorSet("eth_proofs").isPresent))
    func ethereum() throws {
        var run = 0
        let set = VectorSet("eth_proofs")
        for name in set.files() {
            let json = try set.json(name)
            guard let root = json["stateRoot"], let proof = json["proof"] else { continue }
            let good = try report(proof, pins: ["ethereum": ["stateRoots": [root]]])
            #expect(good.verdict == .accepted && good.kind == .ethereumState, "\(name): \(good.failure?.reason ?? "")")
            #expect(good.steps.map(\.name) == ["format", "state-root", "state"])
            let wrapped = try report(["jsonrpc": "2.0", "id": 1, "result": proof], pins: ["ethereum": ["stateRoots": [root]]])
            #expect(wrapped.verdict == .accepted, "\(name)")
            let other = try report(proof, pins: ["ethereum": ["stateRoots": [.string("0x" + String(repeating: "1", count: 64))]]])
            #expect(other.verdict == .rejected && other.failure?.label == "untrusted-root", "\(name)")
            run += 1
        }
        print("eth_proofs through the one door: \(run) run")
        #expect(run > 0)
    }

    @Test("ICS-23 proofs under a pinned root, and refused under another", .enabled(if: VectorSet("ics23").isPresent))
    func commitments() throws {
        var run = 0
        for spec in ["iavl", "tendermint", "smt"] {
            let set = VectorSet("ics23")
            for name in set.files() where name.hasPrefix("\(spec)/") {
                let json = try set.json(name)
                guard let root = json["root"] else { continue }
                let good = try report(json, pins: ["trees": [["root": root, "spec": .string(spec)]]])
                #expect(good.verdict == .accepted && good.kind == .commitment, "\(name): \(good.failure?.reason ?? "")")
                let other = try report(json, pins: ["trees": [["root": .string(String(repeating: "1", count: 64)), "spec": .string(spec)]]])
                #expect(other.failure?.label == "untrusted-root", "\(name)")
                run += 1
            }
        }
        print("ics23 through the one door: \(run) run")
        #expect(run > 0)
    }

    @Test("CometBFT headers: accepted, not yet and rejected as the set says", .enabled(if: VectorSet("cometbft_light").isPresent))
    func headers() throws {
        var run = 0
        let set = VectorSet("cometbft_light")
        for name in set.files() where name.hasPrefix("single_step/") {
            let test = try set.node(name)
            let initial = try test["initial"]
            // Only first steps: later ones stand on states that were verified, not pinned.
            guard let step = try test["input"].array(max: 100).first else { continue }
            let period = try initial["trusting_period"].string()
            let seconds = try #require(UInt64(period)) / 1_000_000_000
            let pin: JSON = [
                "header": try initial["signed_header"]["header"].value, "next_validator_set": try initial["next_validator_set"].value,
                "trustingPeriodSeconds": .integer(seconds), "clockDriftSeconds": 0,
            ]
            let verdict = try step["verdict"].string()
            let block = try step["block"].value
            let now = try BlockTime(parsing: step["now"].string())
            let got: VerificationReport
            do { got = try report(block, pins: ["cometbft": [pin]], now: now) } catch {
                Issue.record("\(name): \(error)")
                continue
            }
            switch verdict {
            case "SUCCESS": #expect(got.verdict == .accepted, "\(name): \(got.failure?.reason ?? "")")
            case "NOT_ENOUGH_TRUST": #expect(got.verdict == .notYet, "\(name): \(got.failure?.reason ?? "")")
            default: #expect(got.verdict == .rejected, "\(name)")
            }
            run += 1
        }
        print("cometbft_light through the one door: \(run) run")
        #expect(run > 0)
    }

    @Test("signed notes by pinned keys", .enabled(if: VectorSet("signed_notes").isPresent))
    func notes() throws {
        var run = 0
        for node in try VectorSet("signed_notes").node("notes.json").array(max: 10_000) {
            guard let note = try node.optional("note")?.string(), try node.optional("witnessRequest") == nil else { continue }
            let keys = try node["vkeys"].value
            let isValid = try node["valid"].bool()
            let name = try node["name"].string()
            guard case .array(let list) = keys, !list.isEmpty else { continue }
            let got: VerificationReport
            do {
                var file: JSONObject = ["format": .string(PinsFile.format)]
                file["notes"] = ["keys": keys]
                let pins = try PinsFile.parse(Bytes(JSON.object(file).printed().utf8))
                got = try ProofVerifier(pins: pins, now: nil).verify(Bytes(note.utf8), as: .signedNote)
            } catch {
                // A pin that is no key is the verifier's own fault.
                #expect(!isValid, "\(name): \(error)")
                continue
            }
            // Whether the text is a checkpoint of a certain origin is for a pinned log to say.
            if try node.optional("expectedOrigin") == nil { #expect((got.verdict == .accepted) == isValid, "\(name): \(got.failure?.reason ?? "accepted")") }
            run += 1
        }
        print("signed_notes through the one door: \(run) run")
        #expect(run > 0)
    }

    @Test("VAAs against pinned guardian sets, in every spelling", .enabled(if: VectorSet("wormhole_vaa").isPresent))
    func vaas() throws {
        let sets = try VectorSet("wormhole_vaa").node("guardian_sets.json")
        let now = try BlockTime(secondsSince1970: 1_700_000_000)
        var run = 0
        for node in try VectorSet("wormhole_vaa").node("vaas.json").array(max: 10_000) {
            let (name, hex) = (try node["name"].string(), try node["vaa"].string(max: 1 << 22))
            let isValid = try node["valid"].bool()
            let index = try node.optional("guardianSetIndex")?.uint64() ?? 0
            guard let guardians = try sets[node["guardianSets"].string()].optional("\(index)") else { continue }
            let addresses = try guardians.array(max: 255).map { JSON.string("0x" + (try $0.string())) }
            let pins: JSONObject = ["wormhole": ["index": .integer(index), "guardians": .array(addresses)]]
            let bytes = (try? Hex.decode(hex)) ?? []
            var file: JSONObject = ["format": .string(PinsFile.format)]
            file["wormhole"] = pins["wormhole"]
            let parsed = try PinsFile.parse(Bytes(JSON.object(file).printed().utf8))
            for content in [bytes, Bytes(hex.utf8), Bytes(Base64.encode(bytes).utf8)] {
                let got = try ProofVerifier(pins: parsed, now: now).verify(content, as: .vaa)
                #expect((got.verdict == .accepted) == isValid, "\(name): \(got.failure?.reason ?? "accepted")")
            }
            run += 1
        }
        print("wormhole_vaa through the one door: \(run) run")
        #expect(run > 0)
    }
}
