import Encoding

extension AccountTree {
    /// Builds a tree at once, for example from a snapshot or at start-up.
    ///
    /// - Parameter leaves: strictly ascending by path.
    /// - Throws: `StateTreeError.notAscending` or `.emptyState`.
    public init(bulk leaves: [AccountLeaf]) throws(StateTreeError) {
        try Self.verify(leaves)
        self.init(Subtree(hashing: leaves[...], depth: 0), count: UInt64(leaves.count))
    }

    /// The same tree, with the hashing spread over the threads that the runtime has.
    public static func concurrently(bulk leaves: [AccountLeaf]) async throws(StateTreeError) -> AccountTree {
        try verify(leaves)
        let subtrees = await withTaskGroup(of: (Int, Subtree).self) { group in
            for (index, part) in parts(of: leaves).enumerated() {
                group.addTask { (index, Subtree(hashing: part, depth: partDepth)) }
            }
            return await group.reduce(into: [Subtree](repeating: .empty, count: 1 << partDepth)) { $0[$1.0] = $1.1 }
        }
        return AccountTree(joined(subtrees), count: UInt64(leaves.count))
    }

    /// 64 parts: enough to keep many threads busy to the end, few enough to cost nothing.
    private static let partDepth = 6

    /// The leaves below each place at `partDepth`, from left to right.
    private static func parts(of leaves: [AccountLeaf]) -> [ArraySlice<AccountLeaf>] {
        var parts = [leaves[...]]
        for depth in 0..<partDepth {
            parts = parts.flatMap { part in
                let middle = part.indices.firstTrue { part[$0].path.bit(at: depth) }
                return [part[..<middle], part[middle...]]
            }
        }
        return parts
    }

    /// The tree over the subtrees of one depth, from left to right.
    private static func joined(_ subtrees: [Subtree]) -> Subtree {
        var subtrees = subtrees
        while subtrees.count > 1 {
            subtrees = stride(from: 0, to: subtrees.count, by: 2).map { Subtree(left: subtrees[$0], right: subtrees[$0 + 1]) }
        }
        return subtrees[0]
    }

    private static func verify(_ leaves: [AccountLeaf]) throws(StateTreeError) {
        for index in leaves.indices {
            if leaves[index].encodedState.isEmpty { throw .emptyState(leaves[index].account) }
            if index > 0, !(leaves[index - 1].path < leaves[index].path) { throw .notAscending(index: index) }
        }
    }
}
