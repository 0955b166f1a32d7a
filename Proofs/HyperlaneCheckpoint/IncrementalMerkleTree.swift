public import Encoding

/// The origin's Merkle tree as its contract keeps it: the right edge only, so that a leaf costs at most 32 hashes and no history.
public struct IncrementalMerkleTree: Hashable, Sendable {
    /// One leaf less than depth 32 could hold, as the contract has it.
    public static let maximumCount = UInt32.max

    public private(set) var count: UInt32 = 0
    /// At each level the root of the last full subtree that waits for its right sibling.
    private var waiting = [Digest](repeating: .zero, count: MerkleProof.depth)

    public init() {}

    /// - Throws: `HyperlaneCheckpointError.treeFull`.
    public mutating func append(_ leaf: Digest) throws(HyperlaneCheckpointError) {
        guard count < Self.maximumCount else { throw .treeFull(maximum: Self.maximumCount) }
        count += 1
        var node = leaf
        // The lowest set bit of the count tells at which level the new subtree is the first of its pair. There is one: count > 0.
        let level = count.trailingZeroBitCount
        for lower in 0..<level { node = MerkleProof.nodeHash(waiting[lower], node) }
        waiting[level] = node
    }

    /// The root; absent leaves are zero.
    public var root: Digest {
        var node = Digest.zero
        for level in 0..<MerkleProof.depth {
            let isRight = count >> UInt32(level) & 1 == 1
            node = isRight ? MerkleProof.nodeHash(waiting[level], node) : MerkleProof.nodeHash(node, Self.emptyRoots[level])
        }
        return node
    }

    /// The roots of empty trees of each depth, from 0.
    static let emptyRoots: [Digest] = {
        var roots = [Digest.zero]
        for _ in 1..<MerkleProof.depth { roots.append(MerkleProof.nodeHash(roots[roots.count - 1], roots[roots.count - 1])) }
        return roots
    }()
}

extension MerkleProof {
    /// The proof of leaf `index` among `leaves`.
    ///
    /// - Throws: `HyperlaneCheckpointError.indexOutOfRange`, or `.treeFull` when there are more leaves than the tree holds.
    public static func make(index: UInt32, among leaves: [Digest]) throws(HyperlaneCheckpointError) -> MerkleProof {
        guard let count = UInt32(exactly: leaves.count) else { throw .treeFull(maximum: IncrementalMerkleTree.maximumCount) }
        guard index < count else { throw .indexOutOfRange(leafCount: count, got: index) }
        var (level, place, path) = (leaves, Int(index), [Digest]())
        for empty in IncrementalMerkleTree.emptyRoots {
            path.append(place ^ 1 < level.count ? level[place ^ 1] : empty)
            level = stride(from: 0, to: level.count, by: 2).map { nodeHash(level[$0], $0 + 1 < level.count ? level[$0 + 1] : empty) }
            place /= 2
        }
        return try MerkleProof(leaf: leaves[Int(index)], index: index, path: path)
    }
}
