import ChainModel
import CollateralState
import Encoding
import Quantities
import Quorum
import Signatures
import TestVectors
import Testing
import UnifiedView

@testable import NodeEngine

@Suite("Making and signing messages")
struct ProposalTests {
    let world: World

    init() throws { world = try World() }

    @Test("two engines that see the same chain make identical messages, whatever their evidence, clock and rounds are")
    func messagesAreDeterministic() throws {
        var random = SeededGenerator()
        var (one, other) = (try TestNode(world, key: 0), try TestNode(world, key: 1))
        other.now += 12_345
        for round in 0..<20 {
            let gains = { (height: UInt64, random: inout SeededGenerator) in
                Dictionary((0..<Int.random(in: 1...6, using: &random)).map { _ in (Int.random(in: 0..<20, using: &random), Int64.random(in: 1...9, using: &random)) }) { $1 }
            }
            let heights = [UInt64(round * 10 + 1), UInt64(round * 10 + 5)]
            let blocks = heights.map { ($0, gains($0, &random)) }
            try one.read(blocks.map { try World.observation($0.0, $0.1) }, to: heights[1] + 4)
            // The other reads block by block, and its sources agree better.
            for (height, gains) in blocks { try other.read([World.observation(height, gains, evidence: .stateProved)], to: height, head: 1_000) }
        }
        let (mine, theirs) = (one.shelf.proposals.map(\.message), other.shelf.proposals.map(\.message))
        #expect(mine.count == 40)
        #expect(try mine.map { try $0.encoded() } == theirs.map { try $0.encoded() })
    }

    @Test("effects of one block on one account are one change, and their order within the block is the chain's")
    func effectsGather() throws {
        var node = try TestNode(world)
        let key = HoldingKey(kind: .collateral, asset: World.asset)
        let observation = try World.observation(
            5, [1: 10],
            extra: [
                World.effect(1, -10), HoldingEffect(account: World.account(1), key: key, change: .set(7)), World.effect(1, 3),
                World.effect(1, -4, kind: .position),
            ])
        try node.read([observation], to: 5)
        let change = try #require(node.shelf.proposals.first?.message.changes.first)
        #expect(node.shelf.proposals.first?.message.changes.count == 1)
        #expect(change.state?[key] == 10)
        #expect(change.state?[HoldingKey(kind: .position, asset: World.asset)] == -4)
    }

    @Test("a block with too many changes is split in hashed order, and the parts build on each other at one height")
    func splits() throws {
        var node = try TestNode(world, maximumChanges: 3)
        try node.read([World.observation(5, Dictionary(uniqueKeysWithValues: (0..<8).map { ($0, 1) }))], to: 5)
        let messages = node.shelf.proposals.map(\.message)
        #expect(messages.map(\.changes.count) == [3, 3, 2])
        let paths = messages.flatMap(\.changes).map(\.path)
        #expect(paths == paths.sorted())
        #expect(Set(messages.map(\.header.block)) == [World.block(5)])
        #expect(messages.map(\.header.sequence.value) == [1, 2, 3])
        #expect(messages.map(\.header.accountCount) == [3, 6, 8])
        #expect(messages[1].header.previous == messages[0].digest)
        #expect(messages[2].header.previous == messages[1].digest)
    }

    @Test("a block whose effects cancel gives no message, and the position moves on all the same")
    func cancelling() throws {
        var node = try TestNode(world)
        try node.read([World.observation(5, [1: 10], extra: [World.effect(1, -10)])], to: 5)
        #expect(node.shelf.proposals.isEmpty)
        #expect(node.shelf.positions[world.stream] == World.position(5))
        // Also against a state that is there already: what is set to the same value is no change.
        try node.read([World.observation(6, [2: 4])], to: 6)
        let same = HoldingEffect(account: try World.account(2), key: HoldingKey(kind: .collateral, asset: World.asset), change: .set(4))
        try node.read([World.observation(7, [:], extra: [same])], to: 7)
        #expect(node.shelf.proposals.count == 1)
    }

    @Test("an account whose last holding goes leaves the tree")
    func accountsLeave() throws {
        var node = try TestNode(world)
        try node.read([World.observation(5, [1: 10, 2: 10]), World.observation(6, [1: -10])], to: 6)
        let last = try #require(node.shelf.proposals.last?.message)
        #expect(last.changes.map(\.state) == [nil])
        #expect(last.header.accountCount == 1)
    }

    @Test("more taken out than there is halts the stream with the reason, and keeps what came before it")
    func belowZero() throws {
        var node = try TestNode(world)
        try node.read([World.observation(5, [1: 10]), World.observation(6, [1: -11]), World.observation(7, [1: 5])], to: 7)
        #expect(node.shelf.proposals.map(\.message.header.block.height) == [5])
        #expect(node.shelf.positions.isEmpty, "the position would say that block 6 was taken in")
        let reason = try #require(node.shelf.halted[world.stream])
        #expect(reason.contains("block 6 takes more collateral eip155:1/slip44:60"))
        #expect(node.alarms.compactMap(\.reason) == [reason])
        #expect(node.status?.stopped == reason)
        node.now += 600_000
        try node.handle(.tick)
        #expect(!node.isAsking)
        // The same after a restart.
        try node.restart()
        try node.handle(.tick)
        #expect(!node.isAsking)
        #expect(node.status?.stopped == reason)
    }

    @Test("a holding beyond 255 bits halts the stream, it never wraps")
    func overflow() throws {
        var node = try TestNode(world)
        let key = HoldingKey(kind: .position, asset: World.asset)
        let account = try World.account(1)
        try node.read(
            [World.observation(5, [:], extra: [
                HoldingEffect(account: account, key: key, change: .set(.max)), HoldingEffect(account: account, key: key, change: .add(1)),
            ])], to: 5)
        #expect(node.shelf.proposals.isEmpty)
        #expect(node.shelf.halted[world.stream]?.contains("exceed 255 bits") == true)
    }

    @Test("the intent is durable before anything else: the first action persists proposal and position together")
    func writeAhead() throws {
        var node = try TestNode(world)
        let actions = try node.read([World.observation(5, [1: 10])], to: 5)
        guard case .persist(let records)? = actions.first else {
            Issue.record("the first action is not persist")
            return
        }
        guard case .proposal(let message, let attestation)? = records.first else {
            Issue.record("the first record is not the proposal")
            return
        }
        #expect(attestation.record.message == message.digest)
        try world.genesis[0].verify(attestation)
        #expect(records.contains { if case .position(_, let position) = $0 { position == World.position(5) } else { false } })
        #expect(actions.dropFirst().allSatisfy { if case .persist = $0 { false } else { true } }, "one transaction an event")
    }

    @Test("a second digest is never signed for a place: a node that has lost its position and sees another block halts")
    func neverASecondDigest() throws {
        var node = try TestNode(world)
        try node.read([World.observation(5, [1: 10])], to: 5)
        // Everything but the signed statement is lost, and the chain now shows something else.
        try node.restart { $0.with(openProposals: [], position: .some(nil)) }
        try node.read([World.observation(5, [1: 11])], to: 5)
        #expect(node.shelf.proposals.count == 1)
        #expect(node.shelf.halted[world.stream]?.contains("a second digest is never signed") == true)
    }

    @Test("the promise alone is enough: it is kept even when its attestation cannot be read any more")
    func promisesAreKept() throws {
        var node = try TestNode(world)
        try node.read([World.observation(5, [1: 10]), World.observation(6, [1: 1])], to: 6)
        let second = try #require(node.shelf.proposals.last?.message)
        try node.restart { $0.with(openProposals: [second], position: .some(nil), statements: []) }
        // The proposal does not follow the tip, so that the node cannot go on from it, and must not sign beside it either.
        #expect(node.status?.stopped != nil)
        try node.handle(.tick)
        #expect(!node.isAsking)
    }

    @Test("the same digest is not signed again either: what was signed before the restart stands")
    func notSignedTwice() throws {
        var node = try TestNode(world)
        try node.read([World.observation(5, [1: 10])], to: 5)
        try node.restart { $0.with(openProposals: [], position: .some(nil)) }
        try node.read([World.observation(5, [1: 10])], to: 5)
        #expect(node.shelf.proposals.count == 1)
        #expect(node.shelf.halted.isEmpty)
        #expect(node.status?.openProposals == 1)
        // And it can be certified.
        let header = try #require(node.shelf.proposals.first?.message.header)
        try node.receive(.attestation(header, World.attestation(1, of: header)))
        #expect(node.tip == 1)
    }

    @Test("a node without a key in the set observes without a voice", arguments: [nil, 3])
    func withoutAVoice(key: Int?) throws {
        var node = try TestNode(world, key: key)
        try node.read([World.observation(5, [1: 10])], to: 5)
        #expect(node.shelf.proposals.isEmpty)
        #expect(node.shelf.attestations.isEmpty)
        #expect(node.shelf.heartbeats.isEmpty)
        #expect(node.status?.openProposals == 1)
    }

    @Test("a position is not kept over messages that are durable nowhere, and is once they are certified")
    func voicelessPositions() throws {
        var node = try TestNode(world, key: nil)
        try node.read([], to: 3)
        #expect(node.shelf.positions[world.stream] == World.position(3))
        try node.read([World.observation(5, [1: 10])], to: 6)
        #expect(node.shelf.positions[world.stream] == World.position(3))
        let message = try world.messages([World.observation(5, [1: 10])])[0]
        try node.receive(.attestation(message.header, World.attestation(0, of: message.header)))
        try node.receive(.attestation(message.header, World.attestation(1, of: message.header)))
        #expect(node.tip == 1)
        try node.read([], to: 8)
        #expect(node.shelf.positions[world.stream] == World.position(8))
    }

    @Test("one stream's halt leaves the other alone")
    func streamsAreApart() throws {
        var node = try TestNode(world, chains: 2)
        try node.read([World.observation(5, [1: -1])], to: 5)
        #expect(node.status?.stopped != nil)
        try node.read([World.observation(5, [1: 1])], to: 5, of: world.other)
        #expect(node.shelf.proposals.map(\.message.header.stream) == [world.other])
        #expect(node.engine.observations.first { $0.stream == world.other }?.stopped == nil)
    }
}
