public import Encoding

extension MerkleTreeHash {
    /// The proof that the leaf at `index` is in the list (section 2.1.3.1): the hashes beside its path, lowest first.
    ///
    /// - Throws: `TransparencyLogError.indexOutOfRange`.
    public static func inclusionProof(index: Int, leaves: [Bytes]) throws(TransparencyLogError) -> [Digest] {
        guard leaves.indices.contains(index) else {
            throw .indexOutOfRange(index: UInt64(max(index, 0)), treeSize: UInt64(leaves.count))
        }
        return path(to: index, in: leaves.map { leafHash($0) }[...])
    }

    private static func path(to index: Int, in hashes: ArraySlice<Digest>) -> [Digest] {
        guard hashes.count > 1 else { return [] }
        let middle = hashes.startIndex + leftCount(of: hashes.count)
        let (left, right) = (hashes[..<middle], hashes[middle...])
        return index < middle
            ? path(to: index, in: left) + [root(ofHashes: right)]
            : path(to: index, in: right) + [root(ofHashes: left)]
    }

    /// Verifies that a list of `treeSize` leaves with this root has `leafHash` at `index` (section 2.1.3.2).
    ///
    /// - Parameter proof: the hashes beside the leaf's path, lowest first.
    /// - Throws: `TransparencyLogError.indexOutOfRange`, `.wrongProofLength` or `.wrongRoot`.
    public static func verifyInclusion(
        leafHash: Digest, index: UInt64, treeSize: UInt64, proof: [Digest], root: Digest
    ) throws(TransparencyLogError) {
        guard index < treeSize else { throw .indexOutOfRange(index: index, treeSize: treeSize) }
        var climb = Climb(index: index, treeSize: treeSize)
        guard proof.count == climb.length else { throw .wrongProofLength(expected: climb.length, got: proof.count) }
        let computed = proof.reduce(leafHash) { hash, sibling in
            climb.next() == .left ? nodeHash(sibling, hash) : nodeHash(hash, sibling)
        }
        guard computed == root else { throw .wrongRoot(expected: root, got: computed) }
    }
}

/// The way from a node up to the root: on which side the sibling stands, level by level.
struct Climb {
    enum Side { case left, right }

    private var node: UInt64
    /// The last node of the same level.
    private var last: UInt64

    /// - Parameters:
    ///   - index: below `treeSize`.
    ///   - level: how far above the leaves the way begins; the node there must be complete.
    init(index: UInt64, treeSize: UInt64, level: Int = 0) {
        node = index >> UInt64(level)
        last = (treeSize - 1) >> UInt64(level)
    }

    /// How many siblings the way passes.
    var length: Int {
        // Up to where the node and the last node become one, a sibling a level; above, only those to the left.
        let below = UInt64.bitWidth - (node ^ last).leadingZeroBitCount
        return below + (node >> UInt64(below)).nonzeroBitCount
    }

    /// The side of the next sibling. To be asked at most `length` times.
    mutating func next() -> Side {
        // A last node without a sibling is its own parent.
        while node == last, node != 0, node & 1 == 0 { goUp() }
        let side: Side = node & 1 == 1 ? .left : .right
        goUp()
        return side
    }

    private mutating func goUp() {
        node >>= 1
        last >>= 1
    }
}
