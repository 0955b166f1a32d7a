import Encoding

/// Half bytes, most significant first: the digits that lead through a Merkle Patricia trie.
///
/// Source: Ethereum yellow paper, appendix C.
enum HexPrefix {
    static func nibbles(of key: Bytes) -> Bytes {
        key.flatMap { [$0 >> 4, $0 & 15] }
    }

    /// Nibbles packed in bytes: the first nibble tells leaf (2) from extension (0), plus 1 for an odd count.
    static func encode(_ nibbles: ArraySlice<UInt8>, isLeaf: Bool) -> Bytes {
        let flag: UInt8 = isLeaf ? 2 : 0
        let head = nibbles.count.isMultiple(of: 2) ? [flag, 0] : [flag + 1]
        let digits = head + nibbles
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

/// A path where it lies in a node, not unpacked.
struct PathView {
    let isLeaf: Bool
    /// Nibbles of the node's bytes, counted from their beginning.
    private let places: Range<Int>

    var count: Int { places.count }

    /// - Parameter payload: the bytes of a node that hold the path.
    init(_ payload: Range<Int>, of bytes: Bytes, node: Int) throws(MerklePatriciaError) {
        guard let first = payload.first.map({ bytes[$0] }) else { throw .malformedPath(node: node, rule: .noFlag) }
        guard first >> 4 <= 3 else { throw .malformedPath(node: node, rule: .unknownFlag) }
        let isOdd = first >> 4 & 1 == 1
        guard isOdd || first & 15 == 0 else { throw .malformedPath(node: node, rule: .padding) }
        isLeaf = first >> 4 >= 2
        places = 2 * payload.lowerBound + (isOdd ? 1 : 2)..<2 * payload.upperBound
        guard isLeaf || !places.isEmpty else { throw .malformedPath(node: node, rule: .emptyExtension) }
    }

    /// Whether `key` has just these nibbles from nibble `depth` on.
    func leads(_ key: Bytes, from depth: Int, in bytes: Bytes) -> Bool {
        guard count <= 2 * key.count - depth else { return false }
        for (offset, place) in places.enumerated() where bytes.nibble(place) != key.nibble(depth + offset) { return false }
        return true
    }
}

extension Bytes {
    /// Half a byte; 0 is the upper half of the first byte.
    func nibble(_ index: Int) -> UInt8 {
        index & 1 == 0 ? self[index >> 1] >> 4 : self[index >> 1] & 15
    }
}
