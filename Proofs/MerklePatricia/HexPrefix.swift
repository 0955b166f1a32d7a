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
