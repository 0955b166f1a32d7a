import ChainIdentity
import CollateralState
import Encoding
import ProofFile
import Quantities
import Quorum
import Signatures
import Testing

@Suite("Verdicts of proof files")
struct VerdictTests {
    private func accepted(_ bytes: Bytes, _ trust: TrustAnchor) throws -> [ProvenAccount] {
        guard case .accepted(let proven) = StateProofFile.verify(bytes, trust: trust) else {
            Issue.record("not accepted: \(Outcome(bytes, trust))")
            return []
        }
        return proven
    }

    @Test("an accepted file gives the account's complete state, its certificate and its stream")
    func acceptedValue() throws {
        let world = try World()
        let proven = try accepted(world.file(world.entry(0)), world.trust())
        let one = try #require(proven.first)
        #expect(try one.account == world.account(0))
        #expect(try one.state == World.state(0))
        #expect(one.description == world.description)
        #expect(try one.certificate.header == world.header())
        #expect(one.certificate.attestations.count == 2)
        #expect(one.certificate.evidenceClass == .quorumRead)
    }

    @Test("every account of a vault can be proven, present or absent", arguments: [1, 2, 3, 12, 40])
    func everyAccount(accounts: Int) throws {
        let world = try World(accounts: accounts)
        let trust = try world.trust()
        for number in 0..<accounts { #expect(try accepted(world.file(world.entry(number)), trust).first?.state == World.state(number)) }
        for number in 1_000..<1_020 { #expect(try accepted(world.file(world.entry(number)), trust).first?.state == .some(nil)) }
    }

    @Test("in an empty vault everybody is absent, without a proof")
    func emptyTree() throws {
        let world = try World(accounts: 0)
        let entry = try world.entry(5)
        #expect(entry.proof == nil)
        #expect(try accepted(world.file(entry), world.trust()).first?.state == .some(nil))
    }

    @Test("one file can hold accounts of several streams, verified each by its own")
    func severalStreams() throws {
        let world = try World()
        let other = try World(attesters: [1, 2, 3], mapping: [7], vault: "eip155:1:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")
        let trust = try world.trust([other])
        let file = try world.file(world.entry(0), other.entry(0, signers: [2, 3]), world.entry(99))
        let proven = try accepted(file, trust)
        #expect(Set(proven.map(\.description.id)) == [world.stream, other.stream])
        #expect(proven.count == 3)
        #expect(zip(proven, proven.dropFirst()).allSatisfy { ($0.account, $0.description.id) < ($1.account, $1.description.id) })
        #expect(Outcome(file, try world.trust()) == .rejected(.stream, "foreign-stream"))
    }

    @Test("the failing entry is named by its place")
    func failingEntry() throws {
        let world = try World()
        let (first, last) = try world.account(3) < world.account(4) ? (3, 4) : (4, 3)
        let bad = try world.entry(last, signers: [0])
        guard case .notYet(let failure) = StateProofFile.verify(try world.file(world.entry(first), bad), trust: try world.trust()) else {
            Issue.record("a file under quorum was not 'not yet'")
            return
        }
        #expect(failure.entry == 1)
        #expect(failure.step == .attestations)
        #expect(failure.error == .quorum(.underQuorum(expected: 2, got: 1)))
        #expect("\(failure)" == "attestations of proof 1: signed by weight 1, a quorum needs 2")
    }

    @Test("not yet means only that weight is missing: what is wrong before is rejected first")
    func notYetIsNarrow() throws {
        let world = try World()
        let trust = try world.trust()
        let entry = try world.entry(3, signers: [0])
        #expect(Outcome(try world.file(entry), trust) == .notYet(.attestations, "under-quorum"))
        let stranger = try World.attestation(4, of: entry.header.digest)
        #expect(Outcome(try world.file(entry.with(attestations: [stranger])), trust) == .rejected(.attestations, "unknown-signer"))
        // A set change under quorum is no matter of waiting: the step before the attestations failed.
        let weak = try World.change(from: world.genesis, first: 5, members: [0, 1], signers: [0])
        #expect(Outcome(try world.file(entry.with(setChanges: [weak])), trust) == .rejected(.attesterSets, "under-quorum"))
    }

    @Test("the first failing step in the order of FORMAT.md is the verdict's, whatever fails after it")
    func orderOfSteps() throws {
        let world = try World()
        let trust = try world.trust()
        // Everything is wrong; then, step by step from the front, it is put right.
        let own = try World.set(world.stream, 0, 1, [3, 4], 2)
        let file = try world.file(world.entry(0))
        var forged = try Forgery(file)
        let good = forged
        let breaks: [(ProofStep, [any JSONKey], JSON)] = [
            (.network, ["network"], "other-net"),
            (.stream, ["proofs", 0, "account"], "eip155:10:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
            (.attesterSets, ["proofs", 0, "genesis"], .string(Hex.encode(own.encoded))),
            (.header, ["proofs", 0, "header"], "00"),
            (.attestations, ["proofs", 0, "attestations"], [["record": "", "signer": "", "signature": ""]]),
            (.accountState, ["proofs", 0, "readable", "sequence"], 99),
            (.treeProof, ["proofs", 0, "proof"], "00"),
        ]
        for (_, path, value) in breaks { forged = try forged.setting(path, to: value) }
        for (step, path, _) in breaks {
            #expect(Outcome(forged.bytes, trust).step == step.rawValue)
            forged = try forged.setting(path, to: good.json.value(at: path))
        }
        #expect(Outcome(forged.bytes, trust) == .accepted)
        #expect(Outcome(forged.bytes.dropLast(), trust) == .rejected(.format, "not-canonical"))
    }

    @Test("not yet is said only of a file in which everything else holds: no wait makes a forged one good")
    func notYetHoldsOtherwise() throws {
        let world = try World()
        let trust = try world.trust()
        let weak = try Forgery(world.file(world.entry(3, signers: [0])))
        #expect(Outcome(weak.bytes, trust) == .notYet(.attestations, "under-quorum"))
        #expect(Outcome(try weak.setting(["proofs", 0, "state"], to: nil).bytes, trust).verdict == "rejected")
        #expect(Outcome(try weak.setting(["proofs", 0, "state"], to: .null).bytes, trust).verdict == "rejected")
        #expect(Outcome(try weak.setting(["proofs", 0, "proof"], to: .null).bytes, trust).step == ProofStep.treeProof.rawValue)
        #expect(Outcome(Bytes(weak.json.printed().utf8), trust) == .rejected(.format, "not-canonical"))
    }

    @Test("an account is spoken of once a stream: a repeated entry is refused, and cannot be printed")
    func repeatedEntry() throws {
        let world = try World()
        let entry = try world.entry(3)
        let forged = try Forgery(world.file(entry))
        let one = try #require(forged.json["proofs"]?[0])
        let twice = try forged.setting(["proofs"], to: .array([one, one])).bytes
        #expect(Outcome(twice, try world.trust()) == .rejected(.stream, "repeated-entry"))
        #expect(throws: ProofFileError.repeatedEntry(entry.account, world.stream)) { try world.file(entry, entry) }
    }

    @Test("a verdict says which pinned streams the file is silent about")
    func coverage() throws {
        let world = try World()
        let sameChain = try World(mapping: [7], vault: "eip155:1:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")
        let otherChain = try World(vault: "eip155:10:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")
        let trust = try world.trust([sameChain, otherChain])
        let both = ProofCoverage(of: try accepted(world.file(world.entry(0), sameChain.entry(0)), trust), trust: trust)
        #expect(both.pinned == 3 && both.covered == 2)
        #expect(both.omissions.map(\.stream) == [otherChain.description])
        #expect(both.omissions.map(\.account) == [nil])
        // The vault with the debt left out, of one of two accounts.
        let part = ProofCoverage(of: try accepted(world.file(world.entry(0), world.entry(1), sameChain.entry(1)), trust), trust: trust)
        #expect(part.covered == 1)
        #expect(part.omissions.map(\.stream) == [sameChain.description, otherChain.description])
        #expect(try part.omissions.map(\.account) == [world.account(0), nil])
        let alone = try world.trust()
        #expect(ProofCoverage(of: try accepted(world.file(world.entry(0)), alone), trust: alone).omissions.isEmpty)
    }

    @Test("several set changes lead to the set that signed, from either side of each change")
    func setChanges() throws {
        let changes = try Attacks.SetChanges()
        let world = changes.world
        let trust = try world.trust()
        for (sequence, set, signers) in [(9, 0, [0, 1]), (10, 1, [2, 3]), (19, 1, [1, 3]), (20, 2, [2, 4]), (1 << 40, 2, [3, 4])] as [(UInt64, UInt32, [Int])] {
            let file = try world.file(changes.entry(sequence: sequence, set: set, signers: signers))
            #expect(Outcome(file, trust) == .accepted, "sequence \(sequence)")
            let wrong = try world.file(changes.entry(sequence: sequence, set: (set + 1) % 3, signers: signers))
            #expect(Outcome(wrong, trust) == .rejected(.attestations, "wrong-set"), "sequence \(sequence)")
        }
    }

    @Test("a quorum need not be all: more attestations than needed are fine, each of them verified")
    func moreThanAQuorum() throws {
        let world = try World()
        #expect(Outcome(try world.file(world.entry(2, signers: [0, 1, 2])), try world.trust()) == .accepted)
    }

    @Test("all three schemes sign for proof files")
    func schemes() throws {
        let world = try World(attesters: [0, 5], threshold: 2)
        #expect(Outcome(try world.file(world.entry(2, signers: [0, 5])), try world.trust()) == .accepted)
    }

    @Test("a file too large, too deep, or of too many proofs is refused before it is read further")
    func bounds() throws {
        let world = try World()
        let trust = try world.trust()
        let huge = Bytes(repeating: UInt8(ascii: " "), count: StateProofFile.maximumBytes + 1)
        #expect(Outcome(huge, trust) == .rejected(.format, "encoding"))
        #expect(Outcome(Bytes(String(repeating: "[", count: 17).utf8), trust) == .rejected(.format, "encoding"))
        let entry = try world.entry(3)
        #expect(throws: ProofFileError.noProofs) { try StateProofFile(network: World.network, entries: []).printed() }
        #expect(throws: ProofFileError.record(.outOfRange(field: "proofs of a file", expected: "at most 256", got: "257"))) {
            try StateProofFile(network: World.network, entries: Array(repeating: entry, count: 257)).printed()
        }
        let file = try Forgery(world.file(entry))
        let one = try #require(file.json["proofs"]?[0])
        let many = try file.setting(["proofs"], to: .array(Array(repeating: one, count: 257))).bytes
        #expect(Outcome(many, trust) == .rejected(.format, "encoding"))
        let attestation = try #require(one["attestations"]?[0])
        let crowded = try file.setting(["proofs", 0, "attestations"], to: .array(Array(repeating: attestation, count: 257))).bytes
        #expect(Outcome(crowded, trust) == .rejected(.attestations, "encoding"))
        let changes = try file.setting(["proofs", 0, "setChanges"], to: .array(Array(repeating: [:], count: 1_025))).bytes
        #expect(Outcome(changes, trust) == .rejected(.attesterSets, "encoding"))
    }

    @Test("steps are named as FORMAT.md names them, in its order")
    func stepNames() {
        #expect(
            ProofStep.allCases.map(\.description)
                == ["format", "network", "stream", "attester-sets", "header", "attestations", "account-state", "tree-proof"])
    }
}

extension JSON {
    /// The value at a path that is there.
    fileprivate func value(at path: [any JSONKey]) -> JSON? {
        path.reduce(.some(self)) { json, key in
            if let name = key as? String { json?[name] } else if let index = key as? Int { json?[index] } else { nil }
        }
    }
}
