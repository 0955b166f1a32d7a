public import Encoding

/// The complete nodes of a list, from which roots and proofs of every earlier state are made, each with at most 63 * 63 lookups.
///
/// Implementers give back what `TreeFrontier.append` handed out for this level and index, unchanged, for ever; they throw
/// `TransparencyLogError.missingNode` for what they do not have. Calls may come at once from several threads.
public protocol LogNodes {
    func hash(level: Int, index: UInt64) throws(TransparencyLogError) -> Digest
}

extension LogNodes {
    /// The root when the list had `size` leaves (RFC 9162 section 2.1.1).
    ///
    /// - Throws: `TransparencyLogError.missingNode` when it never had that many.
    public func root(size: UInt64) throws(TransparencyLogError) -> Digest {
        try hash(over: 0..<size)
    }

    /// The proof that the leaf at `index` was in the list when it had `size` leaves (section 2.1.3.1), lowest first.
    ///
    /// - Throws: `TransparencyLogError.indexOutOfRange` or `.missingNode`.
    public func inclusionProof(index: UInt64, size: UInt64) throws(TransparencyLogError) -> [Digest] {
        guard index < size else { throw .indexOutOfRange(index: index, treeSize: size) }
        var (range, proof) = (0..<size, [Digest]())
        while range.upperBound - range.lowerBound > 1 {
            let (left, right) = halves(of: range)
            proof.append(try hash(over: left.contains(index) ? right : left))
            range = left.contains(index) ? left : right
        }
        return proof.reversed()
    }

    /// The proof that the list of `second` leaves begins with the list of `first` leaves (section 2.1.4.1), lowest first.
    ///
    /// - Throws: `TransparencyLogError.sizesOutOfOrder` unless 0 < `first` <= `second`; `.missingNode`.
    public func consistencyProof(from first: UInt64, to second: UInt64) throws(TransparencyLogError) -> [Digest] {
        guard first > 0, first <= second else { throw .sizesOutOfOrder(first: first, second: second) }
        var (range, proof) = (0..<second, [Digest]())
        // Down to the subtree that ends where the first list ended.
        while range.upperBound != first {
            let (left, right) = halves(of: range)
            let endsLeft = first <= left.upperBound
            proof.append(try hash(over: endsLeft ? right : left))
            range = endsLeft ? left : right
        }
        // A subtree that is the whole first list needs no hash: the verifier has its root.
        if range.lowerBound > 0 { proof.append(try hash(over: range)) }
        return proof.reversed()
    }

    /// The left half is the largest power of two below the number of leaves.
    private func halves(of range: Range<UInt64>) -> (Range<UInt64>, Range<UInt64>) {
        let last = range.upperBound - range.lowerBound - 1
        let middle = range.lowerBound + 1 << UInt64(UInt64.bitWidth - 1 - last.leadingZeroBitCount)
        return (range.lowerBound..<middle, middle..<range.upperBound)
    }

    /// The hash over a subtree of the definition's recursion, from the perfect trees it is made of.
    private func hash(over range: Range<UInt64>) throws(TransparencyLogError) -> Digest {
        var (start, trees) = (range.lowerBound, [Digest]())
        while start < range.upperBound {
            let level = UInt64.bitWidth - 1 - (range.upperBound - start).leadingZeroBitCount
            trees.append(try hash(level: level, index: start >> UInt64(level)))
            start += 1 << UInt64(level)
        }
        return MerkleTreeHash.root(ofPerfectTrees: trees)
    }
}
