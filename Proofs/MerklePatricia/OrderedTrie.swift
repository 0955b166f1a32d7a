public import Encoding

/// The tries of a block over ordered lists: transactions, receipts, withdrawals. Keys are RLP of the index from 0.
///
/// Source: Ethereum yellow paper, section 4.3.2.
public enum OrderedTrie {
    /// - Parameter items: encoded as the block commits to them, typed ones with their type byte in front; none is empty.
    public static func root(of items: [Bytes]) -> Digest {
        TrieRoot.root(
            of: Dictionary(uniqueKeysWithValues: items.enumerated().map { (RLP.encode(.integer(UInt64($0.offset))), $0.element) }))
    }
}
