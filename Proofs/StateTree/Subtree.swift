import Encoding
import Signatures

/// A subtree and its hash, never changed after it was made: versions of a tree share the subtrees in which they do not differ.
///
/// The hash rules are those of ICS-23's SmtSpec. A node does not hold its own hash but those of its children, so that hashing a
/// changed path anew never has to fetch the nodes beside it. The deepest chain of nodes is 256 long: recursion over a tree, and the
/// release of one, stay within a small stack.
struct Subtree: Sendable {
    /// 32 zero bytes when the subtree is empty.
    let hash: Digest
    let node: TreeNode

    static let empty = Subtree(hash: .zero, node: .empty)

    private init(hash: Digest, node: TreeNode) {
        self.hash = hash
        self.node = node
    }

    /// One leaf: SHA-256(0x00 || SHA-256(account bytes) || SHA-256(encoded state)).
    init(_ leaf: AccountLeaf) {
        self.init(hash: SHA256.hash(prefix: 0, leaf.path, SHA256.hash(leaf.encodedState)), node: .leaf(LeafNode(leaf)))
    }

    /// Two halves: SHA-256(0x01 || left hash || right hash).
    ///
    /// A half that holds only one leaf rises to this place; an inner node beside nothing stays where it is.
    init(left: Subtree, right: Subtree) {
        switch (left.node, right.node) {
        case (.empty, .empty), (.leaf, .empty): self = left
        case (.empty, .leaf): self = right
        default: self.init(hash: SHA256.hash(prefix: 1, left.hash, right.hash), node: .inner(InnerNode(left: left, right: right)))
        }
    }
}

/// What a subtree consists of; one word.
enum TreeNode: Sendable {
    case empty
    case leaf(LeafNode)
    case inner(InnerNode)
}

final class LeafNode: Sendable {
    let content: AccountLeaf

    init(_ content: AccountLeaf) {
        self.content = content
    }
}

final class InnerNode: Sendable {
    let left: Subtree
    let right: Subtree

    init(left: Subtree, right: Subtree) {
        self.left = left
        self.right = right
    }
}
