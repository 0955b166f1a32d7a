import Encoding
import StateTree
import TestVectors
import Testing

@Suite("Going on in the middle of a tree")
struct LeavesAfterTests {
    @Test(
        "the leaves after a path are those of the whole walk that lie behind it, for every leaf and for paths between",
        arguments: [0, 1, 2, 3, 50, 400], [false, true])
    func everyPlace(count: Int, crowded: Bool) throws {
        var random = RandomLeaves()
        let leaves = crowded ? try random.crowdedLeaves(count) : try random.leaves(count)
        let tree = try AccountTree(bulk: leaves)
        let between = try (0..<100).map { _ in try Digest(random.generator.bytes(32)) }
        let edges = [Digest.zero, try Digest(Bytes(repeating: 0xff, count: 32))]
        for path in leaves.map(\.path) + between + edges {
            let found = IteratorSequence(tree.leaves(after: path)).map(\.path)
            #expect(found == leaves.map(\.path).filter { $0 > path }, "run seed \(SeededGenerator.runSeed)")
        }
    }
}
