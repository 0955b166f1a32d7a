import Encoding

extension AccountTree {
    /// Builds a tree at once, for example from a snapshot or at start-up.
    ///
    /// - Parameter leaves: strictly ascending by path.
    /// - Throws: `StateTreeError.notAscending` or `.emptyState`.
    public init(bulk leaves: [AccountLeaf]) throws(StateTreeError) {
        try Self.verify(leaves)
        self.init(node: Self.subtree(hashing: leaves[...], depth: 0), count: UInt64(leaves.count))
    }

    /// The same tree, with the hashing spread over the threads that the runtime has.
    public static func concurrently(bulk leaves: [AccountLeaf]) async throws(StateTreeError) -> AccountTree {
        try verify(leaves)
        let nodes = await withTaskGroup(of: (Int, TreeNode).self) { group in
            for (index, part) in parts(of: leaves).enumerated() {
                group.addTask { (index, subtree(hashing: part, depth: partDepth)) }
            }
            return await group.reduce(into: [TreeNode](repeating: .empty, count: 1 << partDepth)) { $0[$1.0] = $1.1 }
        }
        return AccountTree(node: joined(nodes), count: UInt64(leaves.count))
    }

    /// 64 parts: enough to keep many threads busy to the end, few enough to cost nothing.
    private static let partDepth = 6

    /// The leaves below each node at `partDepth`, from left to right.
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

    /// The tree over the nodes of one depth, from left to right.
    private static func joined(_ nodes: [TreeNode]) -> TreeNode {
        var nodes = nodes
        while nodes.count > 1 {
            nodes = stride(from: 0, to: nodes.count, by: 2).map { .joining(nodes[$0], nodes[$0 + 1]) }
        }
        return nodes[0]
    }

    private static func subtree(hashing leaves: ArraySlice<AccountLeaf>, depth: Int) -> TreeNode {
        .subtree(of: leaves.map { LeafNode($0) }[...], depth: depth)
    }

    private static func verify(_ leaves: [AccountLeaf]) throws(StateTreeError) {
        for index in leaves.indices {
            if leaves[index].encodedState.isEmpty { throw .emptyState(leaves[index].account) }
            if index > 0, !(leaves[index - 1].path < leaves[index].path) { throw .notAscending(index: index) }
        }
    }
}

extension TreeNode {
    /// The subtree at `depth` that holds just these leaves, which ascend and share the first `depth` bits of their paths.
    static func subtree(of leaves: ArraySlice<LeafNode>, depth: Int) -> TreeNode {
        guard leaves.count > 1 else { return leaves.first.map { .leaf($0) } ?? .empty }
        let middle = leaves.indices.firstTrue { leaves[$0].path.bit(at: depth) }
        return joining(subtree(of: leaves[..<middle], depth: depth + 1), subtree(of: leaves[middle...], depth: depth + 1))
    }
}

extension Range<Int> {
    /// The first index for which `isTrue` holds, when it holds from some index on; the upper bound when for none.
    func firstTrue(_ isTrue: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if isTrue(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
