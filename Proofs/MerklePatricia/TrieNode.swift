import Encoding
import Signatures

/// A node of a trie that is being built. Paths are nibbles, one a byte.
indirect enum TrieNode: Sendable {
    case empty
    case leaf(path: ArraySlice<UInt8>, value: Bytes)
    /// Never empty, and always before a branch.
    case `extension`(path: ArraySlice<UInt8>, child: TrieNode)
    /// 16 children, of which at least two are there, or one and a value.
    case branch(children: [TrieNode], value: Bytes)

    static let emptyChildren = [TrieNode](repeating: .empty, count: 16)

    var isEmpty: Bool {
        if case .empty = self { true } else { false }
    }

    /// This node reached by `prefix`: a leaf or extension takes it in, a branch gets an extension before it.
    func below(_ prefix: ArraySlice<UInt8>) -> TrieNode {
        switch self {
        case _ where prefix.isEmpty: self
        case .empty: .empty
        case .leaf(let path, let value): .leaf(path: prefix + path, value: value)
        case .extension(let path, let child): .extension(path: prefix + path, child: child)
        case .branch: .extension(path: prefix, child: self)
        }
    }

    func value(at path: ArraySlice<UInt8>) -> Bytes? {
        switch self {
        case .empty: return nil
        case .leaf(let own, let value): return own == path ? value : nil
        case .extension(let own, let child): return path.starts(with: own) ? child.value(at: path.dropFirst(own.count)) : nil
        case .branch(let children, let value):
            guard let nibble = path.first else { return value.isEmpty ? nil : value }
            return children[Int(nibble)].value(at: path.dropFirst())
        }
    }
}

/// What nodes hash to (yellow paper, appendix D).
extension TrieNode {
    var rlp: RLPItem {
        switch self {
        case .empty: .bytes([])
        case .leaf(let path, let value): .list([.bytes(HexPrefix.encode(path, isLeaf: true)), .bytes(value)])
        case .extension(let path, let child): .list([.bytes(HexPrefix.encode(path, isLeaf: false)), child.reference])
        case .branch(let children, let value): .list(children.map(\.reference) + [.bytes(value)])
        }
    }

    /// How a parent names this node: itself when shorter than a hash, else by its Keccak-256.
    private var reference: RLPItem {
        let item = rlp
        let encoded = RLP.encode(item)
        return isEmpty || encoded.count < Digest.byteCount ? item : .bytes(Keccak256.hash(encoded).bytes)
    }

    /// The nodes towards `path` that do not stand in their parents, this one first.
    func proof(of path: ArraySlice<UInt8>, isRoot: Bool) -> [Bytes] {
        let encoded = RLP.encode(rlp)
        return (isRoot || encoded.count >= Digest.byteCount ? [encoded] : []) + proofBelow(path)
    }

    private func proofBelow(_ path: ArraySlice<UInt8>) -> [Bytes] {
        switch self {
        case .empty, .leaf: return []
        case .extension(let own, let child): return path.starts(with: own) ? child.proof(of: path.dropFirst(own.count), isRoot: false) : []
        case .branch(let children, _):
            guard let nibble = path.first, !children[Int(nibble)].isEmpty else { return [] }
            return children[Int(nibble)].proof(of: path.dropFirst(), isRoot: false)
        }
    }
}
