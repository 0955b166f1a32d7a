import Encoding
@testable import StateTree
import TestVectors
import Testing

/// The fast tree against the slow one.
struct AccountTreeFuzzTests {
    @Test("random histories of inserts, updates and removals give the reference's roots", arguments: 0..<2_500)
    func historiesOfRealPaths(number: Int) throws {
        var random = RandomLeaves(seed: SeededGenerator.runSeed &+ UInt64(number))
        try follow(pool: random.leaves(random.below(40) + 1), random: &random, "case \(number)")
    }

    @Test("random histories of leaves up to 256 levels deep give the reference's roots", arguments: 0..<1_000)
    func historiesOfCrowdedPaths(number: Int) throws {
        var random = RandomLeaves(seed: SeededGenerator.runSeed &+ UInt64(number) &+ 1 << 32)
        try follow(pool: random.crowdedLeaves(random.below(24) + 1), random: &random, "case \(number)")
    }

    private func follow(pool: [AccountLeaf], random: inout RandomLeaves, _ name: String) throws {
        var reference = ReferenceTree()
        var versions: [(tree: AccountTree, root: Bytes, count: Int)] = [(AccountTree(), reference.root, 0)]
        for _ in 0..<6 {
            let edits = random.edits(of: pool, present: reference.leaves)
            reference.apply(edits)
            let tree = try versions[versions.count - 1].tree.applying(edits: edits)
            versions.append((tree, reference.root, reference.leaves.count))
            try #require(Array(tree.leaves) == reference.ascending, "\(name): leaves")
            try #require(try AccountTree(bulk: reference.ascending) == tree, "\(name): built at once")
            for leaf in pool {
                try #require(tree.leaf(at: leaf.path) == reference.leaves[leaf.path], "\(name): \(leaf.path)")
                let rest = reference.ascending.filter { $0.path > leaf.path }
                try #require(Array(IteratorSequence(tree.leaves(after: leaf.path))) == rest, "\(name): after \(leaf.path)")
            }
        }
        // Old versions must not have changed under the new ones.
        for version in versions {
            try #require(version.tree.root.bytes == version.root, "\(name): root")
            try #require(version.tree.count == UInt64(version.count), "\(name): count")
        }
    }

    @Test("the same leaves give the same tree in any order and grouping", arguments: 0..<200)
    func orderDoesNotMatter(number: Int) async throws {
        var random = RandomLeaves(seed: SeededGenerator.runSeed &+ UInt64(number) &+ 2 << 32)
        let leaves = try random.leaves(random.below(300) + 1)
        let whole = try AccountTree(bulk: leaves)
        var grown = AccountTree()
        var rest = leaves.shuffled(using: &random.generator)
        while !rest.isEmpty {
            let count = random.below(rest.count) + 1
            grown = try grown.applying(edits: rest.prefix(count).sorted { $0.path < $1.path })
            rest.removeFirst(count)
        }
        #expect(grown == whole)
        #expect(try await AccountTree.concurrently(bulk: leaves) == whole)
    }
}
