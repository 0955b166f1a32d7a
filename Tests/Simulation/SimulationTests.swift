import TestVectors
import Testing

@Suite("Deterministic simulation")
struct SimulationTests {
    /// Each run: three nodes, two chains, crashes, lost, doubled and reordered exchange, lying, lagging and stalled sources.
    @Test("the laws hold after every step, and when the faults end everybody has the same true view", arguments: 0..<8)
    func lawsHold(run: Int) throws {
        var root = SeededGenerator()
        let seed = (0...run).map { _ in root.next() }[run]
        try simulate(seed)
    }

    func simulate(_ seed: UInt64) throws {
        var world = try SimulatedWorld(seed: seed)
        do {
            for step in 0..<500 {
                try world.step(faults: true)
                try world.verifyLaws()
                if step.isMultiple(of: 50) { try world.verifyTruth() }
            }
            try world.settle()
            try world.verifyLaws()
            try world.verifyTruth()
        } catch {
            Issue.record("simulation seed \(seed): \(error)")
        }
        let accepted = world.nodes.map { $0.disk.streams.values.map(\.accepted.count).reduce(0, +) }
        #expect(accepted.allSatisfy { $0 > 5 }, "simulation seed \(seed): only \(accepted) messages were accepted")
        #expect(world.nodes.map(\.crashes).reduce(0, +) > 0, "simulation seed \(seed): nothing crashed")
    }
}
