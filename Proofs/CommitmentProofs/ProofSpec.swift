public import Encoding

/// How a tree is built, so that only what such a tree can produce is accepted as a proof. Source: ICS-23 `ProofSpec`.
///
/// Trees are binary with the left child first (`child_order` 0, 1), as every published specification is.
public struct ProofSpec: Hashable, Sendable {
    /// The parts of an inner node: hash(prefix || left child || right child).
    public struct Inner: Hashable, Sendable {
        public let hash: HashOperation
        /// The bytes a child takes in its parent, its length byte included.
        public let childSize: Int
        /// How long the prefix is, siblings not counted.
        public let prefixLength: ClosedRange<Int>
        /// What stands for an absent child; nil when both children are always there.
        public let emptyChild: Bytes?

        public init(hash: HashOperation, childSize: Int, prefixLength: ClosedRange<Int>, emptyChild: Bytes? = nil) {
            self.hash = hash
            self.childSize = childSize
            self.prefixLength = prefixLength
            self.emptyChild = emptyChild
        }
    }

    /// What every leaf operation must equal; its prefix need only begin with this one.
    public let leaf: LeafOp
    public let inner: Inner
    /// How many inner operations a path may have.
    public let depth: ClosedRange<Int>
    /// Whether keys are ordered by their hash (`leaf.prehashKey`).
    public let ordersByHashedKey: Bool

    /// The deepest path of a specification that names no limit.
    public static let defaultMaximumDepth = 128

    /// - Throws: `CommitmentProofError.invalidSpec` when a left and a right child could not be told apart.
    public init(
        leaf: LeafOp, inner: Inner, depth: ClosedRange<Int> = 0...ProofSpec.defaultMaximumDepth, ordersByHashedKey: Bool = false
    ) throws(CommitmentProofError) {
        guard inner.childSize > 0, inner.prefixLength.lowerBound >= 0, depth.lowerBound >= 0 else {
            throw .invalidSpec(rule: "sizes and depths must not be negative, and a child has at least one byte")
        }
        guard inner.prefixLength.upperBound - inner.prefixLength.lowerBound < inner.childSize else {
            throw .invalidSpec(rule: "the longest prefix must be shorter than the shortest one with a child")
        }
        self.init(uncheckedLeaf: leaf, inner: inner, depth: depth, ordersByHashedKey: ordersByHashedKey)
    }

    private init(uncheckedLeaf leaf: LeafOp, inner: Inner, depth: ClosedRange<Int>, ordersByHashedKey: Bool) {
        self.leaf = leaf
        self.inner = inner
        self.depth = depth
        self.ordersByHashedKey = ordersByHashedKey
    }

    /// IAVL trees of the Cosmos SDK. Prefixes hold height, size and version; a child has a length byte.
    public static let iavl = ProofSpec(
        uncheckedLeaf: LeafOp(hash: .sha256, prehashValue: .sha256, length: .varProto, prefix: [0]),
        inner: Inner(hash: .sha256, childSize: 33, prefixLength: 4...12), depth: 0...defaultMaximumDepth, ordersByHashedKey: false)

    /// Merkle trees of CometBFT, formerly Tendermint.
    public static let tendermint = ProofSpec(
        uncheckedLeaf: LeafOp(hash: .sha256, prehashValue: .sha256, length: .varProto, prefix: [0]),
        inner: Inner(hash: .sha256, childSize: 32, prefixLength: 1...1), depth: 0...defaultMaximumDepth, ordersByHashedKey: false)

    /// Sparse Merkle trees with collapsed single-leaf subtrees; our state tree is one.
    public static let smt = ProofSpec(
        uncheckedLeaf: LeafOp(hash: .sha256, prehashKey: .sha256, prehashValue: .sha256, prefix: [0]),
        inner: Inner(hash: .sha256, childSize: 32, prefixLength: 1...1, emptyChild: Bytes(repeating: 0, count: 32)), depth: 0...256,
        ordersByHashedKey: true)

    /// Whether prefixes follow the IAVL rule; told by the operations, as the reference implementations do.
    var hasIAVLPrefixes: Bool {
        let iavl = Self.iavl
        return leaf.hash == iavl.leaf.hash && leaf.prehashKey == iavl.leaf.prehashKey && leaf.prehashValue == iavl.leaf.prehashValue
            && leaf.length == iavl.leaf.length && inner.hash == iavl.inner.hash && inner.childSize == iavl.inner.childSize
            && inner.prefixLength == iavl.inner.prefixLength
    }
}
