public import ChainIdentity
public import Encoding
import Signatures

/// One account of a state tree: its raw bytes, the bytes of its complete state, and its place.
public struct AccountLeaf: Hashable, Sendable {
    public let account: AccountKey
    /// The encoded `AccountState`; never empty in a tree.
    public let encodedState: Bytes
    /// SHA-256 of the raw account bytes; its bits, most significant first, lead from the root to the leaf.
    public let path: Digest

    public init(account: AccountKey, encodedState: Bytes) {
        self.init(account: account, encodedState: encodedState, uncheckedPath: SHA256.hash(account.bytes))
    }

    /// For a store that keeps the path beside the account: saves one hash a leaf when a tree is built from it.
    ///
    /// - Parameter uncheckedPath: must be SHA-256 of the raw account bytes. A wrong one gives a tree with a wrong root, which the
    ///   comparison with the last certified root shows.
    public init(account: AccountKey, encodedState: Bytes, uncheckedPath: Digest) {
        self.account = account
        self.encodedState = encodedState
        path = uncheckedPath
    }
}
