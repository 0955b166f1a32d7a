import ChainModel
import CollateralState
import Encoding
import Testing
import UnifiedView

@testable import NodeEngine

@Suite("Rounds of questions")
struct RoundTests {
    let world: World

    init() throws { world = try World() }

    private func finished(_ height: UInt64, head: UInt64, observations: [Observation] = []) throws -> Script.Line {
        let evidence = try Evidence(.quorumRead, agreeingSources: 2, distinctOperators: 2)
        return { _ in
            let progress = ReadProgress(
                observations: observations, position: World.position(height), head: head, evidence: evidence, grounds: [])
            return ReadStep(verdict: .accepted(.finished(progress)), next: Cursor(position: World.position(height)), alarms: [])
        }
    }

    private static let notYet: Script.Line = { ReadStep(verdict: .notYet(.chainMoved(height: 3)), next: $0, alarms: []) }

    @Test("the first tick asks each observed stream once, and nothing more until the answers are there")
    func asksOnce() throws {
        var node = try TestNode(world, chains: 2)
        try node.handle(.tick)
        #expect(node.open.count == 2)
        let rounds = node.open
        node.now += 10_000_000
        let actions = try node.handle(.tick)
        #expect(actions.isEmpty)
        #expect(node.open == rounds)
    }

    @Test("behind the chain it asks again at once, caught up only after the poll interval")
    func pacing() throws {
        var node = try TestNode(world)
        try node.answer(with: finished(10, head: 50))
        #expect(node.isAsking, "blocks 11 to 50 are still to be read")
        #expect(node.askedFrom[world.stream] == 10)
        try node.answer(with: finished(50, head: 50))
        #expect(!node.isAsking)
        node.now += TestNode.pollInterval - 1
        try node.handle(.tick)
        #expect(!node.isAsking)
        node.now += 1
        try node.handle(.tick)
        #expect(node.isAsking)
        #expect(node.askedFrom[world.stream] == 50)
    }

    @Test("an unfinished round goes on at once, and nothing is kept of it")
    func unfinished() throws {
        var node = try TestNode(world)
        try node.answer { ReadStep(verdict: .accepted(.unfinished), next: $0, alarms: []) }
        #expect(node.isAsking)
        #expect(node.shelf.records.isEmpty)
    }

    @Test("answers to a round that is over say nothing, and neither do answers nobody asked for")
    func oldRounds() throws {
        var node = try TestNode(world)
        try node.handle(.tick)
        let round = try #require(node.open[world.stream])
        node.script.write(try finished(9, head: 9, observations: [World.observation(9, [1: 1])]))
        let request = SourceRequest(source: SourceID(0), body: [], maximumAnswerBytes: 8, label: "script")
        let answers = [SourceAnswer(request: request, outcome: .body([0]))]
        for wrong in [round &- 1, round + 1] {
            try node.handle(.answered(world.stream, round: wrong, answers))
            #expect(node.shelf.records.isEmpty)
        }
        try node.handle(.answered(world.other, round: round, answers))
        #expect(node.shelf.records.isEmpty)
        try node.handle(.answered(world.stream, round: round, answers))
        #expect(node.shelf.proposals.count == 1)
        let count = node.shelf.records.count
        try node.handle(.answered(world.stream, round: round, answers))
        #expect(node.shelf.records.count == count, "the same answers a second time")
    }

    @Test("failed rounds are repeated after a growing, spread pause, and one good round ends that")
    func backsOff() throws {
        var node = try TestNode(world)
        var pauses: [UInt64] = []
        for _ in 0..<12 {
            try node.answer(with: Self.notYet)
            #expect(node.status?.notYet == .chainMoved(height: 3))
            let start = node.now
            while !node.isAsking {
                node.now += 1
                try node.handle(.tick)
            }
            pauses.append(node.now - start)
        }
        // 500 ms doubled each time up to 4,000 ms, each between half and all of it.
        for (index, pause) in pauses.enumerated() {
            let most = min(UInt64(500) << UInt64(index + 1), 4_000)
            #expect((most / 2...most).contains(pause), "pause \(index): \(pause)")
        }
        #expect(Set(pauses.suffix(9)).count > 4, "the pauses are not spread")
        try node.answer(with: finished(5, head: 5))
        #expect(node.status?.notYet == nil)
        try node.answer(with: Self.notYet)
        let start = node.now
        while !node.isAsking {
            node.now += 1
            try node.handle(.tick)
        }
        #expect(node.now - start <= 1_000)
    }

    @Test("two nodes do not pause in step, and one seed gives the same pauses again")
    func jitter() {
        var (one, other, again) = (JitterSource(seed: 1), JitterSource(seed: 2), JitterSource(seed: 1))
        let numbers = (0..<1_000).map { _ in (one.next(), other.next(), again.next()) }
        #expect(numbers.allSatisfy { $0.0 == $0.2 })
        #expect(numbers.allSatisfy { (0..<1).contains($0.0) && (0..<1).contains($0.1) })
        #expect(numbers.contains { $0.0 != $0.1 })
    }

    @Test("pauses stay within their bounds for every interval, limit and number of failures that is allowed")
    func pauseBounds() throws {
        var own = ObservedStream(adapter: try ScriptedAdapter(world.descriptions[0], Script()), pollInterval: 1, position: nil, head: .start)
        for interval: UInt64 in [1, 2, 3, 1_000, EngineConfiguration.longestInterval] {
            own = ObservedStream(adapter: own.adapter, pollInterval: interval, position: nil, head: .start)
            for failures in [0, 1, 2, 15, 16, 17, 1_000_000] {
                own.failures = failures
                for limit: UInt64 in [1, 30_000, EngineConfiguration.longestInterval] {
                    let most = max(limit, interval)
                    #expect(own.pause(limit: limit, jitter: 0) <= most)
                    #expect(own.pause(limit: limit, jitter: 0.999_999_999) <= most)
                    #expect(own.pause(limit: limit, jitter: 0) >= min(interval, most) / 2)
                }
            }
        }
    }

    @Test("a broken rule of the chain halts the stream for good, with the adapter's reason")
    func rejected() throws {
        var node = try TestNode(world)
        try node.answer { ReadStep(verdict: .rejected(.record(.sameDigest(.zero))), next: $0, alarms: []) }
        let reason = "\(ChainModelError.record(.sameDigest(.zero)))"
        #expect(node.shelf.halted[world.stream] == reason)
        #expect(node.alarms.compactMap(\.reason) == [reason])
        #expect(try node.engine.view()[world.stream]?.standing == .halted(reason: reason), "what is certified still counts here")
        node.now += 1_000_000
        try node.handle(.tick)
        #expect(!node.isAsking)
        try node.restart()
        #expect(try node.engine.view()[world.stream]?.standing == .halted(reason: reason), "a restart forgot it")
    }

    @Test("a halt is a change of the view: readers of its events learn of it at once")
    func haltIsTold() throws {
        var node = try TestNode(world)
        let before = try node.engine.view().digest
        let actions = try node.answer { ReadStep(verdict: .rejected(.record(.sameDigest(.zero))), next: $0, alarms: []) }
        #expect(actions.contains { if case .viewChanged = $0 { true } else { false } })
        #expect(try node.engine.view().digest != before)
    }

    @Test("what sources did wrong is raised with every verdict")
    func sourceAlarms() throws {
        var node = try TestNode(world)
        let alarm = SourceAlarm.malformed(SourceID(0), question: "block", reason: "not JSON")
        try node.answer { ReadStep(verdict: .accepted(.unfinished), next: $0, alarms: [alarm]) }
        try node.answer { ReadStep(verdict: .notYet(.chainMoved(height: 1)), next: $0, alarms: [alarm, alarm]) }
        #expect(node.alarms.count == 3)
        #expect(node.alarms.allSatisfy { $0.label == "source" })
    }

    @Test("with as many own messages waiting as are allowed, the chain is read no further until some are certified")
    func backpressure() throws {
        let blocks = try (1...5).map { try World.observation(UInt64($0), [$0: 1]) }
        let messages = try world.messages(blocks)
        var node = try TestNode(world, maximumOpenProposals: 3)
        for block in blocks.prefix(3) {
            node.now += 60_000
            try node.handle(.tick)
            try node.read([block], to: block.block.height, head: 100)
        }
        #expect(node.status?.openProposals == 3)
        node.now += 600_000
        try node.handle(.tick)
        #expect(!node.isAsking)
        try node.receive(.attestation(messages[0].header, World.attestation(1, of: messages[0].header)))
        #expect(node.status?.openProposals == 2)
        #expect(node.isAsking)
    }

    @Test("a round may bring more than the bound: nothing of it is lost, however far it reaches beyond the tip")
    func longRounds() throws {
        let blocks = try (1...1_100).map { try World.observation(UInt64($0), [$0 % 7: 1]) }
        var node = try TestNode(world, maximumOpenProposals: 3)
        try node.read(blocks, to: 1_100)
        #expect(node.shelf.proposals.count == 1_100)
        #expect(node.status?.stopped == nil)
    }

    @Test("intervals and bounds that make no sense are refused at the start")
    func configuration() throws {
        func configuration(heartbeat: UInt64 = 1, open: Int = 1, pause: UInt64 = 1) throws -> EngineConfiguration {
            try EngineConfiguration(
                network: World.network, attester: nil, heartbeatInterval: heartbeat, maximumOpenProposals: open, maximumPause: pause)
        }
        #expect(try configuration(heartbeat: 86_400_000, open: 1_024, pause: 86_400_000).maximumOpenProposals == 1_024)
        for wrong in [0, 86_400_001, UInt64.max] {
            #expect(throws: NodeEngineError.self) { try configuration(heartbeat: wrong) }
            #expect(throws: NodeEngineError.self) { try configuration(pause: wrong) }
            let observer = Observer(adapter: try ScriptedAdapter(world.descriptions[0], Script()), pollInterval: wrong)
            #expect(throws: NodeEngineError.outOfRange(field: "poll interval in milliseconds", expected: "1 to 86400000", got: "\(wrong)")) {
                try Engine(
                    configuration: configuration(), streams: Shelf(world).restarts(), observers: [observer], links: .init(network: World.network), seed: 0)
            }
        }
        for wrong in [-1, 0, 1_025] {
            #expect(throws: NodeEngineError.outOfRange(field: "open proposals", expected: "1 to 1024", got: "\(wrong)")) { try configuration(open: wrong) }
        }
        #expect(throws: NodeEngineError.unknownStream(world.stream)) {
            let observer = Observer(adapter: try ScriptedAdapter(world.descriptions[0], Script()), pollInterval: 1)
            return try Engine(configuration: configuration(), streams: [], observers: [observer], links: .init(network: World.network), seed: 0)
        }
    }

    @Test("a clock at its end does not trap the engine")
    func endOfTime() throws {
        var node = try TestNode(world)
        node.now = .max
        try node.handle(.tick)
        try node.answer(with: finished(5, head: 5))
        try node.handle(.tick)
        #expect(node.status?.position == World.position(5))
    }
}
