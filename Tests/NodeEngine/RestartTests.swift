import ChainModel
import CollateralState
import Encoding
import Quorum
import Signatures
import TestVectors
import Testing
import UnifiedView

@testable import NodeEngine

@Suite("Restart and catching up")
struct RestartTests {
    let world: World

    init() throws { world = try World() }

    private func blocks(_ heights: ClosedRange<Int>) throws -> [Observation] {
        try heights.map { try World.observation(UInt64($0), [$0 % 5: 1, 5 + $0 % 3: 2]) }
    }

    @Test("open proposals are gone on from after a restart: the next message builds on them, and they are certified as they were signed")
    func openProposals() throws {
        let blocks = try blocks(1...4)
        let messages = try world.messages(blocks)
        var node = try TestNode(world)
        try node.read(Array(blocks[..<3]), to: 3)
        try node.restart()
        #expect(node.status?.openProposals == 3)
        #expect(node.status?.position == World.position(3))
        try node.read([blocks[3]], to: 4)
        #expect(node.shelf.proposals.map(\.message.digest) == messages.map(\.digest))
        for message in messages { try node.receive(.attestation(message.header, World.attestation(1, of: message.header))) }
        #expect(node.shelf.acceptedMessages.map(\.digest) == messages.map(\.digest))
    }

    @Test("a restart after any event leaves the same messages as no restart at all")
    func anyMoment() throws {
        var random = SeededGenerator()
        let blocks = try blocks(1...12)
        let messages = try world.messages(blocks)
        for _ in 0..<20 {
            var node = try TestNode(world)
            var attested = messages.shuffled(using: &random)
            var next = 0
            while node.tip < 12 {
                if Int.random(in: 0..<4, using: &random) == 0 { try node.restart() }
                if next < 12, Bool.random(using: &random) {
                    try node.read([blocks[next]], to: UInt64(next + 1), head: 100)
                    next += 1
                } else if let message = attested.popLast() {
                    try node.receive(.attestation(message.header, World.attestation(1, of: message.header)))
                } else if next == 12 {
                    break
                }
            }
            #expect(node.tip == 12)
            #expect(node.shelf.acceptedMessages.map(\.digest) == messages.map(\.digest))
            #expect(node.shelf.proposals.map(\.message.digest) == messages.map(\.digest))
            #expect(node.alarms.isEmpty)
        }
    }

    @Test("a stored proposal that does not lead to the root it names is refused at the start")
    func damagedProposal() throws {
        let messages = try world.messages(blocks(1...1))
        let header = messages[0].header
        let damaged = try StateMessage(
            header: StateMessageHeader(
                stream: header.stream, sequence: header.sequence, previous: header.previous, block: header.block, blockTime: header.blockTime,
                finality: header.finality, attesterSet: 0, accountCount: header.accountCount, stateRoot: SHA256.hash([1]), changesRoot: header.changesRoot),
            changes: messages[0].changes)
        #expect(throws: NodeEngineError.self) {
            try TestNode(world, restarts: Shelf(world).restarts().map { $0.ledger.description.id == world.stream ? $0.with(openProposals: [damaged]) : $0 })
        }
        let altered = try StateMessage(
            header: StateMessageHeader(
                stream: header.stream, sequence: header.sequence, previous: header.previous, block: header.block, blockTime: header.blockTime,
                finality: header.finality, attesterSet: 0, accountCount: header.accountCount, stateRoot: header.stateRoot, changesRoot: SHA256.hash([1])),
            changes: messages[0].changes)
        #expect(throws: NodeEngineError.quorum(.wrongChangesRoot(expected: SHA256.hash([1]), got: header.changesRoot))) {
            try TestNode(world, restarts: Shelf(world).restarts().map { $0.ledger.description.id == world.stream ? $0.with(openProposals: [altered]) : $0 })
        }
    }

    @Test("own proposals that do not build on what was certified stop the signing: this node saw something else")
    func divergedProposals() throws {
        let blocks = try blocks(1...2)
        let rival = try World.rival(of: world.messages(blocks)[0])
        var node = try TestNode(world)
        try node.read(blocks, to: 2)
        try node.receive(.message(World.bundle(rival)))
        #expect(node.status?.stopped != nil)
        try node.restart()
        #expect(node.tip == 1)
        #expect(node.status?.stopped?.contains("another message") == true)
        node.now += 60_000
        try node.handle(.tick)
        #expect(!node.isAsking)
    }

    @Test("far behind the quorum, a node takes the certified state over and reads on from its block")
    func takesOver() throws {
        let lag = Int(Engine.maximumOwnLag)
        let blocks = try blocks(1...(lag + 3))
        let messages = try world.messages(blocks)
        var node = try TestNode(world)
        try node.handle(.tick)
        let old = try #require(node.open[world.stream])
        for message in messages.prefix(lag) { try node.receive(.message(World.bundle(message))) }
        #expect(node.status?.position == nil, "\(lag) behind is not far")
        try node.receive(.message(World.bundle(messages[lag])))
        #expect(node.status?.position == World.position(UInt64(lag + 1)))
        #expect(node.shelf.positions[world.stream] == World.position(UInt64(lag + 1)))
        // Answers to the round from before say nothing any more; the new round begins at the tip's block.
        #expect(node.open[world.stream] != old)
        #expect(node.askedFrom[world.stream] == UInt64(lag + 1))
        let request = SourceRequest(source: SourceID(0), body: [], maximumAnswerBytes: 8, label: "script")
        try node.handle(.answered(world.stream, round: old, [SourceAnswer(request: request, outcome: .body([0]))]))
        #expect(node.shelf.proposals.isEmpty)
        try node.read(Array(blocks[(lag + 1)...]), to: UInt64(lag + 3))
        #expect(node.shelf.proposals.map(\.message.digest) == messages.suffix(2).map(\.digest))
        #expect(node.alarms.isEmpty)
    }

    @Test("the certified messages of a node that is far behind are signed only where they can be compared")
    func notComparedNotSigned() throws {
        let blocks = try blocks(1...400)
        let messages = try world.messages(blocks)
        var node = try TestNode(world)
        for message in messages { try node.receive(.message(World.bundle(message))) }
        try node.read(blocks, to: 400)
        let signed = node.shelf.attestations.filter { $0.attestation.signer == World.keys[0].publicKey.id }.map(\.header.sequence.value)
        // The ledger remembers 256 messages, and the one before them by the previous digest it names.
        #expect(signed == Array(144...400))
        #expect(node.status?.stopped == nil)
        #expect(node.shelf.heartbeats.map(\.record.last) == [messages[399].digest])
    }

    /// One block of eight changes in parts of three, and one after it.
    private func splitWorld() throws -> (blocks: [Observation], messages: [StateMessage]) {
        let blocks = try [World.observation(5, Dictionary(uniqueKeysWithValues: (0..<8).map { ($0, 1) })), World.observation(6, [1: 1])]
        return (blocks, try world.messages(blocks, maximumChanges: 3))
    }

    @Test("a block's first part at the tip is not taken for the whole block: after a restart the rest of it is made", arguments: [1, 2])
    func restartWithinABlock(parts: Int) throws {
        let (blocks, messages) = try splitWorld()
        var node = try TestNode(world, maximumChanges: 3)
        for message in messages.prefix(parts) { try node.receive(.message(World.bundle(message))) }
        try node.restart()
        #expect(node.status?.position == nil, "the block has to be read")
        try node.read(blocks, to: 6)
        #expect(node.shelf.proposals.map(\.message.digest) == messages.dropFirst(parts).map(\.digest))
        for message in messages.dropFirst(parts) { try node.receive(.attestation(message.header, World.attestation(1, of: message.header))) }
        #expect(node.shelf.acceptedMessages.map(\.digest) == messages.map(\.digest))
    }

    @Test("when the block's last part is at the tip, the node reads on after it")
    func restartAfterABlock() throws {
        let (blocks, messages) = try splitWorld()
        var node = try TestNode(world, maximumChanges: 3)
        for message in messages.prefix(3) { try node.receive(.message(World.bundle(message))) }
        try node.restart()
        #expect(node.status?.position == World.position(5))
        try node.read([blocks[1]], to: 6)
        #expect(node.shelf.proposals.map(\.message.digest) == [messages[3].digest])
    }

    @Test("when it is not known whether the tip ends its block, the node stops at that block, and goes on when a later one is certified")
    func unknownPart() throws {
        let (blocks, messages) = try splitWorld()
        var node = try TestNode(world, maximumChanges: 3)
        try node.receive(.message(World.bundle(messages[0])))
        try node.restart { $0.with(tipMessage: .some(nil)) }
        try node.read(blocks, to: 6)
        #expect(node.shelf.proposals.isEmpty)
        #expect(node.status?.stopped?.contains("certified in part") == true)
        #expect(node.shelf.halted.isEmpty, "the next start may know better")
        #expect(try node.engine.view()[world.stream]?.standing == .live, "nothing contradicts what was certified")
        // The others finish the block; this node takes it over.
        try node.restart { $0.with(tipMessage: .some(nil)) }
        for message in messages[1...2] { try node.receive(.message(World.bundle(message))) }
        #expect(node.status?.position == World.position(5))
        try node.read([blocks[1]], to: 6)
        #expect(node.shelf.proposals.map(\.message.digest) == [messages[3].digest])
    }

    @Test("a small block cannot have been certified in part, so not knowing does no harm")
    func unknownButSmall() throws {
        let blocks = try [World.observation(5, [1: 1, 2: 1]), World.observation(6, [1: 1])]
        let messages = try world.messages(blocks, maximumChanges: 3)
        var node = try TestNode(world, maximumChanges: 3)
        try node.receive(.message(World.bundle(messages[0])))
        try node.restart { $0.with(tipMessage: .some(nil)) }
        try node.read(blocks, to: 6)
        #expect(node.shelf.proposals.map(\.message.digest) == [messages[1].digest])
    }

    @Test("catching up at a block's first part does not jump past the rest of it")
    func takeOverWithinABlock() throws {
        let lag = Int(Engine.maximumOwnLag)
        // Blocks of one change each, then one of five in parts of three.
        let blocks = try (1...lag).map { try World.observation(UInt64($0), [$0 % 5: 1]) }
            + [World.observation(UInt64(lag + 1), Dictionary(uniqueKeysWithValues: (0..<5).map { ($0, 1) }))]
        let messages = try world.messages(blocks, maximumChanges: 3)
        #expect(messages.count == lag + 2)
        var node = try TestNode(world, maximumChanges: 3)
        for message in messages.dropLast() { try node.receive(.message(World.bundle(message))) }
        #expect(node.engine.observed[world.stream]?.head.sequenceValue == UInt64(lag + 1))
        #expect(node.status?.position == nil)
        // Either it reads the block and makes the rest ...
        var reader = node
        try reader.read([blocks[lag]], to: UInt64(lag + 1))
        #expect(reader.shelf.proposals.map(\.message.digest) == [messages[lag + 1].digest])
        // ... or the others' rest comes first, and then it reads on after the block.
        try node.receive(.message(World.bundle(messages[lag + 1])))
        #expect(node.status?.position == World.position(UInt64(lag + 1)))
        #expect(node.alarms.isEmpty)
    }

    @Test("another block at the height that was taken over is a disagreement")
    func otherBlockAtTheHead() throws {
        let messages = try world.messages(blocks(1...1))
        var node = try TestNode(world)
        try node.receive(.message(World.bundle(messages[0])))
        try node.restart { $0.with(tipMessage: .some(nil)) }
        try node.read([World.observation(1, [1: 1], salt: 4)], to: 1)
        guard case .disagreement(_, .zero, messages[0].digest)? = node.alarms.last else {
            Issue.record("no disagreement: \(node.alarms)")
            return
        }
        #expect(node.shelf.proposals.isEmpty)
    }

    @Test("rebuilding from the log gives the same tip, and goes on from it")
    func rebuild() throws {
        let messages = try world.messages(blocks(1...5))
        var node = try TestNode(world, chains: 0)
        for message in messages { try node.receive(.message(World.bundle(message))) }
        let view = try node.engine.view().digest
        let actions = try node.engine.rebuild(world.stream, from: node.shelf.acceptedMessages, now: Timestamp(milliseconds: node.now))
        #expect(actions.contains { if case .viewChanged = $0 { true } else { false } })
        #expect(try node.engine.view().digest == view)
        #expect(node.tip == 5)
        #expect(try node.engine.rebuild(world.stream, from: [], now: Timestamp(milliseconds: node.now)).isEmpty)
    }
}

@Suite("Set changes in a running node")
struct SetChangeTests {
    let world: World

    init() throws { world = try World() }

    @Test("a verified change is kept, and messages from its first sequence on are made and certified under it")
    func takesEffect() throws {
        let change = try World.change(from: world.genesis[0], first: 2, members: [0, 1, 3], signers: [0, 1, 3])
        let blocks = try [World.observation(1, [1: 1]), World.observation(2, [1: 1])]
        var node = try TestNode(world)
        try node.receive(.attesterSetChange(change))
        #expect(node.shelf.records.count { if case .attesterSetChange = $0 { true } else { false } } == 1)
        try node.receive(.attesterSetChange(change))
        #expect(node.shelf.records.count { if case .attesterSetChange = $0 { true } else { false } } == 1, "the same again is no news")
        try node.read(blocks, to: 2)
        let headers = node.shelf.proposals.map(\.message.header)
        #expect(headers.map(\.attesterSet) == [0, 1])
        try node.receive(.attestation(headers[0], World.attestation(2, of: headers[0])))
        try node.receive(.attestation(headers[1], World.attestation(2, of: headers[1])))
        #expect(node.alarms.map(\.label) == ["peer"], "attester 2 has left")
        try node.receive(.attestation(headers[1], World.attestation(3, of: headers[1])))
        #expect(node.tip == 2)
        try node.restart()
        #expect(node.ledger?.history.current.number == 1)
    }

    @Test("a change that does not verify is an alarm about the peer")
    func forged() throws {
        let change = try World.change(from: world.genesis[0], first: 2, members: [0, 1, 3], signers: [0, 1])
        var node = try TestNode(world)
        try node.receive(.attesterSetChange(change))
        #expect(node.alarms.map(\.label) == ["peer"])
        #expect(node.shelf.records.isEmpty)
    }

    @Test("a change from below what this node has made already halts its signing: a second digest is never signed")
    func late() throws {
        let change = try World.change(from: world.genesis[0], first: 2, members: [0, 1, 3], signers: [0, 1, 3])
        var node = try TestNode(world)
        try node.read([World.observation(1, [1: 1]), World.observation(2, [1: 1])], to: 2)
        try node.receive(.attesterSetChange(change))
        #expect(node.shelf.halted[world.stream]?.contains("attester set 1 holds from sequence 2") == true)
        #expect(node.ledger?.history.current.number == 1, "the change itself counts")
        // After a restart the promise for sequence 2 still stands, although its set no longer holds there.
        try node.restart()
        #expect(node.engine.followed[world.stream]?.promised.count == 2)
    }
}
