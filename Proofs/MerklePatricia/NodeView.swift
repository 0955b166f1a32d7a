import Encoding
import Signatures

/// One node of a trie where it lies in its bytes, read so far as a walk needs it, verified as a whole.
enum NodeView {
    case leaf(PathView, value: Range<Int>)
    case `extension`(PathView, child: Child)
    /// The child at the wanted nibble, and the branch's own value; both may be empty.
    case branch(child: Child, value: Range<Int>)

    enum Child {
        case none
        case hash(Digest)
        /// Shorter than a hash, the node stands in its parent itself.
        case embedded(RLPView)
    }
}

/// Reads nodes of one list of bytes. Every item of a node is verified, those beside the way too.
struct NodeReader {
    let bytes: Bytes
    /// Which node of the proof the bytes are, for errors.
    let node: Int

    /// The list that fills the bytes.
    func outermost() throws(MerklePatriciaError) -> RLPView {
        let list = try item(at: 0, end: bytes.count)
        guard list.end == bytes.count else {
            throw .malformedRLP(node: node, .trailing(.rlp, offset: list.end, got: bytes.count - list.end))
        }
        return list
    }

    /// - Parameter nibble: which child of a branch is wanted.
    func read(_ list: RLPView, wanting nibble: UInt8) throws(MerklePatriciaError) -> NodeView {
        guard list.isList else { throw malformed(.notAList) }
        switch try itemCount(list) {
        case 2: return try short(list)
        case 17: return try branch(list, wanting: nibble)
        case let other: throw .wrongItemCount(node: node, got: other)
        }
    }

    /// Counts no further than one beyond a branch.
    private func itemCount(_ list: RLPView) throws(MerklePatriciaError) -> Int {
        var (count, offset) = (0, list.payload.lowerBound)
        while offset < list.end, count <= 17 {
            offset = try item(at: offset, end: list.end).end
            count += 1
        }
        return count
    }

    private func short(_ list: RLPView) throws(MerklePatriciaError) -> NodeView {
        let first = try item(at: list.payload.lowerBound, end: list.end)
        guard !first.isList else { throw malformed(.listAsPath) }
        let path = try PathView(first.payload, of: bytes, node: node)
        let second = try item(at: first.end, end: list.end)
        guard path.isLeaf else { return .extension(path, child: try childOfExtension(second)) }
        guard !second.isList else { throw malformed(.listAsValue) }
        guard !second.payload.isEmpty else { throw malformed(.emptyValue) }
        return .leaf(path, value: second.payload)
    }

    private func childOfExtension(_ item: RLPView) throws(MerklePatriciaError) -> NodeView.Child {
        let child = try self.child(item)
        switch child {
        case .none: throw malformed(.emptyChild)
        case .hash: return child
        case .embedded(let list):
            guard try itemCount(list) == 17 else { throw malformed(.extensionToNonBranch) }
            return child
        }
    }

    private func branch(_ list: RLPView, wanting nibble: UInt8) throws(MerklePatriciaError) -> NodeView {
        var offset = list.payload.lowerBound
        var ways = 0
        var wanted = NodeView.Child.none
        for place in UInt8(0)..<16 {
            let item = try self.item(at: offset, end: list.end)
            let child = try child(item)
            if place == nibble { wanted = child }
            if !item.isEmptyString { ways += 1 }
            offset = item.end
        }
        let value = try item(at: offset, end: list.end)
        guard !value.isList else { throw malformed(.listAsValue) }
        guard ways + (value.payload.isEmpty ? 0 : 1) >= 2 else { throw malformed(.loneBranch) }
        return .branch(child: wanted, value: value.payload)
    }

    private func child(_ item: RLPView) throws(MerklePatriciaError) -> NodeView.Child {
        if item.isList {
            guard item.end - item.start < Digest.byteCount else { throw malformed(.embeddedTooLong) }
            // Less than 32 bytes nest no deeper than they are long.
            _ = try read(item, wanting: 0)
            return .embedded(item)
        }
        if item.payload.isEmpty { return .none }
        guard item.payload.count == Digest.byteCount else { throw malformed(.childLength) }
        return .hash(digest(item.payload))
    }

    private func digest(_ range: Range<Int>) -> Digest {
        Digest(unsafeUninitialized: { target in bytes[range].withUnsafeBytes { target.copyMemory(from: $0) } })
    }

    private func item(at offset: Int, end: Int) throws(MerklePatriciaError) -> RLPView {
        do { return try RLPView(of: bytes, at: offset, end: end) } catch { throw .malformedRLP(node: node, error) }
    }

    private func malformed(_ rule: MerklePatriciaError.NodeRule) -> MerklePatriciaError {
        .malformedNode(node: node, rule: rule)
    }
}
