import CollateralState
import Encoding
import Quorum
import TestVectors
import Testing

@testable import UnifiedView

/// At least 10,000 cases: worlds made from the run's seed, and of each world many parts in many orders.
@Suite("Merge law")
struct MergeLawTests {
    static let shards = 0..<8
    static let worldsPerShard = 25
    static let casesPerWorld = 50

    static let tight = LedgerLimits(recentVersions: 2, recentChanges: 0, waitingMessages: 2, waitingChanges: 6)
    static let limits = [LedgerLimits.standard, tight, LedgerLimits(recentVersions: 4, recentChanges: 7, waitingMessages: 3, waitingChanges: 99)]

    @Test("any order, duplication, delay, restart or merging of the same items gives the view of the words of the law", arguments: shards)
    func mergeIsAJoin(shard: Int) throws {
        var random = SeededGenerator(seed: SeededGenerator.runSeed &+ UInt64(shard))
        for index in 0..<Self.worldsPerShard {
            let world = try MergeWorld(&random)
            for part in 0..<Self.casesPerWorld {
                let items = world.items.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
                try verify(world, items, "shard \(shard), world \(index), part \(part)", &random)
            }
        }
    }

    private func verify(_ world: MergeWorld, _ items: [MergeItem], _ name: String, _ random: inout SeededGenerator) throws {
        let delivered = try deliver(items, in: world, &random)
        let merged = try merge(items, in: world, &random)
        #expect(delivered.digest == merged.digest, "\(name)")
        for stream in world.streams {
            let twin = ReferenceMerge(stream, items, samples: world.samples)
            for status in [delivered[stream.id], merged[stream.id]].compactMap({ $0 }) {
                #expect(status.standing.label == "halted" ? twin.standing == "halted" : status.standing.description == twin.standing, "\(name)")
                #expect(status.digest == twin.tip, "\(name)")
                #expect(status.freshness == twin.freshness, "\(name)")
            }
        }
    }

    /// One node that gets everything in some order, some of it twice, and may restart in between.
    private func deliver(_ items: [MergeItem], in world: MergeWorld, _ random: inout SeededGenerator) throws -> CollateralView {
        var node = try MergeNode(world, limits: Self.limits.randomElement(using: &random) ?? .standard)
        let doubled = items + items.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
        for item in doubled.shuffled(using: &random) {
            try node.take(item)
            if Int.random(in: 0..<40, using: &random) == 0 { try node.restart() }
        }
        try node.settle(items.shuffled(using: &random))
        return try node.view
    }

    /// Two nodes that each get a part; then the one gets what the other had.
    private func merge(_ items: [MergeItem], in world: MergeWorld, _ random: inout SeededGenerator) throws -> CollateralView {
        var node = try MergeNode(world, limits: Self.limits.randomElement(using: &random) ?? .standard)
        let half = items.shuffled(using: &random)
        let middle = Int.random(in: 0...half.count, using: &random)
        for item in half[..<middle].shuffled(using: &random) { try node.take(item) }
        try node.settle(Array(half[..<middle]))
        for item in half[middle...] { try node.take(item) }
        try node.settle(items.shuffled(using: &random))
        return try node.view
    }

    @Test("merging three nodes' knowledge is associative, commutative and idempotent")
    func mergingNodes() throws {
        var random = SeededGenerator()
        for _ in 0..<20 {
            let world = try MergeWorld(&random)
            let parts = (0..<3).map { _ in world.items.filter { _ in Bool.random(using: &random) } }
            let orders = [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 0, 1, 2, 1], [1, 0, 2, 0, 1, 2]]
            let digests = try orders.map { order in
                var node = try MergeNode(world, limits: .standard)
                for part in order { for item in parts[part] { try node.take(item) } }
                try node.settle(parts.flatMap { $0 })
                return try node.view.digest
            }
            #expect(Set(digests).count == 1)
        }
    }

    @Test("a gap or freeze on one stream never holds up another")
    func streamsAreIndependent() throws {
        let (one, other) = (try SampleStream(0), try SampleStream(1))
        let (ones, others) = (try one.run(4), try other.run(4))
        var frozen = try StreamLedger(description: one.description, history: one.genesisHistory)
        var free = try StreamLedger(description: other.description, history: other.genesisHistory)
        _ = try frozen.insert(ones[0].certified)
        _ = try frozen.insert(try one.message(after: nil, [1: 99], salt: 5).certified)
        for message in others { _ = try free.insert(message.certified) }
        let view = try CollateralView(network: SampleStream.network, ledgers: [frozen, free], links: AccountLinks(network: SampleStream.network))
        #expect(view[one.id]?.standing == .frozen(since: .first))
        #expect(view[other.id]?.standing == .live)
        #expect(view[other.id]?.digest == others[3].header.digest)
    }
}
