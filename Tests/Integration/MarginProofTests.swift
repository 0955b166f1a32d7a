import CollateralState
import Devnet
import Encoding
import Foundation
import Margin
import MarginProof
import ProofFile
import Quantities
import Quorum
import Signatures
import Testing
import UnifiedView

extension WholeNodeTests {
    /// A margin proof of the demo's owner, and what becomes of it in the hands of somebody who would look richer.
    @Suite("Proofs of a margin number", .enabled(if: Program.isPresent), .timeLimit(.minutes(3)))
    struct MarginProofTests {
        private struct Sample {
            let demo: KeptDemo.Run
            let trust: TrustAnchor
            let file: String
            let json: JSON
            /// The digest of the demo's parameters.
            let agreed: Digest

            func verdict(_ json: JSON, now: Timestamp? = nil) -> MarginProofVerdict {
                MarginProofVerifier(trust: trust, parameters: agreed, now: now).verify(Bytes(json.fileText.utf8))
            }

            func failure(_ path: [JSON.Step], _ change: (JSON) -> JSON) -> (step: MarginProofStep, label: String)? {
                guard case .rejected(let failure) = verdict(json.replacing(path, with: change)) else { return nil }
                return (failure.step, failure.error.shortDescription)
            }
        }

        private func sample() async throws -> Sample {
            let demo = try await KeptDemo.shared.run()
            let account = try JSONNode(demo.json)["report"]["members"].array(max: 4)[0].string()
            let file = demo.scratch.file("margin-\(UUID().uuidString).json")
            let made = try await Program.run(["prove", "margin", account, "--config", demo.path("config-1"), "--out", file])
            try #require(made.end == .code(0), "\(made.errors)")
            return Sample(demo: demo, trust: try TrustFile.parse(Bytes(ofFile: demo.path("trust"))), file: file, json: try JSON.parse(Bytes(ofFile: file)),
                agreed: try JSONNode(demo.json)["report"]["parameters"]["digest"].digest())
        }

        @Test("the report computed again from the file is the one in it, byte for byte")
        func accepted() async throws {
            let sample = try await sample()
            guard case .accepted(let proven) = MarginProofVerifier(trust: sample.trust, parameters: sample.agreed, now: nil).verify(try Bytes(ofFile: sample.file)) else {
                Issue.record("\(sample.verdict(sample.json))")
                return
            }
            #expect(proven.report.json == sample.json["report"])
            #expect(proven.report.account.members.count == 2)
            let verified = try await Program.run(["verify", sample.file, "--trust", sample.demo.path("trust"), "--parameters", sample.agreed.hex, "--json"])
            #expect(verified.end == .code(0), "\(verified.errors)")
            #expect(try JSONNode(JSON.parse(Bytes(verified.output.utf8)))["kind"].string() == "margin-proof")
        }

        @Test("every field of the report that is edited is named")
        func editedReport() async throws {
            let sample = try await sample()
            let report = try #require(sample.json["report"]?.objectValue)
            for member in report.members where member.key != "nowMilliseconds" {
                let failure = sample.failure(["report", .member(member.key)]) { _ in "edited" }
                #expect(failure?.step == .report && failure?.label == "report-differs", "\(member.key): \(String(describing: failure))")
            }
            let richer = sample.failure(["report", "collateral", "adjustedValue", "maintenance"]) { .string("9" + ($0.stringValue ?? "")) }
            #expect(richer?.label == "report-differs")
            // A line left out, or one more.
            #expect(sample.failure(["report", "lines"]) { .array(Array(($0.arrayValue ?? []).dropLast())) }?.label == "report-differs")
        }

        @Test("a vault left out, an account added, links and members that do not go together: refused by name")
        func withheld() async throws {
            let sample = try await sample()
            let count = try #require(sample.json["proofs"]?["proofs"]?.arrayValue?.count)
            for place in 0..<count {
                let failure = sample.failure(["proofs", "proofs"]) { proofs in
                    .array((proofs.arrayValue ?? []).enumerated().filter { $0.offset != place }.map(\.element))
                }
                #expect(failure?.step == .coverage && failure?.label == "vault-withheld", "\(String(describing: failure))")
            }
            let none = sample.failure(["proofs"]) { _ in .null }
            #expect(none?.label == "vault-withheld")
            // The second account, with the debt, is no member any more: then its proof is foreign, and without it the link says otherwise.
            let alone = sample.json.replacing(["members"]) { .array(Array(($0.arrayValue ?? []).prefix(1))) }
            guard case .rejected(let foreign) = sample.verdict(alone) else {
                Issue.record("a foreign account was accepted")
                return
            }
            #expect(foreign.error.shortDescription == "foreign-account")
            let hidden = alone.replacing(["proofs", "proofs"]) { .array(Array(($0.arrayValue ?? []).prefix(1))) }.replacing(["heartbeats"]) { _ in [] }
            guard case .rejected(let linked) = sample.verdict(hidden) else {
                Issue.record("a hidden account was accepted")
                return
            }
            #expect(linked.step == .links && linked.error.shortDescription == "wrong-members")
            #expect(sample.failure(["links"]) { _ in [] }?.label == "wrong-members")
        }

        @Test("heartbeats carry a stream further than its last message; without them, doubled or by a stranger, the proof is refused")
        func heartbeats() async throws {
            try await HostedChains.use([31_337, 31_338], sources: 1, blockInterval: .milliseconds(200)) { hosted in
                let folder = try TestFolder()
                let port = try FreePorts.take(1)[0]
                _ = try await Program.run(["init", folder.file("desk"), "--listen", "127.0.0.1:\(port)"])
                var text = try String(ofFile: folder.file("desk/node.toml")).replacingOccurrences(of: "heartbeat_seconds = 10", with: "heartbeat_seconds = 1")
                for (index, chain) in hosted.chains.enumerated() {
                    text = text.replacingOccurrences(of: "http://127.0.0.1:\(8_545 + index)\"", with: "\(chain.url())\"")
                }
                try folder.write(text, "desk/node.toml")
                let node = try RunningProgram(Program.url, ["run", "--config", folder.file("desk/node.toml")])
                let owner = try EthereumAddress(eip55: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
                try await hosted.chains[0].submit(.deposit, owner, EthereumAddress(bytes: Bytes(repeating: 0, count: 19) + [0x0d]), 250_000_000)
                let (file, trust) = (folder.file("m.json"), folder.file("desk/trust.json"))
                try await eventually("a proof with heartbeats", last: { node.errors }) {
                    _ = try await Program.run(["prove", "margin", "eip155:31337:\(owner)", "--config", folder.file("desk/node.toml"), "--out", file])
                    guard let json = try? JSON.parse(Bytes(ofFile: file)) else { return false }
                    return json["heartbeats"]?.arrayValue?.isEmpty == false && json["proofs"] != .null
                }
                node.send(SIGTERM)
                _ = await node.ended()
                let json = try JSON.parse(Bytes(ofFile: file))
                let verifier = MarginProofVerifier(
                    trust: try TrustFile.parse(Bytes(ofFile: trust)), parameters: try JSONNode(json)["report"]["parameters"]["digest"].digest(), now: nil)
                func step(_ change: (JSON) -> JSON) -> MarginProofStep? {
                    switch verifier.verify(Bytes(json.replacing(["heartbeats"], with: change).fileText.utf8)) {
                    case .accepted: nil
                    case .notYet(let failure), .rejected(let failure): failure.step
                    }
                }
                #expect(step { $0 } == nil)
                #expect(step { _ in [] } == .view)
                #expect(step { .array(($0.arrayValue ?? []).flatMap { [$0, $0] }) } == .coverage)
                let forged = step { beats in
                    .array((beats.arrayValue ?? []).map { beat in
                        let text = beat.stringValue ?? ""
                        return .string(text.dropLast(2) + (text.hasSuffix("00") ? "01" : "00"))
                    })
                }
                #expect(forged == .coverage)
            }
        }

        @Test("another view, prices by a stranger, other parameters: refused at their step")
        func otherInputs() async throws {
            let sample = try await sample()
            let view = sample.failure(["view"]) { view in
                let text = view.stringValue ?? ""
                return .string(text.dropLast(2) + (text.hasSuffix("00") ? "01" : "00"))
            }
            #expect(view?.step == .report, "the links' digest is part of the view that the report cites: \(String(describing: view))")
            let standing = sample.failure(["view"]) { .string(String(($0.stringValue ?? "").dropFirst(2))) }
            #expect(standing?.step == .view)

            let key = try PrivateKey.generate(.ed25519)
            let old = try SignedPricesFile(parsing: Bytes((sample.json["prices"]?.arrayValue?.first ?? .null).printed().utf8)).signed
            let record = try PriceRecord(parsing: old.record)
            let forged = try JSON.parse(SignedPricesFile.printed(signing: record, with: key))
            let stranger = sample.failure(["prices", 0]) { _ in forged }
            #expect(stranger?.step == .prices && stranger?.label == "unknown-signer")
            // The source's own older list: the report cites another.
            let source = try PrivateKey(pem: String(ofFile: "\(sample.demo.folder)/price.pem"), passphrase: nil)
            let earlier = try PriceRecord(
                network: record.network, quote: record.quote, number: 1, previous: .zero, publishedAt: Timestamp(milliseconds: 1),
                prices: record.prices.map {
                    try AssetPrice(first: $0.asset, decimals: $0.decimals, price: $0.price, observedAt: Timestamp(milliseconds: 1))
                })
            let doubled = sample.failure(["prices"]) { .array(($0.arrayValue ?? []).flatMap { [$0, $0] }) }
            #expect(doubled?.step == .prices && doubled?.label == "duplicate-source", "\(String(describing: doubled))")
            let none = sample.failure(["prices"]) { _ in [] }
            #expect(none?.step == .prices && none?.label == "out-of-range", "\(String(describing: none))")
            let stale = sample.failure(["prices", 0]) { _ in (try? JSON.parse(SignedPricesFile.printed(signing: earlier, with: source))) ?? .null }
            #expect(stale?.step == .report && stale?.label == "report-differs", "\(String(describing: stale))")
            let kinder = sample.failure(["parameters", "classes", "bluechip", "haircut"]) { _ in "0" }
            #expect(kinder?.step == .parameters && kinder?.label == "wrong-parameters", "\(String(describing: kinder))")
            // Whoever makes a file can choose its parameters and compute a report that follows from them: unpinned, nothing is accepted.
            guard case .notYet(let unpinned) = MarginProofVerifier(trust: sample.trust, parameters: nil, now: nil).verify(Bytes(sample.json.fileText.utf8)) else {
                Issue.record("a file with parameters of its own choosing was accepted")
                return
            }
            #expect(unpinned.step == .parameters && unpinned.error == .parametersNotPinned(sample.agreed))
            let extra = sample.failure(["view"]) { view in
                let bytes = (try? Hex.decode(view.stringValue ?? "")) ?? []
                // u16 and "demo", u32 count: one more stream, of nobody, before the links' digest.
                let stray = Bytes(repeating: 0xff, count: 32) + [0, 0, 0]
                return .string(Hex.encode(Bytes(bytes[..<9]) + [bytes[9] + 1] + Bytes(bytes[10..<(bytes.count - 32)]) + stray + Bytes(bytes.suffix(32))))
            }
            #expect(extra?.step == .view && extra?.label == "view-differs", "\(String(describing: extra))")
        }

        @Test("a member that is left out with all that belongs to it leaves a vault unspoken of, and the verdict says which")
        func silence() async throws {
            let sample = try await sample()
            let whole = try await Program.run(["verify", sample.file, "--trust", sample.demo.path("trust"), "--parameters", sample.agreed.hex])
            #expect(whole.output.contains("2 of 2 pinned vaults"), "\(whole.output) \(whole.errors)")
            guard case .accepted(let proven) = sample.verdict(sample.json) else {
                Issue.record("\(sample.verdict(sample.json))")
                return
            }
            #expect(proven.coverage.omissions.isEmpty)
            // Somebody else, on one chain and linked to nobody: a file about one account looks like this one without the other member.
            let stranger = "eip155:31337:0x0000000000000000000000000000000000000057"
            let file = sample.demo.scratch.file("stranger.json")
            let made = try await Program.run(["prove", "margin", stranger, "--config", sample.demo.path("config-1"), "--out", file])
            #expect(made.end == .code(0), "\(made.errors)")
            let part = try await Program.run(["verify", file, "--trust", sample.demo.path("trust"), "--parameters", sample.agreed.hex])
            #expect(part.end == .code(0), "\(part.output) \(part.errors)")
            #expect(part.output.contains("1 of 2 pinned vaults") && part.output.contains("of vault eip155:31338:"), "\(part.output)")
            #expect(part.output.contains("not judged: no time was given"), "\(part.output)")
        }

        @Test("an old report is refused by a verifier who says what time it is; missing signatures are not yet")
        func timeAndWeight() async throws {
            let sample = try await sample()
            let now = try JSONNode(sample.json)["report"]["nowMilliseconds"].uint64()
            for (offset, isGood) in [(0, true), (119_000, true), (121_000, false), (3_601_000, false)] as [(UInt64, Bool)] {
                let verdict = sample.verdict(sample.json, now: Timestamp(milliseconds: now + offset))
                if case .accepted = verdict { #expect(isGood) } else { #expect(!isGood, "\(verdict)") }
            }
            let weak = sample.json.replacing(["proofs", "proofs", 0, "attestations"]) { .array(Array(($0.arrayValue ?? []).prefix(1))) }
            guard case .notYet = sample.verdict(weak) else {
                Issue.record("\(sample.verdict(weak))")
                return
            }
        }

        @Test("margin tells every asset's thresholds, and whatif what would follow; a supposition that is none is wrong usage")
        func questions() async throws {
            let demo = try await KeptDemo.shared.run()
            let account = try JSONNode(demo.json)["report"]["members"].array(max: 4)[0].string()
            let configuration = try demo.path("config-1")
            let margin = try await Program.run(["margin", account, "--config", configuration, "--json"])
            #expect(margin.end == .code(0), "\(margin.errors)")
            let answer = try JSONNode(JSON.parse(Bytes(margin.output.utf8)))
            #expect(try answer["thresholds"].array(max: 16).count == 4)
            let asset = try answer["thresholds"].array(max: 16)[0]["asset"].string()
            let asked = try await Program.run(
                ["whatif", account, "--config", configuration, "--price", "\(asset)=-50%", "--silence", "eip155:31338=1h", "--json"])
            #expect(asked.end == .code(0), "\(asked.errors)")
            let whatIf = try JSONNode(JSON.parse(Bytes(asked.output.utf8)))
            let (before, after) = (try whatIf["before"]["collateral"]["marketValue"].string(), try whatIf["after"]["collateral"]["marketValue"].string())
            #expect(before != after)
            for (option, value) in [("--price", "nothing=-5%"), ("--price", asset), ("--silence", "eip155:1=soon"), ("--change", "a,b"), ("--change", "\(account),wealth,\(asset),1")] {
                let wrong = try await Program.run(["whatif", account, "--config", configuration, option, value])
                #expect(wrong.end == .code(64), "\(option) \(value): \(wrong.errors)")
            }
            let none = try await Program.run(["whatif", account, "--config", configuration])
            #expect(none.end == .code(64))
        }

        @Test("every byte matters: a changed one is refused, wherever it is")
        func everyByte() async throws {
            let sample = try await sample()
            let good = try Bytes(ofFile: sample.file)
            let verifier = MarginProofVerifier(trust: sample.trust, parameters: sample.agreed, now: nil)
            for place in stride(from: 0, to: good.count, by: max(1, good.count / 400)) {
                var bad = good
                bad[place] ^= 1
                if case .accepted = verifier.verify(bad) { Issue.record("byte \(place) changed nothing") }
            }
        }
    }
}
