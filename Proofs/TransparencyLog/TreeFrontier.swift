public import Encoding

/// The right edge of a growing list: the roots of the perfect trees it is made of. All that is needed to append and to know the root.
///
/// Holds one hash for each one bit of the size, so at most 63. A list of 13 leaves is trees of 8, 4 and 1.
public struct TreeFrontier: Hashable, Sendable {
    /// The most leaves a list may have here.
    public static let maximumSize = UInt64(1) << 63 - 1

    public private(set) var size: UInt64
    /// The largest tree first.
    public private(set) var hashes: [Digest]

    public init() {
        size = 0
        hashes = []
    }

    /// Takes up where a list was left.
    ///
    /// - Throws: `TransparencyLogError.tooManyLeaves`, or `.wrongFrontierLength` unless there is one hash for each one bit of the size.
    public init(size: UInt64, hashes: [Digest]) throws(TransparencyLogError) {
        guard size <= Self.maximumSize else { throw .tooManyLeaves(maximum: Self.maximumSize, got: size) }
        guard hashes.count == size.nonzeroBitCount else {
            throw .wrongFrontierLength(expected: size.nonzeroBitCount, got: hashes.count)
        }
        self.size = size
        self.hashes = hashes
    }

    /// Appends a leaf.
    ///
    /// - Returns: the nodes that became complete, the leaf first: what a store has to keep to make proofs later.
    @discardableResult
    public mutating func append(_ leafHash: Digest) -> [CompleteNode] {
        var node = CompleteNode(level: 0, index: size, hash: leafHash)
        var completed = [node]
        // Every trailing one bit of the size is a tree of the size that just became complete.
        for _ in 0..<(~size).trailingZeroBitCount {
            guard let left = hashes.popLast() else { break }
            node = CompleteNode(level: node.level + 1, index: node.index >> 1, hash: MerkleTreeHash.nodeHash(left, node.hash))
            completed.append(node)
        }
        hashes.append(node.hash)
        size += 1
        return completed
    }

    /// The root over all leaves so far; SHA-256 of nothing for none.
    public var root: Digest {
        MerkleTreeHash.root(ofPerfectTrees: hashes)
    }
}

/// A node over 2^level leaves, all of which are there: its hash never changes again.
public struct CompleteNode: Hashable, Sendable {
    /// 0 for a leaf.
    public let level: Int
    /// Among the nodes of its level, from 0: it stands over the leaves from index * 2^level.
    public let index: UInt64
    public let hash: Digest
}
