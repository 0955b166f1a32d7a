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
        var frontier = TreeFrontier()
        for hash in hashes { frontier.append(hash) }
        return frontier.root
    }

    /// The root of no leaves: SHA-256 of nothing.
    public static let emptyRoot = SHA256.hash(Bytes())

    /// The root over perfect trees of falling sizes, the largest first.
    static func root(ofPerfectTrees trees: [Digest]) -> Digest {
        guard let smallest = trees.last else { return emptyRoot }
        return trees.dropLast().reversed().reduce(smallest) { nodeHash($1, $0) }
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
