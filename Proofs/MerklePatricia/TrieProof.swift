public import Encoding
import Signatures

/// Verification of Merkle Patricia proofs as EIP-1186 lists them: the nodes from the root towards a key, those that stand in their
/// parents themselves left out.
///
/// Strict: nothing but the one proof of the one trie is accepted. Source: Ethereum yellow paper, appendix D; EIP-1186.
public enum TrieProof {
    /// What the trie of `root` has at `key`.
    ///
    /// - Parameters:
    ///   - nodes: root first. The empty trie is proven by no nodes, or by its one node 0x80, as some nodes of Ethereum answer.
    ///   - key: as the trie has it; for accounts and storage the caller has hashed it.
    /// - Throws: when the nodes do not form that proof, or are more than it.
    public static func verify(
        _ nodes: [Bytes], root: Digest, key: Bytes, limits: TrieLimits
    ) throws(MerklePatriciaError) -> ProvenEntry {
        guard key.count <= limits.maximumKeyBytes else { throw .keyTooLong(maximum: limits.maximumKeyBytes, got: key.count) }
        guard nodes.count <= limits.maximumNodes else { throw .tooManyNodes(maximum: limits.maximumNodes, got: nodes.count) }
        if root == TrieRoot.empty {
            try verifyEmptyTrie(nodes)
            return ProvenEntry(root: root, key: key, finding: .absent(.emptyTrie))
        }
        var walk = ProofWalk(key: key)
        var expected = root
        for (index, node) in nodes.enumerated() {
            try verifySize(node, index: index, limits: limits)
            try verifyHash(node, index: index, expected: expected)
            switch try walk.enter(node, index: index) {
            case .next(let hash): expected = hash
            case .found(let finding):
                guard index == nodes.count - 1 else { throw .unusedNodes(used: index + 1, got: nodes.count) }
                return ProvenEntry(root: root, key: key, finding: finding)
            }
        }
        throw .missingNode(node: nodes.count, expected: expected)
    }

    /// The only node of the empty trie is the empty string.
    private static func verifyEmptyTrie(_ nodes: [Bytes]) throws(MerklePatriciaError) {
        guard let first = nodes.first else { return }
        try verifyHash(first, index: 0, expected: TrieRoot.empty)
        guard nodes.count == 1 else { throw .unusedNodes(used: 1, got: nodes.count) }
    }

    private static func verifySize(_ node: Bytes, index: Int, limits: TrieLimits) throws(MerklePatriciaError) {
        guard node.count <= limits.maximumNodeBytes else {
            throw .nodeTooLong(node: index, maximum: limits.maximumNodeBytes, got: node.count)
        }
    }

    private static func verifyHash(_ node: Bytes, index: Int, expected: Digest) throws(MerklePatriciaError) {
        let hash = Keccak256.hash(node)
        guard hash != expected else { return }
        throw index == 0 ? .wrongRoot(expected: expected, got: hash) : .wrongNode(node: index, expected: expected, got: hash)
    }
}
