public import ChainIdentity
public import Encoding
import Signatures

/// The accounts of one vault after one state message, as a sparse Merkle tree of ICS-23's SmtSpec: an immutable value.
///
/// Changing a tree gives another tree; both share what they have in common, so that keeping old versions costs only their
/// differences (about 22 nodes a changed account at one million accounts).
///
/// Hashes: leaf = SHA-256(0x00 || SHA-256(account bytes) || SHA-256(encoded state)), inner = SHA-256(0x01 || left || right),
/// empty = 32 zero bytes; a subtree with a single leaf has that leaf's hash.
public struct AccountTree: Sendable {
    let whole: Subtree
    /// How many accounts the tree holds.
    public let count: UInt64

    public static let empty = AccountTree()

    public init() {
        self.init(.empty, count: 0)
    }

    init(_ whole: Subtree, count: UInt64) {
        self.whole = whole
        self.count = count
    }

    /// 32 zero bytes for the empty tree.
    public var root: Digest { whole.hash }

    public var isEmpty: Bool { count == 0 }

    /// The encoded state of an account; nil when it is not in the tree.
    public subscript(account: AccountKey) -> Bytes? {
        leaf(at: SHA256.hash(account.bytes))?.encodedState
    }

    /// The leaf whose account hashes to `path`.
    public func leaf(at path: Digest) -> AccountLeaf? {
        var node = whole.node
        var depth = 0
        while case .inner(let inner) = node {
            node = path.bit(at: depth) ? inner.right.node : inner.left.node
            depth += 1
        }
        guard case .leaf(let leaf) = node, leaf.content.path == path else { return nil }
        return leaf.content
    }
}

extension AccountTree: Equatable {
    /// Trees with the same root hold the same accounts with the same states, unless SHA-256 is broken.
    public static func == (left: AccountTree, right: AccountTree) -> Bool {
        left.root == right.root
    }
}
