import ChainModel
import CollateralState
import EVM
import TestVectors
import Testing

/// The law the read rule stands on, over random worlds.
struct LyingWorldTests {
    private struct World {
        var reader: Reader
        var chain: ScriptedChain
        let liars: Set<Int>
        let summary: String
    }

    private func world(using random: inout SeededGenerator) throws -> World {
        let operators = Int.random(in: 2...5, using: &random)
        let required = Int.random(in: (operators / 2 + 1)...operators, using: &random)
        let liars = Set((0..<operators).shuffled(using: &random).prefix(Int.random(in: 0..<required, using: &random)))
        var chain = try ScriptedChain()
        for _ in 0..<25 { try chain.mineRandom(using: &random) }
        let settings = try ReadSettings(
            blocksPerRound: Int.random(in: 1...20, using: &random), callsPerRequest: Int.random(in: 1...8, using: &random),
            emptyAnswers: Bool.random(using: &random) ? .receipts : .agreement)
        let adapter = try PlainVault.adapter(
            operators: (0..<operators).map { "operator-\($0)" }, required: required, settings: settings)
        return World(
            reader: Reader(adapter, Array(repeating: ScriptedSource(chain: chain), count: operators)), chain: chain, liars: liars,
            summary: "\(required) of \(operators), liars \(liars.sorted()), \(settings)")
    }

    /// New faults for every exchange: liars lie in any way, the others may fail in any way.
    private func shuffleFaults(_ world: inout World, fork: ScriptedChain, using random: inout SeededGenerator) {
        for index in world.reader.sources.indices {
            world.reader.sources[index].chain = world.chain
            let isWell = Int.random(in: 0..<3, using: &random) > 0
            world.reader.sources[index].fault =
                if world.liars.contains(index) {
                    Fault.allCases.randomElement(using: &random)
                } else {
                    isWell ? nil : (Fault.failures + [.noBlockReceipts, .noReceipts]).randomElement(using: &random)
                }
            if world.reader.sources[index].fault == .otherChain { world.reader.sources[index].chain = fork }
        }
    }

    @Test("while fewer operators lie than must agree, every observation is the honest chain's, whatever they do and whoever fails")
    func safety() throws {
        var random = SeededGenerator()
        var reached = 0
        for _ in 0..<40 {
            var world = try world(using: &random)
            var fork = world.chain
            fork.revert(to: UInt64.random(in: 0..<10, using: &random))
            for _ in 0..<30 { try fork.mineRandom(using: &random) }
            for _ in 0..<50 {
                shuffleFaults(&world, fork: fork, using: &random)
                world.reader.exchange()
                #expect(world.reader.rejection == nil, "\(world.summary)")
                if Int.random(in: 0..<6, using: &random) == 0 { try world.chain.mineRandom(using: &random) }
                if Int.random(in: 0..<10, using: &random) == 0 {
                    world.reader.cursor = Cursor(position: world.reader.cursor.position)
                }
            }
            try expectHonest(world)
            reached += world.reader.cursor.position == nil ? 0 : 1
        }
        #expect(reached > 20, "too few worlds came anywhere for this to test anything: \(reached)")
    }

    private func expectHonest(_ world: World) throws {
        guard let position = world.reader.cursor.position else {
            #expect(world.reader.observations.isEmpty)
            return
        }
        #expect(world.chain[position.block.height]?.reference == position.block, "\(world.summary)")
        #expect(position.block.height + 2 <= world.chain.tip, "read beyond the finalized block: \(world.summary)")
        let expected = try world.chain.observed(1, through: position.block.height)
        #expect(world.reader.observations.map(\.block) == expected.map(\.block), "\(world.summary)")
        #expect(world.reader.observations.map(\.effects) == expected.map(\.effects), "\(world.summary)")
        #expect(world.reader.observations.allSatisfy { $0.evidence.evidenceClass == .quorumRead })
    }

    @Test("once enough operators are well again, everything is read")
    func liveness() throws {
        var random = SeededGenerator()
        for _ in 0..<20 {
            var world = try world(using: &random)
            for _ in 0..<20 {
                shuffleFaults(&world, fork: world.chain, using: &random)
                world.reader.exchange()
            }
            let operators = world.reader.sources.count
            let required = world.reader.adapter.panel.rule.requiredOperators
            for index in 0..<operators {
                world.reader.sources[index] = ScriptedSource(chain: world.chain, fault: index < required ? nil : .stalled)
            }
            // A source that named another chain id stays excluded until a restart.
            world.reader.cursor = Cursor(position: world.reader.cursor.position)
            world.reader.readAll()
            #expect(world.reader.progress?.isCaughtUp == true, "\(world.summary): \(String(describing: world.reader.last))")
            try expectHonest(world)
        }
    }

    @Test("no mutilated answer traps, and none leads to an event that did not happen")
    func mutilated() throws {
        var random = SeededGenerator()
        var world = try world(using: &random)
        let adapter = try PlainVault.adapter(operators: ["a"], required: 1, minimum: .singleRead)
        world.reader = Reader(adapter, [ScriptedSource(chain: world.chain)])
        for _ in 0..<1_500 {
            let requests = adapter.requests(for: world.reader.cursor)
            let answers = requests.map { request -> SourceAnswer in
                guard case .body(var body) = world.reader.sources[0].answer(request).outcome, !body.isEmpty,
                    Bool.random(using: &random)
                else { return world.reader.sources[0].answer(request) }
                switch Int.random(in: 0..<3, using: &random) {
                case 0: body.removeLast(Int.random(in: 0...body.count, using: &random))
                case 1: body[Int.random(in: 0..<body.count, using: &random)] = UInt8(truncatingIfNeeded: random.next())
                default: body.insert(contentsOf: random.bytes(3), at: Int.random(in: 0..<body.count, using: &random))
                }
                return SourceAnswer(request: request, outcome: .body(body))
            }
            let step = adapter.step(on: answers, for: world.reader.cursor)
            world.reader.cursor = step.next
            if case .accepted(.finished(let progress)) = step.verdict {
                #expect(progress.observations.allSatisfy { world.chain[$0.block.height]?.reference == $0.block })
                world.reader.cursor = Cursor(position: nil)
            }
        }
    }
}
