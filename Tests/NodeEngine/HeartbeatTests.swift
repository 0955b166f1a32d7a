import CollateralState
import Encoding
import Quorum
import Signatures
import Testing
import UnifiedView

@testable import NodeEngine

@Suite("Heartbeats and gaps")
struct HeartbeatTests {
    let world: World
    let messages: [StateMessage]

    init() throws {
        world = try World()
        messages = try world.messages((1...6).map { try World.observation(UInt64($0), [$0: 1]) })
    }

    @Test("a heartbeat says up to which block nothing newer exists than the certified tip")
    func content() throws {
        var node = try TestNode(world)
        try node.read([], to: 9)
        let heartbeat = try #require(node.shelf.heartbeats.first)
        #expect(heartbeat.record == HeartbeatRecord(stream: world.stream, last: .zero, block: World.block(9), blockTime: Timestamp(milliseconds: 9_000)))
        try world.genesis[0].verify(heartbeat)
        #expect(node.shelf.positions[world.stream] == World.position(9))
    }

    @Test("it is signed again only when the position has moved and the interval is over")
    func pacing() throws {
        var node = try TestNode(world, heartbeatInterval: 300_000)
        try node.read([], to: 9)
        try node.read([], to: 10)
        #expect(node.shelf.heartbeats.count == 1)
        node.now += 300_000
        try node.handle(.tick)
        #expect(node.shelf.heartbeats.map(\.record.block.height) == [9, 10])
        node.now += 900_000
        for _ in 0..<5 { try node.handle(.tick) }
        #expect(node.shelf.heartbeats.count == 2, "the position stands still")
    }

    @Test("nothing is said while own messages wait for their quorum, and again when they have it")
    func notWhileOpen() throws {
        var node = try TestNode(world)
        try node.read([World.observation(1, [1: 1])], to: 4)
        #expect(node.shelf.heartbeats.isEmpty)
        try node.receive(.attestation(messages[0].header, World.attestation(1, of: messages[0].header)))
        #expect(node.shelf.heartbeats.map(\.record.last) == [messages[0].digest])
        #expect(node.shelf.heartbeats.map(\.record.block.height) == [4])
    }

    @Test("nothing is said while the quorum's tip is another than this node's own")
    func notBehindTheTip() throws {
        var node = try TestNode(world)
        try node.receive(.message(World.bundle(messages[0])))
        try node.read([], to: 0, head: 50)
        #expect(node.shelf.heartbeats.isEmpty)
        try node.read([World.observation(1, [1: 1])], to: 1, head: 50)
        #expect(node.shelf.heartbeats.map(\.record.last) == [messages[0].digest])
    }

    @Test("a halted node, and one without a key in the set, says nothing", arguments: [nil, 3])
    func notWithoutAVoice(key: Int?) throws {
        var node = try TestNode(world, key: key)
        try node.read([], to: 9)
        #expect(node.shelf.heartbeats.isEmpty)
        var halted = try TestNode(world, heartbeatInterval: 1)
        try halted.read([World.observation(1, [1: -1])], to: 9)
        halted.now += 60_000
        try halted.handle(.tick)
        #expect(halted.shelf.heartbeats.isEmpty)
    }

    @Test("an attester whose set ends later goes on until then, and a new one begins when its set does")
    func setsToCome() throws {
        let change = try World.change(from: world.genesis[0], first: 100, members: [1, 2, 3], signers: [0, 1, 2, 3])
        for (key, speaks) in [(0, true), (3, false)] {
            var node = try TestNode(world, key: key)
            try node.receive(.attesterSetChange(change))
            try node.read([], to: 9)
            #expect(node.shelf.heartbeats.isEmpty != speaks, "key \(key)")
        }
    }

    @Test("peers' heartbeats are kept when they are news, and freshness follows a quorum of them")
    func peersHeartbeats() throws {
        var node = try TestNode(world, key: nil, chains: 0)
        try node.receive(.message(World.bundle(messages[0])))
        for signer in [0, 1] { try node.receive(.heartbeat(World.heartbeat(signer, world.stream, last: messages[0].digest, height: 20))) }
        #expect(node.shelf.heartbeats.count == 2)
        let count = node.shelf.records.count
        try node.receive(.heartbeat(World.heartbeat(0, world.stream, last: messages[0].digest, height: 20)))
        try node.receive(.heartbeat(World.heartbeat(0, world.stream, last: messages[0].digest, height: 19)))
        #expect(node.shelf.records.count == count)
        #expect(node.ledger?.status.freshness?.block.height == 20)
    }

    @Test("a heartbeat that does not verify is an alarm about the peer, and changes nothing")
    func forgedHeartbeats() throws {
        var node = try TestNode(world, chains: 0)
        let good = try World.heartbeat(1, world.stream, last: .zero, height: 20)
        let forged = Heartbeat(record: good.record, signer: World.keys[2].publicKey.id, signature: good.signature)
        try node.receive(.heartbeat(World.heartbeat(3, world.stream, last: .zero, height: 20)), .heartbeat(forged), .heartbeat(good))
        #expect(node.alarms.map(\.label) == ["peer", "peer"])
        #expect(node.shelf.heartbeats == [good])
    }

    @Test("a heartbeat about a message that is not here asks for what follows the tip")
    func newerMessageExists() throws {
        var node = try TestNode(world, chains: 0)
        try node.receive(.message(World.bundle(messages[0])))
        try node.receive(.heartbeat(World.heartbeat(1, world.stream, last: messages[3].digest, height: 20)))
        #expect(node.fetches == [2...257])
    }

    @Test("a gap is asked for at once, and again not more often than once a second until it is closed")
    func gaps() throws {
        var node = try TestNode(world, chains: 0)
        try node.receive(.message(World.bundle(messages[4])))
        #expect(node.fetches == [1...4])
        for _ in 0..<5 { try node.handle(.tick) }
        node.now += 999
        try node.handle(.tick)
        #expect(node.fetches.count == 1)
        node.now += 1
        try node.handle(.tick)
        #expect(node.fetches == [1...4, 1...4])
        for message in messages.prefix(3) { try node.receive(.message(World.bundle(message))) }
        node.now += 1_000
        try node.handle(.tick)
        #expect(node.fetches.last == 4...4)
        try node.receive(.message(World.bundle(messages[3])))
        #expect(node.tip == 5)
        node.now += 60_000
        try node.handle(.tick)
        #expect(node.fetches.count == 3)
    }

    @Test("a gap in one stream does not hold up the other")
    func gapsAreApart() throws {
        var node = try TestNode(world, chains: 0)
        try node.receive(.message(World.bundle(messages[4])))
        let others = try world.messages([World.observation(1, [1: 1])], chain: 1)
        try node.receive(.message(World.bundle(others[0])))
        #expect(node.engine.ledgers.first { $0.stream == world.other }?.tip?.digest == others[0].digest)
    }
}
