import ChainModel
import CollateralState
import Encoding
import Quorum
import Signatures
import TestVectors
import Testing
import UnifiedView

@testable import NodeEngine

@Suite("Counting, certifying and comparing")
struct CertifyTests {
    let world: World
    /// Blocks 1, 2, 3 ..., each changing two accounts, and the messages they make.
    let blocks: [Observation]
    let messages: [StateMessage]

    init() throws {
        world = try World()
        blocks = try (1...12).map { try World.observation(UInt64($0), [$0 % 5: 1, 5 + $0 % 3: 2]) }
        messages = try world.messages(blocks)
    }

    private func attested(_ index: Int, by signer: Int) throws -> ExchangeItem {
        .attestation(messages[index].header, try World.attestation(signer, of: messages[index].header))
    }

    @Test("own and one more attestation make the quorum: accepted, merged, durable in the same step")
    func quorum() throws {
        var node = try TestNode(world)
        try node.read([blocks[0]], to: 1)
        #expect(node.tip == 0)
        let actions = try node.receive(attested(0, by: 1))
        guard case .persist(let records)? = actions.first else {
            Issue.record("nothing was persisted")
            return
        }
        #expect(records.contains { if case .accepted = $0 { true } else { false } })
        #expect(actions.contains { if case .viewChanged = $0 { true } else { false } })
        #expect(node.tip == 1)
        #expect(node.shelf.acceptedMessages.map(\.message) == [messages[0]])
        #expect(node.shelf.acceptedMessages.first?.certificate.attestations.count == 2)
        #expect(node.status?.openProposals == 0)
        #expect(try node.engine.view()[world.stream]?.accountCount == 2)
    }

    @Test("attestations that come before this node has read the block are counted when it has")
    func attestationsFirst() throws {
        for key in [0, nil] {
            var node = try TestNode(world, key: key)
            try node.receive(attested(0, by: 1), attested(0, by: 2))
            #expect(node.tip == 0)
            try node.read([blocks[0]], to: 1)
            #expect(node.tip == 1, "key \(key.map { "\($0)" } ?? "none")")
        }
    }

    @Test("quorums that come in any order certify in the stream's order")
    func anyOrder() throws {
        var random = SeededGenerator()
        for _ in 0..<10 {
            var node = try TestNode(world)
            try node.read(blocks, to: 12)
            for index in messages.indices.shuffled(using: &random) { try node.receive(attested(index, by: 1)) }
            #expect(node.shelf.acceptedMessages.map(\.digest) == messages.map(\.digest))
            #expect(node.status?.openProposals == 0)
        }
    }

    @Test("hundreds of own messages that wait for one quorum follow it without recursion")
    func longChains() throws {
        let many = try (1...900).map { try World.observation(UInt64($0), [$0 % 3: 1]) }
        let made = try world.messages(many)
        var node = try TestNode(world, maximumOpenProposals: 1_024)
        try node.read(many, to: 900)
        for message in made.dropFirst().reversed() {
            try node.receive(.attestation(message.header, World.attestation(1, of: message.header)))
        }
        #expect(node.tip == 0)
        try node.receive(.attestation(made[0].header, World.attestation(1, of: made[0].header)))
        #expect(node.tip == 900)
        #expect(node.shelf.acceptedMessages.map(\.digest) == made.map(\.digest))
    }

    @Test("a node that reads later than the quorum adds its attestation to the certified message")
    func lateObservation() throws {
        var node = try TestNode(world)
        try node.receive(.message(World.bundle(messages[0])))
        #expect(node.tip == 1)
        try node.read([blocks[0]], to: 1)
        #expect(node.shelf.proposals.isEmpty, "nothing is promised for a place that is certified")
        #expect(node.shelf.attestations.map(\.attestation.signer).contains(World.keys[0].publicKey.id))
        #expect(node.ledger?.tip?.attestations.count == 3)
        #expect(node.status?.openProposals == 0)
    }

    @Test("more attestations of a certified message raise its evidence")
    func lateEvidence() throws {
        var node = try TestNode(world)
        try node.receive(.message(World.bundle(messages[0])))
        #expect(node.ledger?.tip?.evidenceClass == .quorumRead)
        for signer in [1, 2] {
            let actions = try node.receive(
                .attestation(messages[0].header, World.attestation(signer, of: messages[0].header, evidence: .consensusProved)))
            #expect(actions.contains { if case .viewChanged = $0 { true } else { false } })
        }
        #expect(node.ledger?.tip?.evidenceClass == .consensusProved)
    }

    @Test("a quorum that certified something else than this node sees ends this node's signing", arguments: [true, false])
    func disagreement(bundleFirst: Bool) throws {
        var node = try TestNode(world)
        let rival = try World.rival(of: messages[0])
        if bundleFirst {
            try node.receive(.message(World.bundle(rival)))
            try node.read([blocks[0], blocks[1]], to: 2)
        } else {
            try node.read([blocks[0], blocks[1]], to: 2)
            try node.receive(.message(World.bundle(rival)))
        }
        guard case .disagreement(let place, let mine, let certified)? = node.alarms.last else {
            Issue.record("no disagreement was raised: \(node.alarms)")
            return
        }
        #expect(place.sequence == .first)
        #expect(mine == messages[0].digest)
        #expect(certified == rival.digest)
        #expect(node.shelf.proposals.count == (bundleFirst ? 0 : 2))
        #expect(node.tip == 1, "the node follows the quorum")
        #expect(node.status?.stopped != nil)
        #expect(try node.engine.view()[world.stream]?.standing.label == "halted", "collateral that this node sees contradicted still counts")
        let count = node.shelf.records.count
        node.now += 600_000
        try node.handle(.tick)
        #expect(!node.isAsking)
        #expect(node.shelf.records.count == count)
    }

    @Test("a certified change in a block that this node has read and found empty is a disagreement")
    func certifiedWhatWasNotSeen() throws {
        var node = try TestNode(world)
        try node.read([], to: 5)
        try node.receive(.message(World.bundle(messages[0])))
        guard case .disagreement(_, let mine, let certified)? = node.alarms.last else {
            Issue.record("no disagreement was raised")
            return
        }
        #expect(mine == .zero)
        #expect(certified == messages[0].digest)
        #expect(node.tip == 1)
    }

    @Test("a certified change in a block that this node has not read yet is none")
    func certifiedAhead() throws {
        var node = try TestNode(world)
        try node.read([blocks[0]], to: 1)
        for message in messages.prefix(4) { try node.receive(.message(World.bundle(message))) }
        #expect(node.alarms.isEmpty)
        try node.read(Array(blocks[1..<4]), to: 4)
        #expect(node.alarms.isEmpty)
        #expect(node.status?.stopped == nil)
    }

    @Test("two certified digests for one place freeze the stream, and only that one")
    func frozen() throws {
        var node = try TestNode(world, chains: 2)
        try node.read([blocks[0]], to: 1)
        try node.receive(attested(0, by: 1))
        let rival = try World.rival(of: messages[0])
        let actions = try node.receive(.message(World.bundle(rival)))
        guard case .persist(let records)? = actions.first else {
            Issue.record("nothing was persisted")
            return
        }
        let kinds = records.compactMap { record -> String? in
            switch record {
            case .disputed(let message): message.digest == rival.digest ? "disputed" : nil
            case .frozen(world.stream, let at): at == .first ? "frozen" : nil
            case .equivocation: "equivocation"
            default: nil
            }
        }
        #expect(kinds == ["equivocation", "disputed", "frozen"], "key 1 signed both")
        #expect(node.alarms.contains { if case .frozen = $0 { true } else { false } })
        #expect(node.tip == 0, "the stream counts as before the dispute")
        #expect(node.status?.stopped != nil)
        node.now += 60_000
        try node.handle(.tick)
        #expect(node.open.keys.sorted() == [world.other])
    }

    @Test("what a message sets off is kept in the ledger's order, before it is compared with this node's own messages")
    func recordsAreOrdered() throws {
        // The quorum's messages 1 and 2; this node made another 2, which a quorum signed as well.
        let rival = try World.rival(of: messages[1])
        var node = try TestNode(world, key: nil)
        let salted = Observation(
            block: World.block(2, salt: 9), blockTime: blocks[1].blockTime, finality: .finalized, evidence: blocks[1].evidence, effects: blocks[1].effects)
        try node.read([blocks[0], salted], to: 2)
        for signer in [0, 1] { try node.receive(.attestation(rival.header, World.attestation(signer, of: rival.header))) }
        try node.receive(.message(World.bundle(messages[1])))
        #expect(node.tip == 0)
        try node.receive(.message(World.bundle(messages[0])))
        // The second place has two certified digests now, whichever came first.
        let kinds = node.shelf.records.compactMap { record -> String? in
            switch record {
            case .accepted(let message): "accepted \(message.position.sequence)"
            case .disputed(let message): "disputed \(message.position.sequence)"
            case .frozen(_, let at): "frozen \(at)"
            default: nil
            }
        }
        #expect(kinds.first == "accepted 1")
        #expect(kinds == kinds.sorted(), "\(kinds)")
        #expect(node.status?.stopped != nil)
    }

    @Test("a second certificate of an accepted message joins it, and a plain repeat changes nothing")
    func repeats() throws {
        var node = try TestNode(world)
        try node.receive(.message(World.bundle(messages[0])))
        let count = node.shelf.records.count
        try node.receive(.message(World.bundle(messages[0])))
        #expect(node.shelf.records.count == count)
        try node.receive(.message(World.bundle(messages[0], by: [0, 1])))
        #expect(node.ledger?.tip?.attestations.count == 3)
    }
}
