public import Encoding

/// The tries of a block over ordered lists: transactions, receipts, withdrawals. Keys are RLP of the index from 0.
///
/// Source: Ethereum yellow paper, section 4.3.2.
public enum OrderedTrie {
    /// - Parameter items: encoded as the block commits to them, typed ones with their type byte in front; none is empty.
    public static func root(of items: [Bytes]) -> Digest {
        TrieRoot.root(of: Dictionary(uniqueKeysWithValues: items.enumerated().map { (key(of: $0.offset), $0.element) }))
    }

    /// The proof that a list has just this item at `index`, or that it ends before it.
    ///
    /// - Parameter items: as for `root`.
    /// - Throws: `indexOutOfRange` below 0.
    public static func proof(of index: Int, in items: [Bytes]) throws(MerklePatriciaError) -> [Bytes] {
        guard index >= 0 else { throw .indexOutOfRange(index: index, count: items.count) }
        var trie = PatriciaTrie(keys: .plain)
        for (index, item) in items.enumerated() { trie[key(of: index)] = item }
        return trie.proof(of: key(of: index))
    }

    /// The item at `index` of the list that `root` commits to, or the proven fact that the list ends before it.
    public static func verify(
        _ nodes: [Bytes], root: Digest, index: Int, limits: TrieLimits = .items
    ) throws(MerklePatriciaError) -> ProvenEntry {
        guard index >= 0 else { throw .indexOutOfRange(index: index, count: 0) }
        return try TrieProof.verify(nodes, root: root, key: key(of: index), limits: limits)
    }

    /// - Parameter index: not negative.
    static func key(of index: Int) -> Bytes {
        RLP.encode(.integer(UInt64(index)))
    }
}
