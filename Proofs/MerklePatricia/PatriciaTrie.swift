public import Encoding
import Signatures

/// A Merkle Patricia trie that can be changed and asked for proofs: the slow twin of the verifier, and what a chain of our own keeps.
///
/// Nothing is cached: root and proofs hash anew what they need. `TrieRoot` computes the same roots in another way.
public struct PatriciaTrie: Sendable {
    /// How keys stand in the trie.
    public enum Keys: Sendable {
        /// As they are: ordered tries.
        case plain
        /// By their Keccak-256: accounts and storage.
        case hashed
    }

    private let keys: Keys
    private var node = TrieNode.empty

    public init(keys: Keys) {
        self.keys = keys
    }

    /// The value at a key. Setting nil, or an empty value, removes the entry, as in Ethereum.
    public subscript(key: Bytes) -> Bytes? {
        get { node.value(at: path(of: key)) }
        set {
            if let newValue, !newValue.isEmpty {
                node = node.setting(newValue, at: path(of: key))
            } else {
                node = node.removing(path(of: key))
            }
        }
    }

    public var isEmpty: Bool { node.isEmpty }

    public var root: Digest { Keccak256.hash(RLP.encode(node.rlp)) }

    /// The proof of what the trie has at a key, or that it has nothing there; no nodes when the trie is empty.
    public func proof(of key: Bytes) -> [Bytes] {
        isEmpty ? [] : node.proof(of: path(of: key), isRoot: true)
    }

    private func path(of key: Bytes) -> ArraySlice<UInt8> {
        HexPrefix.nibbles(of: stored(key))[...]
    }

    /// The key as the trie has it, and as `TrieProof.verify` wants it.
    public func stored(_ key: Bytes) -> Bytes {
        switch keys {
        case .plain: key
        case .hashed: Keccak256.hash(key).bytes
        }
    }
}
