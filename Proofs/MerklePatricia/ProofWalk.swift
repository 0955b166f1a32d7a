import Encoding

/// The way of one key through the nodes of a proof.
struct ProofWalk {
    enum Step {
        /// The way goes on in the node with this hash.
        case next(Digest)
        case found(ProvenEntry.Finding)
    }

    let key: Bytes
    /// How many nibbles of the key are used up.
    private var depth = 0
    private var comesFromExtension = false

    init(key: Bytes) { self.key = key }

    /// Goes through a node, whose hash is verified, and through the nodes that it has within itself.
    mutating func enter(_ bytes: Bytes, index: Int) throws(MerklePatriciaError) -> Step {
        let reader = NodeReader(bytes: bytes, node: index)
        guard index == 0 || bytes.count >= Digest.byteCount else { throw .malformedNode(node: index, rule: .hashedTooShort) }
        var list = try reader.outermost()
        while true {
            switch try step(into: reader.read(list, wanting: nextNibble), of: reader) {
            case .inside(let child): list = child
            case .outside(let step): return step
            }
        }
    }

    private enum Move {
        case inside(RLPView)
        case outside(Step)
    }

    /// The key's next nibble; 0 at its end, where no child is wanted.
    private var nextNibble: UInt8 { isAtEnd ? 0 : key.nibble(depth) }
    private var isAtEnd: Bool { depth == 2 * key.count }

    private mutating func step(into view: NodeView, of reader: NodeReader) throws(MerklePatriciaError) -> Move {
        let bytes = reader.bytes
        switch view {
        case .leaf(let path, let value):
            try verifyNotAfterExtension(reader.node)
            let isKey = path.count == 2 * key.count - depth && path.leads(key, from: depth, in: bytes)
            return .outside(.found(isKey ? .value(Bytes(bytes[value])) : .absent(.otherLeaf)))
        case .extension(let path, let child):
            try verifyNotAfterExtension(reader.node)
            guard path.leads(key, from: depth, in: bytes) else { return .outside(.found(.absent(.otherExtension))) }
            depth += path.count
            comesFromExtension = true
            return move(to: child)
        case .branch(let child, let value):
            comesFromExtension = false
            guard isAtEnd else {
                depth += 1
                return move(to: child)
            }
            return .outside(.found(value.isEmpty ? .absent(.branchWithoutValue) : .value(Bytes(bytes[value]))))
        }
    }

    private func move(to child: NodeView.Child) -> Move {
        switch child {
        case .none: .outside(.found(.absent(.emptySlot)))
        case .hash(let hash): .outside(.next(hash))
        case .embedded(let list): .inside(list)
        }
    }

    private func verifyNotAfterExtension(_ node: Int) throws(MerklePatriciaError) {
        if comesFromExtension { throw .malformedNode(node: node, rule: .extensionToNonBranch) }
    }
}
