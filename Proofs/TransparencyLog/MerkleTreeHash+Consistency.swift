public import Encoding

extension MerkleTreeHash {
    /// The proof that the first `firstSize` leaves hash to the earlier root of the same list (section 2.1.4.1).
    ///
    /// - Throws: `TransparencyLogError.sizesOutOfOrder` unless 0 < `firstSize` <= the number of leaves.
    public static func consistencyProof(firstSize: Int, leaves: [Bytes]) throws(TransparencyLogError) -> [Digest] {
        guard firstSize > 0, firstSize <= leaves.count else {
            throw .sizesOutOfOrder(first: UInt64(max(firstSize, 0)), second: UInt64(leaves.count))
        }
        return subproof(firstSize, leaves.map { leafHash($0) }[...], isWhole: true)
    }

    /// - Parameter isWhole: whether the first `count` leaves here are the whole earlier list, whose root the verifier has.
    private static func subproof(_ count: Int, _ hashes: ArraySlice<Digest>, isWhole: Bool) -> [Digest] {
        if count == hashes.count { return isWhole ? [] : [root(ofHashes: hashes)] }
        let leftCount = leftCount(of: hashes.count)
        let (left, right) = (hashes.prefix(leftCount), hashes.dropFirst(leftCount))
        return count <= leftCount
            ? subproof(count, left, isWhole: isWhole) + [root(ofHashes: right)]
            : subproof(count - leftCount, right, isWhole: false) + [root(ofHashes: left)]
    }

    /// Verifies that the list of `secondSize` leaves begins with the list of `firstSize` leaves (section 2.1.4.2).
    ///
    /// - Throws: `TransparencyLogError.sizesOutOfOrder`, `.wrongProofLength`, `.wrongFirstRoot` or `.wrongRoot`.
    ///
    /// An empty first list is refused: it is consistent with everything and proves nothing.
    public static func verifyConsistency(
        firstSize: UInt64, firstRoot: Digest, secondSize: UInt64, secondRoot: Digest, proof: [Digest]
    ) throws(TransparencyLogError) {
        guard firstSize > 0, firstSize <= secondSize else { throw .sizesOutOfOrder(first: firstSize, second: secondSize) }
        if firstSize == secondSize {
            guard proof.isEmpty else { throw .wrongProofLength(expected: 0, got: proof.count) }
            guard firstRoot == secondRoot else { throw .wrongRoot(expected: secondRoot, got: firstRoot) }
            return
        }
        try verifyGrowth(firstSize, firstRoot, secondSize, secondRoot, proof)
    }

    private static func verifyGrowth(
        _ firstSize: UInt64, _ firstRoot: Digest, _ secondSize: UInt64, _ secondRoot: Digest, _ proof: [Digest]
    ) throws(TransparencyLogError) {
        // The climb begins at the last perfect tree of the first list. When that is the whole list, its root is not in the proof.
        let level = firstSize.trailingZeroBitCount
        var climb = Climb(index: firstSize - 1, treeSize: secondSize, level: level)
        let isPerfect = firstSize.nonzeroBitCount == 1
        let expected = climb.length + (isPerfect ? 0 : 1)
        guard proof.count == expected else { throw .wrongProofLength(expected: expected, got: proof.count) }
        let start = isPerfect ? firstRoot : proof[0]
        var (first, second) = (start, start)
        for sibling in isPerfect ? proof[...] : proof.dropFirst() {
            if climb.next() == .left {
                first = nodeHash(sibling, first)
                second = nodeHash(sibling, second)
            } else {
                second = nodeHash(second, sibling)
            }
        }
        guard first == firstRoot else { throw .wrongFirstRoot(expected: firstRoot, got: first) }
        guard second == secondRoot else { throw .wrongRoot(expected: secondRoot, got: second) }
    }
}
