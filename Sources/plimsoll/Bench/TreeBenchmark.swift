import CollateralState
import Encoding
import StateTree

/// Updates of a large state tree a second of processor time, in batches.
struct TreeBenchmark {
    let plan: BenchPlan
    let vault: BenchVault

    /// What one turn applies: batches of this size, this often.
    private static let batches: [(size: Int, count: Int)] = [(1, 200), (100, 4), (1_000, 1)]

    func figures() throws -> [Figure] {
        let shape = TreeShape(vault.leaves)
        return try Self.batches.map { try figure(size: $0.size, count: $0.count, shape) }
    }

    private func figure(size: Int, count: Int, _ shape: TreeShape) throws -> Figure {
        let name = "state tree updates, batches of \(Double(size).grouped)"
        Output.progress("measuring \(name)")
        var random = SeededGenerator(seed: 2)
        // A few turns' worth, used again and again: new states or old, the work is the same.
        let prepared = try (0..<8).map { _ in try PreparedBatches(vault, size: size, count: count, shape, &random) }
        let hasher = try RawHasher()
        var tree = vault.maker.tree
        let turns = try Turns(plan.treeTurns) { turn in
            let batches = prepared[turn % prepared.count].batches
            return try Stopwatch.processorRate(of: size * count) { for batch in batches { tree = try tree.applying(batch) } }
        } limit: { turn in
            try Stopwatch.processorRate(of: size * count) { try hasher.hash(times: prepared[turn % prepared.count].hashes) }
        }
        return Figure(.tree, name, .perSecond, ours: turns.ours, limit: turns.limit)
    }
}

/// What one turn applies, and how many hashes that needs.
private struct PreparedBatches {
    private(set) var batches: [[AccountChange]] = []
    private(set) var hashes = 0

    init(_ vault: BenchVault, size: Int, count: Int, _ shape: TreeShape, _ random: inout SeededGenerator) throws {
        for _ in 0..<count {
            let places = random.distinct(size, below: vault.leaves.count)
            batches.append(try vault.changes(at: places, &random))
            hashes += shape.hashes(of: places)
        }
    }
}
