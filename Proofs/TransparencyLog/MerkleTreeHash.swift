public import Encoding
import Signatures

/// The hash of an ordered list as RFC 9162 section 2.1 defines it, and proofs about such lists.
///
/// Leaf = SHA-256(0x00 || data), node = SHA-256(0x01 || left || right); the left half of n leaves is the largest power of two below n.
public enum MerkleTreeHash {
    /// The root over the leaves' data (section 2.1.1); SHA-256 of nothing for no leaves.
    public static func root(of leaves: [Bytes]) -> Digest {
        root(ofHashes: leaves.map { leafHash($0) })
    }

    /// The root over leaf hashes.
    public static func root(ofHashes hashes: some Collection<Digest>) -> Digest {
        var trees = PerfectTrees()
        for hash in hashes { trees.append(hash) }
        return trees.root ?? SHA256.hash(Bytes())
    }

    public static func leafHash(_ data: Bytes) -> Digest {
        SHA256.hash(prefix: 0, data)
    }

    public static func nodeHash(_ left: Digest, _ right: Digest) -> Digest {
        SHA256.hash(prefix: 1, left, right)
    }

    /// How many leaves stand in the left half of a tree of `size` leaves: the largest power of two below it.
    static func leftCount(of size: Int) -> Int {
        1 << (Int.bitWidth - 1 - (size - 1).leadingZeroBitCount)
    }
}

/// The perfect trees that a growing list is made of, largest first: what has to be remembered to compute its root.
private struct PerfectTrees {
    private var roots: [Digest] = []
    private var count = 0

    mutating func append(_ leafHash: Digest) {
        var hash = leafHash
        // Every trailing one bit of the count is a tree of the size that just became complete.
        for _ in 0..<(~count).trailingZeroBitCount {
            guard let left = roots.popLast() else { break }
            hash = MerkleTreeHash.nodeHash(left, hash)
        }
        roots.append(hash)
        count += 1
    }

    var root: Digest? {
        guard let smallest = roots.last else { return nil }
        return roots.dropLast().reversed().reduce(smallest) { MerkleTreeHash.nodeHash($1, $0) }
    }
}
