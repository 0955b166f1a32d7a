import Encoding
@testable import StateTree
import TestVectors
import Testing

/// Very many small trees, where every shape of collapsing and splitting occurs, against the slow reference.
struct SmallTreeTwinTests {
    static let treeCount = 100_000
    private static let historyCount = 10_000
    private static let batchCount = 100

    @Test("100,000 random small trees have the reference's roots, grown and built at once", arguments: 0..<batchCount)
    func smallTrees(batch: Int) throws {
        for number in 0..<Self.historyCount / Self.batchCount {
            let history = batch * (Self.historyCount / Self.batchCount) + number
            var random = RandomLeaves(seed: SeededGenerator.runSeed &+ UInt64(history) &+ 4 << 32)
            // One tree in a hundred is as deep as no hash of real accounts makes it.
            let count = random.below(6) + 1
            try follow(number == 0 ? random.crowdedLeaves(count) : random.leaves(count), &random, "history \(history)")
        }
        if batch == Self.batchCount - 1 { print("StateTree: \(Self.treeCount) random small trees compared with the reference") }
    }

    private func follow(_ pool: [AccountLeaf], _ random: inout RandomLeaves, _ name: String) throws {
        var reference = ReferenceTree()
        var tree = AccountTree()
        for _ in 0..<Self.treeCount / Self.historyCount {
            let edits = random.edits(of: pool, present: reference.leaves)
            reference.apply(edits)
            tree = try tree.applying(edits: edits)
            try #require(tree.root.bytes == reference.root, "\(name): root")
            try #require(tree.count == UInt64(reference.leaves.count), "\(name): count")
            try #require(try AccountTree(bulk: reference.ascending) == tree, "\(name): built at once")
        }
    }
}
