public import Encoding

/// What the trie of one root has at one key: made only by verifying a proof.
public struct ProvenEntry: Hashable, Sendable {
    public enum Finding: Hashable, Sendable {
        /// The value, never empty.
        case value(Bytes)
        case absent(Absence)
    }

    public let root: Digest
    /// As the trie has it: in the state and storage tries the Keccak-256 of what is looked up.
    public let key: Bytes
    public let finding: Finding

    /// The value; nil where its absence is proven.
    public var value: Bytes? {
        if case .value(let value) = finding { value } else { nil }
    }

    init(root: Digest, key: Bytes, finding: Finding) {
        self.root = root
        self.key = key
        self.finding = finding
    }
}

/// How a trie shows that it has no entry at a key.
public enum Absence: String, Hashable, Sendable, CaseIterable {
    /// The root is that of the trie without entries.
    case emptyTrie
    /// The branch on the key's way has nothing at its next nibble.
    case emptySlot
    /// The key ends at a branch which has no value of its own.
    case branchWithoutValue
    /// The only entry below is another key's.
    case otherLeaf
    /// All entries below share nibbles that the key has not.
    case otherExtension
}
