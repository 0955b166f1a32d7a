public import ChainIdentity
public import CommitmentProofs
import Encoding
import Signatures

extension AccountTree {
    /// The proof of an account's state, or of its absence: an ICS-23 proof for `ProofSpec.smt`, with the raw account bytes as key.
    ///
    /// - Throws: `StateTreeError.emptyTree`: nothing can be proven by leaves there are not, and nothing has to be, since the root of
    ///   32 zero bytes proves every absence by itself.
    public func proof(of account: AccountKey) throws(StateTreeError) -> CommitmentProof {
        if isEmpty { throw .emptyTree }
        let path = SHA256.hash(account.bytes)
        if let leaf = leaf(at: path) { return .existence(existenceProof(of: leaf)) }
        return .nonExistence(
            NonExistenceProof(
                key: account.bytes,
                left: whole.lastLeaf(below: path).map { existenceProof(of: $0) },
                right: whole.firstLeaf(above: path).map { existenceProof(of: $0) }))
    }

    /// - Parameter leaf: one that is in the tree.
    private func existenceProof(of leaf: AccountLeaf) -> ExistenceProof {
        ExistenceProof(
            key: leaf.account.bytes, value: leaf.encodedState, leaf: ProofSpec.smt.leaf, path: steps(to: leaf.path).reversed())
    }

    /// The inner operations on the way to `path`, from the root down.
    private func steps(to path: Digest) -> [InnerOp] {
        var steps: [InnerOp] = []
        var node = whole.node
        while case .inner(let inner) = node {
            let isRight = path.bit(at: steps.count)
            steps.append(
                isRight
                    ? InnerOp(hash: .sha256, prefix: [1] + inner.left.hash.bytes, suffix: [])
                    : InnerOp(hash: .sha256, prefix: [1], suffix: inner.right.hash.bytes))
            node = isRight ? inner.right.node : inner.left.node
        }
        return steps
    }
}

extension Subtree {
    /// The leaf with the greatest path below `path`.
    ///
    /// - Parameter depth: that of this subtree; `path` leads here.
    fileprivate func lastLeaf(below path: Digest, depth: Int = 0) -> AccountLeaf? {
        switch node {
        case .empty: nil
        case .leaf(let leaf): leaf.content.path < path ? leaf.content : nil
        case .inner(let inner):
            path.bit(at: depth)
                ? inner.right.lastLeaf(below: path, depth: depth + 1) ?? inner.left.lastLeaf
                : inner.left.lastLeaf(below: path, depth: depth + 1)
        }
    }

    /// The leaf with the smallest path above `path`.
    fileprivate func firstLeaf(above path: Digest, depth: Int = 0) -> AccountLeaf? {
        switch node {
        case .empty: nil
        case .leaf(let leaf): leaf.content.path > path ? leaf.content : nil
        case .inner(let inner):
            path.bit(at: depth)
                ? inner.right.firstLeaf(above: path, depth: depth + 1)
                : inner.left.firstLeaf(above: path, depth: depth + 1) ?? inner.right.firstLeaf
        }
    }

    private var lastLeaf: AccountLeaf? {
        switch node {
        case .empty: nil
        case .leaf(let leaf): leaf.content
        case .inner(let inner): inner.right.lastLeaf ?? inner.left.lastLeaf
        }
    }

    private var firstLeaf: AccountLeaf? {
        switch node {
        case .empty: nil
        case .leaf(let leaf): leaf.content
        case .inner(let inner): inner.left.firstLeaf ?? inner.right.firstLeaf
        }
    }
}
