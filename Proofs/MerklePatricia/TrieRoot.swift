public import Encoding
import Signatures

/// The root of a Merkle Patricia trie, computed from all its entries at once: slow, short, and free of state.
///
/// Source: Ethereum yellow paper, appendix D.
public enum TrieRoot {
    /// Keccak-256 of the empty string's RLP.
    public static let empty = Keccak256.hash(RLP.encode(.bytes([])))

    /// The root over `entries`, from key to value.
    ///
    /// - Parameter entries: an empty value is no entry, as in Ethereum. Keys are taken as they are; a secure trie (accounts, storage)
    ///   is one whose keys the caller has hashed with Keccak-256.
    public static func root(of entries: [Bytes: Bytes]) -> Digest {
        let sorted = entries.filter { !$0.value.isEmpty }
            .map { TrieEntry(nibbles: HexPrefix.nibbles(of: $0.key), value: $0.value) }
            .sorted { $0.nibbles.lexicographicallyPrecedes($1.nibbles) }
        return sorted.isEmpty ? empty : Keccak256.hash(RLP.encode(node(sorted[...], depth: 0)))
    }

    /// The node over entries that share their first `depth` nibbles.
    private static func node(_ entries: ArraySlice<TrieEntry>, depth: Int) -> RLPItem {
        guard entries.count > 1, let first = entries.first, let last = entries.last else { return leaf(entries, depth: depth) }
        // The entries are sorted: what the first and the last share, all share.
        let shared = zip(first.nibbles.dropFirst(depth), last.nibbles.dropFirst(depth)).prefix { $0 == $1 }.count
        guard shared > 0 else { return branch(entries, depth: depth) }
        let path = HexPrefix.encode(first.nibbles[depth..<depth + shared], isLeaf: false)
        return .list([.bytes(path), reference(to: branch(entries, depth: depth + shared))])
    }

    private static func leaf(_ entries: ArraySlice<TrieEntry>, depth: Int) -> RLPItem {
        guard let entry = entries.first else { return .bytes([]) }
        return .list([.bytes(HexPrefix.encode(entry.nibbles[depth...], isLeaf: true)), .bytes(entry.value)])
    }

    /// One place for each next nibble, and one for the entry that ends here.
    private static func branch(_ entries: ArraySlice<TrieEntry>, depth: Int) -> RLPItem {
        let ending = entries.first.flatMap { $0.nibbles.count == depth ? $0.value : nil }
        var rest = ending == nil ? entries : entries.dropFirst()
        var places: [RLPItem] = []
        for nibble in UInt8(0)..<16 {
            let below = rest.prefix { $0.nibbles[depth] == nibble }
            rest = rest.dropFirst(below.count)
            places.append(below.isEmpty ? .bytes([]) : reference(to: node(below, depth: depth + 1)))
        }
        return .list(places + [.bytes(ending ?? [])])
    }

    /// A node shorter than a hash stands in its parent itself, a longer one by its Keccak-256.
    private static func reference(to node: RLPItem) -> RLPItem {
        let encoded = RLP.encode(node)
        return encoded.count < Digest.byteCount ? node : .bytes(Keccak256.hash(encoded).bytes)
    }
}

private struct TrieEntry {
    let nibbles: Bytes
    let value: Bytes
}
