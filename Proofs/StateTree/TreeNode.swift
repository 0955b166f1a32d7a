import Encoding
import Signatures

/// A subtree, never changed after it was made: versions of a tree share the subtrees in which they do not differ.
///
/// The hash rules are those of ICS-23's SmtSpec. One word wide; the deepest chain of nodes is 256 long, so recursion over a tree, and
/// the release of one, stay within a small stack.
enum TreeNode: Sendable {
    case empty
    case leaf(LeafNode)
    case inner(InnerNode)

    /// 32 zero bytes for an empty subtree.
    var hash: Digest {
        switch self {
        case .empty: .zero
        case .leaf(let leaf): leaf.hash
        case .inner(let inner): inner.hash
        }
    }

    /// The subtree over two halves. A half that holds only one leaf lets it rise; an inner node beside nothing stays where it is.
    static func joining(_ left: TreeNode, _ right: TreeNode) -> TreeNode {
        switch (left, right) {
        case (.empty, .empty): .empty
        case (.leaf, .empty): left
        case (.empty, .leaf): right
        default: .inner(InnerNode(left: left, right: right))
        }
    }
}

final class LeafNode: Sendable {
    let content: AccountLeaf
    /// SHA-256(0x00 || SHA-256(account bytes) || SHA-256(encoded state)).
    let hash: Digest

    init(_ content: AccountLeaf) {
        self.content = content
        hash = SHA256.hash(prefix: TreeHash.leafPrefix, content.path, SHA256.hash(content.encodedState))
    }

    var path: Digest { content.path }
}

final class InnerNode: Sendable {
    let left: TreeNode
    let right: TreeNode
    /// SHA-256(0x01 || left hash || right hash).
    let hash: Digest

    init(left: TreeNode, right: TreeNode) {
        self.left = left
        self.right = right
        hash = SHA256.hash(prefix: TreeHash.innerPrefix, left.hash, right.hash)
    }

    func child(_ isRight: Bool) -> TreeNode {
        isRight ? right : left
    }
}

/// The domain separation of ICS-23's SmtSpec.
enum TreeHash {
    static let leafPrefix: UInt8 = 0
    static let innerPrefix: UInt8 = 1
}
