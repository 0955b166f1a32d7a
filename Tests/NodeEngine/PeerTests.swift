import CollateralState
import Encoding
import Quorum
import Signatures
import Testing
import UnifiedView

@testable import NodeEngine

@Suite("What peers send")
struct PeerTests {
    let world: World
    let messages: [StateMessage]

    init() throws {
        world = try World()
        messages = try world.messages((1...6).map { try World.observation(UInt64($0), [$0: 1]) })
    }

    private var labels: (TestNode) -> [String] { { $0.alarms.map(\.label) } }

    @Test("a peer's two digests for one place are kept as proof, and alarmed about once, however often they come")
    func equivocation() throws {
        var node = try TestNode(world)
        let rival = try World.rival(of: messages[0])
        let (one, other) = (try World.attestation(1, of: messages[0].header), try World.attestation(1, of: rival.header))
        try node.receive(.attestation(messages[0].header, one))
        for _ in 0..<3 { try node.receive(.attestation(rival.header, other)) }
        let third = try World.rival(of: messages[0], salt: 10)
        try node.receive(.attestation(third.header, World.attestation(1, of: third.header)))
        let evidence = (Equivocation.Statement(header: messages[0].header, attestation: one), Equivocation.Statement(header: rival.header, attestation: other))
        try node.receive(.equivocation(evidence.0, evidence.1), .equivocation(evidence.1, evidence.0))
        #expect(node.shelf.equivocations.count == 1)
        #expect(labels(node) == ["equivocation"])
        #expect(node.shelf.equivocations.first?.key.id == World.keys[1].publicKey.id)
        // Only the first statement counts and is passed on.
        #expect(node.shelf.attestations.map(\.attestation) == [one])
    }

    @Test("proof of an equivocation that a peer has found is kept, and remembered over a restart")
    func equivocationItem() throws {
        var node = try TestNode(world)
        let rival = try World.rival(of: messages[0])
        let statements = try [messages[0], rival].map {
            Equivocation.Statement(header: $0.header, attestation: try World.attestation(2, of: $0.header))
        }
        try node.receive(.equivocation(statements[0], statements[1]))
        #expect(node.shelf.equivocations.count == 1)
        let kept = node.shelf.equivocations
        try node.restart {
            StreamRestart(ledger: $0.ledger, equivocations: $0.ledger.description.id == kept[0].position.stream ? kept : [])
        }
        try node.receive(.equivocation(statements[0], statements[1]))
        #expect(node.shelf.equivocations.count == 1)
    }

    @Test("what is no equivocation raises an alarm about the peer, not about the attester")
    func falseAccusation() throws {
        var node = try TestNode(world)
        let one = Equivocation.Statement(header: messages[0].header, attestation: try World.attestation(1, of: messages[0].header))
        let next = Equivocation.Statement(header: messages[1].header, attestation: try World.attestation(1, of: messages[1].header))
        let stranger = try [messages[0], World.rival(of: messages[0])].map {
            Equivocation.Statement(header: $0.header, attestation: try World.attestation(3, of: $0.header))
        }
        try node.receive(.equivocation(one, one), .equivocation(one, next), .equivocation(stranger[0], stranger[1]))
        #expect(node.shelf.equivocations.isEmpty)
        #expect(labels(node) == ["peer", "peer", "peer"])
    }

    @Test("garbage raises an alarm about the peer, and the rest of the page counts all the same")
    func garbage() throws {
        var node = try TestNode(world)
        let good = messages[0].header
        let forged = Attestation(
            record: try World.attestation(1, of: good).record, signer: World.keys[2].publicKey.id, signature: try World.attestation(1, of: good).signature)
        let cursor = FeedCursor(feed: .zero, item: 7)
        let peer = try PeerID(parsing: "liar")
        let actions = try node.handle(
            .received(
                [
                    .attestation(good, forged), .attestation(good, World.attestation(3, of: good)),
                    .message(MessageBundle(message: messages[0], attestations: [World.attestation(1, of: good)])),
                    .attestation(good, World.attestation(1, of: good)), .attestation(good, World.attestation(2, of: good)),
                    .message(World.bundle(messages[0])),
                ], from: peer, cursor: cursor))
        #expect(labels(node) == ["peer", "peer", "peer"])
        #expect(node.tip == 1)
        // What counts and how far the feed was read are durable together.
        guard case .persist(let records)? = actions.first else {
            Issue.record("nothing was persisted")
            return
        }
        #expect(records.contains { if case .accepted = $0 { true } else { false } })
        #expect(records.contains { if case .peerCursor(peer, cursor) = $0 { true } else { false } })
        for case .peer(let named, _, let error) in node.alarms {
            #expect(named == peer)
            #expect(["invalid-signature", "unknown-signer", "under-quorum"].contains(error.shortDescription))
        }
    }

    @Test("a page of nothing but garbage is not read to its end")
    func faultsAreBounded() throws {
        var node = try TestNode(world)
        let header = messages[0].header
        let page = Array(repeating: ExchangeItem.attestation(header, try World.attestation(3, of: header)), count: 1_000)
        try node.handle(.received(page, from: PeerID(parsing: "liar"), cursor: nil))
        #expect(node.alarms.count == Engine.maximumFaultsPerPage)
    }

    @Test("streams that are not trusted are passed over without a word")
    func unknownStreams() throws {
        let foreign = try StreamDescription(
            network: World.network, vault: world.descriptions[0].vault, finality: .safe, firstHeight: 1, mapping: [9])
        let header = try StateMessageHeader(
            stream: foreign.id, sequence: .first, previous: .zero, block: World.block(1), blockTime: Timestamp(milliseconds: 1), finality: .safe,
            attesterSet: 0, accountCount: 1, stateRoot: .zero, changesRoot: .zero)
        let message = try StateMessage(header: header, changes: messages[0].changes)
        let set = try World.set(foreign.id, 0, 1, [0, 1])
        let attestation = try World.attestation(1, of: header)
        let rival = try World.rival(of: message)
        var node = try TestNode(world)
        let actions = try node.receive(
            .attestation(header, attestation), .message(World.bundle(message)), .heartbeat(World.heartbeat(1, foreign.id, last: .zero, height: 3)),
            .attesterSetChange(World.change(from: set, first: 5, members: [0, 1], signers: [0, 1])),
            .equivocation(
                Equivocation.Statement(header: header, attestation: attestation),
                Equivocation.Statement(header: rival.header, attestation: World.attestation(1, of: rival.header))))
        #expect(node.alarms.isEmpty)
        #expect(node.shelf.records.isEmpty)
        #expect(actions.allSatisfy { if case .ask = $0 { true } else { false } })
    }

    @Test("sequences at the end of their range are too far ahead, never a trap")
    func extremeSequences() throws {
        var node = try TestNode(world)
        for sequence: UInt64 in [.max, .max - 1, .max - 1_024, 1_025, 1 << 63] {
            let header = try StateMessageHeader(
                stream: world.stream, sequence: SequenceNumber(sequence), previous: SHA256.hash([1]), block: World.block(1),
                blockTime: Timestamp(milliseconds: 1), finality: .finalized, attesterSet: 0, accountCount: 1, stateRoot: .zero, changesRoot: messages[0].header.changesRoot)
            try node.receive(.attestation(header, World.attestation(1, of: header)))
            #expect(node.shelf.records.isEmpty)
            // Certified it would be a message from far ahead: it waits, bounded, and the gap before it is asked for.
            let message = try StateMessage(header: header, changes: messages[0].changes)
            try node.receive(.message(World.bundle(message)))
            #expect(node.tip == 0)
        }
        #expect(node.alarms.isEmpty)
    }

    @Test("attestations from far behind the tip are passed over")
    func farBehind() {
        #expect(AttestationPool.window(of: .first, tip: 0) == .inside)
        for (place, tip, window) in [
            (1_024, 0, .inside), (1_025, 0, .ahead), (1, 1_024, .inside), (1, 1_025, .behind), (5_000, 5_000, .inside), (.max, .max, .inside),
            (.max, 0, .ahead), (1, .max, .behind),
        ] as [(UInt64, UInt64, AttestationPool.Window)] {
            #expect((try? SequenceNumber(place)).map { AttestationPool.window(of: $0, tip: tip) } == window, "\(place) of \(tip)")
        }
    }

    @Test("of one attester's statements about a message only better ones are kept and passed on, so that peers come to an end")
    func noPingPong() throws {
        var (one, other) = (try TestNode(world, key: nil), try TestNode(world, key: nil))
        let header = messages[0].header
        let statements = try (0..<6).map { try World.attestation(1, of: header, at: UInt64($0)) }
        try one.receive(.attestation(header, statements[0]))
        try other.receive(.attestation(header, statements[5]))
        var (readByOne, readByOther) = (0, 0)
        for _ in 0..<20 {
            for item in other.shelf.attestations.dropFirst(readByOne) { try one.receive(.attestation(item.header, item.attestation)) }
            readByOne = other.shelf.attestations.count
            for item in one.shelf.attestations.dropFirst(readByOther) { try other.receive(.attestation(item.header, item.attestation)) }
            readByOther = one.shelf.attestations.count
        }
        #expect(one.shelf.attestations.last?.attestation == other.shelf.attestations.last?.attestation)
        #expect(one.shelf.attestations.count + other.shelf.attestations.count <= 4)
        let better = try World.attestation(1, of: header, evidence: .stateProved)
        try one.receive(.attestation(header, better))
        #expect(one.shelf.attestations.last?.attestation == better)
    }

    @Test("peers' names are 1 to 64 bytes")
    func peerNames() throws {
        #expect(try PeerID(parsing: String(repeating: "x", count: 64)).description.count == 64)
        for name in ["", String(repeating: "x", count: 65)] { #expect(throws: NodeEngineError.self) { try PeerID(parsing: name) } }
    }
}
