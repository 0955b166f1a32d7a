import CollateralState
import Encoding
import Governance
import Margin
import NodeAPI
import NodeStorage
@testable import Node
import Quantities
import Signatures
import Testing

@Suite("Parameters under governance")
struct GovernedParameterTests {
    private typealias World = GovernedFolder

    private let world: GovernedFolder
    private let store: Store
    private let tighter: ParameterSet
    private let looser: ParameterSet

    init() throws {
        world = try GovernedFolder()
        store = try world.open()
        tighter = try World.set(2, haircut: "0.3", after: world.pinned)
        looser = try World.set(2, haircut: "0.05", after: world.pinned)
    }

    @Test("the pinned set holds, then what a quorum agreed upon; on the ramp the set between, which has a digest of its own")
    func agreed() throws {
        var node = try world.node(store)
        #expect(node.look(World.at(0)) == world.pinned)
        try world.write(
            world.proposal(of: tighter, effectiveAt: World.at(2), ramp: ParameterRamp(span: 4 * World.hour)), "parameters.json", age: 1)
        #expect(node.look(World.at(1)) == world.pinned)
        let held = node.look(World.at(4))
        let between = try #require(held)
        #expect(between.number == 2 && between != tighter && between != world.pinned)
        #expect(between.classes.first?.rules.haircut.initial.description == "0.2")
        #expect(node.look(World.at(6)) == tighter)
        #expect(node.complaints.count == 1 && node.complaints[0].contains("no such file"), "\(node.complaints)")
        #expect(try store.head(of: .parameters) == InputHead(number: 2, digest: tighter.digest))
    }

    @Test("a restart in the middle of a ramp goes on from where it was, though the file has gone and its receipt is long past")
    func restart() throws {
        var node = try world.node(store)
        try world.write(
            world.proposal(of: tighter, effectiveAt: World.at(2), ramp: ParameterRamp(span: 4 * World.hour)), "parameters.json", age: 1)
        _ = node.look(World.at(0))
        let between = node.look(World.at(4))
        try world.write(Bytes("{}".utf8), "parameters.json", age: 2)
        var restarted = try world.node(store)
        #expect(restarted.look(World.at(4, of: 1)) == between)
        #expect(restarted.files.timeline?.entries.first?.receivedAt == World.at(0))
        #expect(restarted.look(World.at(6)) == tighter)
        #expect(restarted.complaints.count == 1, "of the file that is none any more: \(restarted.complaints)")
    }

    @Test("an unsigned file is refused by name, whether TOML or JSON")
    func unsigned() throws {
        var node = try world.node(store)
        for (age, text) in [tighter.json.printed(), "number = 2\n"].enumerated() {
            try world.write(Bytes(text.utf8), "parameters.json", age: Double(age + 1))
            #expect(node.look(World.at(0)) == world.pinned)
            #expect(node.complaints.count == age + 1, "\(node.complaints)")
            #expect(node.complaints.last?.contains("parameters.json: these parameters are not signed") == true)
        }
    }

    @Test("a proposal signed by too few is refused, and counts as received only when the quorum is there")
    func tooFew() throws {
        var node = try world.node(store)
        try world.write(world.proposal(of: looser, signers: 1, effectiveAt: World.at(168)), "parameters.json", age: 1)
        #expect(node.look(World.at(0)) == world.pinned)
        #expect(node.complaints.last?.contains("signed with a weight of 1, the quorum is 2") == true, "\(node.complaints)")
        #expect(try store.parameterProposals(from: 0).isEmpty)
        try world.write(world.proposal(of: looser, effectiveAt: World.at(168)), "parameters.json", age: 2)
        #expect(node.look(World.at(160)) == world.pinned)
        #expect(node.look(World.at(168)) == world.pinned, "for a week nobody knew that a quorum had agreed")
        #expect(node.look(World.at(160 + 168)) == looser)
    }

    @Test("a short notice is refused by name")
    func shortNotice() throws {
        var node = try world.node(store)
        try world.write(world.proposal(of: looser, effectiveAt: World.at(24)), "parameters.json", age: 1)
        #expect(node.look(World.at(30 * 24)) == world.pinned)
        #expect(node.complaints.contains { $0.contains("takes effect \(24 * World.hour) ms after it was proposed") }, "\(node.complaints)")
    }

    @Test("a backdated proposal is used once the notice has passed since the node saw it, also across a restart")
    func backdated() throws {
        var node = try world.node(store)
        _ = node.look(World.at(167))
        try world.write(world.proposal(of: looser, effectiveAt: World.at(168)), "parameters.json", age: 1)
        #expect(node.look(World.at(167)) == world.pinned)
        #expect(node.look(World.at(200)) == world.pinned)
        let entry = try #require(node.files.timeline?.entries.first)
        #expect(entry.isWithheld && entry.usedFrom == World.at(167 + 168))
        var restarted = try world.node(store)
        #expect(restarted.look(World.at(167 + 168, of: 0)) == looser)
        #expect(restarted.look(World.at(167 + 167)) == world.pinned)
    }

    @Test("a replaced earlier set is refused: what stands upon it no longer does, and a pinned set that was used is not gone back upon")
    func replacedEarlierSet() throws {
        var node = try world.node(store)
        _ = node.look(World.at(0))
        let other = try World.set(1, haircut: "0.01")
        try world.write(Bytes(other.json.printed().utf8), "pinned.json", age: 1)
        #expect(node.look(World.at(1)) == world.pinned)
        #expect(node.complaints.last?.contains("parameters 1 were taken before") == true, "\(node.complaints)")
        var restarted = try world.node(store)
        #expect(restarted.look(World.at(1)) == nil)
        try world.write(world.proposal(of: tighter, effectiveAt: World.at(3)), "parameters.json", age: 2)
        try world.write(Bytes(world.pinned.json.printed().utf8), "pinned.json", age: 3)
        #expect(restarted.look(World.at(1)) == world.pinned)
        try world.write(Bytes(other.json.printed().utf8), "pinned.json", age: 4)
        var again = try world.node(store)
        #expect(again.look(World.at(4)) == nil)
        #expect(again.complaints.contains { $0.contains("parameters") }, "\(again.complaints)")
    }

    @Test("pinning an agreed set before it holds does not open the time lock; pinning it afterwards is how old files are put away")
    func pinning() throws {
        var node = try world.node(store)
        try world.write(world.proposal(of: looser, effectiveAt: World.at(168)), "parameters.json", age: 1)
        _ = node.look(World.at(0))
        try world.write(Bytes(looser.json.printed().utf8), "pinned.json", age: 1)
        #expect(node.look(World.at(1)) == world.pinned)
        #expect(node.complaints.contains { $0.contains("until then pin the set before them") }, "\(node.complaints)")
        #expect(node.look(World.at(168)) == looser)
        var restarted = try world.node(store)
        #expect(restarted.look(World.at(169)) == looser)
        #expect(restarted.files.timeline?.entries.isEmpty == true)
    }

    @Test("a pinned set that nobody agreed upon does not take the place of the one that was used, while the node runs and after a restart")
    func pinnedByStealth() throws {
        var node = try world.node(store)
        _ = node.look(World.at(0))
        try world.write(Bytes(looser.json.printed().utf8), "pinned.json", age: 1)
        for _ in 0..<3 { #expect(node.look(World.at(1)) == world.pinned) }
        #expect(node.complaints.count { $0.contains("neither used here nor agreed upon") } == 1, "\(node.complaints)")
        var restarted = try world.node(store)
        #expect(restarted.look(World.at(1)) == nil)
        #expect(restarted.complaints.contains { $0.contains("neither used here nor agreed upon") }, "\(restarted.complaints)")
        #expect(try store.head(of: .parameters)?.digest == world.pinned.digest)
        let weak = try world.proposal(of: looser, signers: 1, effectiveAt: World.at(168))
        try world.write(weak, "pinned.json", age: 2)
        #expect(restarted.look(World.at(1)) == nil && restarted.complaints.last?.contains("the quorum is 2") == true, "\(restarted.complaints)")
    }

    @Test("a node that was away for long may pin the signed proposal of what holds")
    func pinnedProposal() throws {
        var node = try world.node(store)
        _ = node.look(World.at(0))
        let third = try World.set(3, haircut: "0.4", after: tighter)
        try world.write(world.proposal(of: third, effectiveAt: World.at(500)), "pinned.json", age: 1)
        var restarted = try world.node(store)
        #expect(restarted.look(World.at(499)) == nil && restarted.complaints.contains { $0.contains("until then") }, "\(restarted.complaints)")
        #expect(restarted.look(World.at(500)) == third)
    }

    @Test("files that come in any order, or all at once to a node that was away, lead to the same set")
    func severalFiles() throws {
        let world = try GovernedFolder(
            settings: """
                governance = "../governance.json"
                parameters_pinned = "../pinned.json"
                parameters = ["../third.json", "../second.json"]
                """)
        let third = try World.set(3, haircut: "0.4", after: tighter)
        try world.write(world.proposal(of: third, effectiveAt: World.at(5)), "third.json", age: 1)
        let store = try world.open()
        var node = try world.node(store)
        #expect(node.look(World.at(0)) == world.pinned)
        #expect(node.complaints.contains { $0.contains("proposal") && $0.contains("parameters 3") }, "\(node.complaints)")
        try world.write(world.proposal(of: tighter, effectiveAt: World.at(3)), "second.json", age: 1)
        #expect(node.look(World.at(1)) == world.pinned)
        #expect(node.look(World.at(3)) == tighter)
        #expect(node.look(World.at(5)) == third)
    }

    @Test("two proposals of one number: the one that was seen first counts, after a restart too")
    func rivals() throws {
        var node = try world.node(store)
        try world.write(world.proposal(of: tighter, effectiveAt: World.at(3)), "parameters.json", age: 1)
        _ = node.look(World.at(0))
        let rival = try World.set(2, haircut: "0.6", after: world.pinned)
        try world.write(world.proposal(of: rival, effectiveAt: World.at(4)), "parameters.json", age: 2)
        #expect(node.look(World.at(5)) == tighter)
        #expect(node.complaints.last?.contains("was seen first and counts") == true, "\(node.complaints)")
        var restarted = try world.node(store)
        #expect(restarted.look(World.at(5)) == tighter)
    }

    @Test("a file that is read beside the node counts as the node saw it, and what the node has not seen is pending")
    func offline() throws {
        var node = try world.node(store)
        _ = node.look(World.at(0))
        try world.write(world.proposal(of: tighter, effectiveAt: World.at(2)), "parameters.json", age: 1)
        var stranger = try world.node(world.openReadOnly(), receipts: .forgotten)
        #expect(stranger.look(World.at(2)) == world.pinned, "seen only now, and an hour is due")
        _ = node.look(World.at(1))
        #expect(try store.parameterProposals(from: 0).map(\.receivedAt) == [World.at(1)])
        var beside = try world.node(world.openReadOnly(), receipts: .forgotten)
        #expect(beside.look(World.at(2)) == tighter)
        #expect(stranger.complaints == [] && beside.complaints == [])
    }

    @Test("a first governed set needs no pinned one; nothing holds before it")
    func firstSet() throws {
        let world = try GovernedFolder(settings: "governance = \"../governance.json\"\nparameters = \"../parameters.json\"")
        let store = try world.open()
        try world.write(world.proposal(of: world.pinned, effectiveAt: World.at(1)), "parameters.json", age: 1)
        var node = try world.node(store)
        #expect(node.look(World.at(0)) == nil)
        #expect(node.look(World.at(1)) == world.pinned)
        #expect(node.complaints == [])
    }
}

@Suite("Who governs a node's parameters")
struct GovernanceFileTests {
    private typealias World = GovernedFolder

    private let world: GovernedFolder
    private let store: Store

    init() throws {
        world = try GovernedFolder()
        store = try world.open()
    }

    /// The genesis set hands over to other keys.
    private func handedOver(to keys: [PrivateKey], proposedAt: Timestamp, validFrom: Timestamp) throws -> GovernanceHistory {
        var history = try GovernanceHistory(genesis: world.genesis)
        let next = try World.governance(keys, number: 1, validFrom: validFrom)
        let digest = GovernanceChange.signingDigest(current: history.current.digest, proposedAt: proposedAt, next: next)
        let signatures = try (world.keys + keys).map { KeyedSignature(signer: $0.publicKey.id, signature: try $0.sign(digest)) }
        try history.apply(
            GovernanceChange(current: history.current.digest, proposedAt: proposedAt, next: next, signatures: signatures), now: proposedAt)
        return history
    }

    private func strangers() throws -> [PrivateKey] {
        try (11...12).map { try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: UInt8($0), count: 32)) }
    }

    @Test("another genesis set in the file's place is refused by name, while the node runs and after a restart, unless the configuration names it")
    func replaced() throws {
        var node = try world.node(store)
        _ = node.look(World.at(0))
        let other = try GovernanceHistory(genesis: World.governance(strangers()))
        try world.write(GovernanceFile.printed(other), "governance.json", age: 1)
        #expect(node.look(World.at(1)) == world.pinned)
        #expect(node.complaints.last?.contains("governance_genesis = \"\(other.genesis.digest)\"") == true, "\(node.complaints)")
        var restarted = try world.node(store)
        #expect(restarted.look(World.at(1)) == nil && restarted.complaints.count == 1)
        let agreed = try ConfigurationSample { _ in
            ConfigurationSample.text.replacingLine(
                "parameters",
                with: """
                    governance = "\(world.sample.folder.file("governance.json"))"
                    governance_genesis = "\(other.genesis.digest)"
                    parameters_pinned = "\(world.sample.folder.file("pinned.json"))"
                    """)
        }
        let files = try #require(GovernedParameterFiles(try agreed.read(), store, receipts: .kept))
        var renewed = GovernedNode(files: files)
        #expect(renewed.look(World.at(2)) == world.pinned)
        #expect(try store.governanceSets().map(\.digest) == [other.genesis.digest])
    }

    @Test("an older file, without a change that was seen, is refused: keys that were removed do not come back")
    func forgotten() throws {
        let history = try handedOver(to: strangers(), proposedAt: World.at(0), validFrom: World.at(168))
        try world.write(GovernanceFile.printed(history), "governance.json", age: 1)
        var node = try world.node(store)
        _ = node.look(World.at(0))
        try world.write(GovernanceFile.printed(try GovernanceHistory(genesis: world.genesis)), "governance.json", age: 2)
        _ = node.look(World.at(1))
        #expect(node.complaints.last?.contains("does not have the governance set 1") == true, "\(node.complaints)")
        #expect(node.files.timeline?.governance.sets.count == 2)
    }

    @Test("a backdated change of who governs does not count before its notice has passed since it was seen, also across a restart")
    func backdatedChange() throws {
        var node = try world.node(store)
        _ = node.look(World.at(0))
        let history = try handedOver(to: strangers(), proposedAt: World.at(0), validFrom: World.at(168))
        try world.write(GovernanceFile.printed(history), "governance.json", age: 1)
        let next = try World.set(2, haircut: "0.3", after: world.pinned)
        let proposal = try ParameterProposal(next, to: history, proposedAt: World.at(168), effectiveAt: World.at(170), ramp: nil)
        var signed = try SignedParameters(unsigned: proposal, set: next)
        for key in try strangers() { signed = try signed.signed(with: key) }
        try world.write(SignedParametersFile.printed(signed), "parameters.json", age: 1)
        #expect(node.look(World.at(168)) == world.pinned)
        #expect(node.look(World.at(171)) == world.pinned)
        #expect(node.files.timeline?.governance.sets.count == 1)
        var restarted = try world.node(store)
        #expect(restarted.look(World.at(335)) == world.pinned)
        #expect(restarted.look(World.at(336)) == next)
    }

    @Test("settings that go together are told apart by name")
    func settings() throws {
        func refusal(_ lines: String) -> String {
            do { return "\(try ConfigurationSample { $0.replacingLine("parameters", with: lines) }.read().parameters)" } catch { return "\(error)" }
        }
        #expect(refusal("parameters_pinned = \"p\"").contains("parameters_pinned: it goes together with governance"))
        #expect(refusal("governance_genesis = \"00\"").contains("governance_genesis"))
        #expect(refusal("parameters = [\"a\", \"b\"]").contains("2 files; only parameters under governance can be several"))
        #expect(refusal("governance = \"g\"\ngovernance_genesis = \"00\"").contains("governance_genesis"))
        #expect(try ConfigurationSample().read().governance == nil)
        let read = try world.sample.read()
        #expect(read.governance?.file == world.sample.folder.file("governance.json"))
        #expect(read.governance?.pinnedParameters == world.sample.folder.file("pinned.json"))
    }

    @Test("a governance file that cannot be read leaves the node without parameters, and says so once")
    func unreadable() throws {
        try world.write(Bytes("nonsense".utf8), "governance.json", age: 1)
        var node = try world.node(store)
        for _ in 0..<3 { #expect(node.look(World.at(0)) == nil) }
        #expect(node.complaints.count == 1 && node.complaints[0].contains("governance.json"), "\(node.complaints)")
        if case .unreadable = node.files.standing { return }
        Issue.record("it seems to be governed by somebody")
    }
}
