public import Encoding

/// Why a Merkle Patricia proof does not hold. Nodes are counted from 0, the root first.
public enum MerklePatriciaError: Error, Equatable, Sendable {
    /// Rules of the packed path of a leaf or extension (yellow paper, appendix C).
    public enum PathRule: String, Sendable, CaseIterable {
        case noFlag = "a path has at least the byte with its flag"
        case unknownFlag = "the flag of a path is 0 to 3"
        case padding = "the half byte after an even flag is zero"
        case emptyExtension = "an extension has at least one nibble"
    }

    /// Rules of a trie's nodes (yellow paper, appendix D): one set of entries has one trie.
    public enum NodeRule: String, Sendable, CaseIterable {
        case notAList = "a node is a list"
        case listAsPath = "the path of a leaf or extension is a byte string"
        case listAsValue = "a value is a byte string"
        case emptyValue = "a leaf has a value"
        case emptyChild = "an extension leads to a node"
        case childLength = "a child is nothing, a hash of 32 bytes, or a list"
        case embeddedTooLong = "a child of 32 bytes or more stands there by its hash"
        case hashedTooShort = "a child of less than 32 bytes stands in its parent itself"
        case extensionToNonBranch = "an extension leads to a branch"
        case loneBranch = "a branch has at least two ways to go"
    }

    case keyTooLong(maximum: Int, got: Int)
    case tooManyNodes(maximum: Int, got: Int)
    case nodeTooLong(node: Int, maximum: Int, got: Int)
    /// The first node is not the one the root commits to.
    case wrongRoot(expected: Digest, got: Digest)
    /// A later node is not the one its parent commits to.
    case wrongNode(node: Int, expected: Digest, got: Digest)
    /// The proof ends before the key is found or excluded.
    case missingNode(node: Int, expected: Digest)
    /// The answer was found and nodes are left.
    case unusedNodes(used: Int, got: Int)
    case malformedRLP(node: Int, EncodingError)
    /// Neither a leaf or extension (2 items) nor a branch (17).
    case wrongItemCount(node: Int, got: Int)
    case malformedPath(node: Int, rule: PathRule)
    case malformedNode(node: Int, rule: NodeRule)
    /// The list has no item at `index`.
    case indexOutOfRange(index: Int, count: Int)
}

extension MerklePatriciaError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .keyTooLong: "trie-key-too-long"
        case .tooManyNodes: "trie-too-many-nodes"
        case .nodeTooLong: "trie-node-too-long"
        case .wrongRoot: "trie-wrong-root"
        case .wrongNode: "trie-wrong-node"
        case .missingNode: "trie-missing-node"
        case .unusedNodes: "trie-unused-nodes"
        case .malformedRLP: "trie-rlp"
        case .wrongItemCount: "trie-item-count"
        case .malformedPath: "trie-path"
        case .malformedNode: "trie-node"
        case .indexOutOfRange: "trie-index"
        }
    }
}

extension MerklePatriciaError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .keyTooLong(let maximum, let got): "a key of this trie has at most \(maximum) bytes, got \(got)"
        case .tooManyNodes(let maximum, let got): "a proof in this trie has at most \(maximum) nodes, got \(got)"
        case .nodeTooLong(let node, let maximum, let got): "proof node \(node) has \(got) bytes, at most \(maximum) are possible"
        case .wrongRoot(let expected, let got):
            "the proof begins at root \(got), expected \(expected); it is of another block, or its first node was altered or left out"
        case .wrongNode(let node, let expected, let got): "proof node \(node) hashes to \(got), its parent commits to \(expected)"
        case .missingNode(let node, let expected):
            "the proof ends where node \(node), with hash \(expected), is needed; ask for the proof again"
        case .unusedNodes(let used, let got): "the proof has \(got) nodes, its answer needs \(used); the rest proves nothing, leave it out"
        case .malformedRLP(let node, let error): "proof node \(node) is malformed: \(error)"
        case .wrongItemCount(let node, let got): "proof node \(node) has \(got) items, a leaf or extension has 2, a branch 17"
        case .malformedPath(let node, let rule): "proof node \(node): \(rule.rawValue)"
        case .malformedNode(let node, let rule): "proof node \(node): \(rule.rawValue)"
        case .indexOutOfRange(let index, let count): "there is no item \(index) in a list of \(count)"
        }
    }
}
