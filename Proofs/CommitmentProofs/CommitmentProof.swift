public import Encoding

/// A proof that a key is, or is not, in a tree with a given root: an ICS-23 `CommitmentProof`, parsed and not verified.
///
/// One proof of one claim: batches and compressed batches are refused when parsed here, `CommitmentProofBundle` takes them.
public enum CommitmentProof: Hashable, Sendable {
    case existence(ExistenceProof)
    case nonExistence(NonExistenceProof)
}

/// That `key` has `value`: the leaf, and the way from it up to the root.
public struct ExistenceProof: Hashable, Sendable {
    public let key: Bytes
    public let value: Bytes
    public let leaf: LeafOp
    /// From the leaf's parent to the root.
    public let path: [InnerOp]

    public init(key: Bytes, value: Bytes, leaf: LeafOp, path: [InnerOp]) {
        self.key = key
        self.value = value
        self.leaf = leaf
        self.path = path
    }
}

/// That a key is absent: the proofs of the keys next to it, which have no leaf between them.
public struct NonExistenceProof: Hashable, Sendable {
    /// The absent key. Some producers put its hash here; verification does not depend on it.
    public let key: Bytes
    /// The greatest key below; nil when there is none.
    public let left: ExistenceProof?
    /// The smallest key above; nil when there is none.
    public let right: ExistenceProof?

    public init(key: Bytes, left: ExistenceProof?, right: ExistenceProof?) {
        self.key = key
        self.left = left
        self.right = right
    }
}
