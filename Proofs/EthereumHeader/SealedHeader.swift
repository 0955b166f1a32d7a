public import Encoding
import Signatures

/// A header together with the hash that was computed from it. There is no other way to make one.
@dynamicMemberLookup
public struct SealedHeader: Hashable, Sendable {
    public let header: BlockHeader
    /// Keccak-256 of the header's RLP.
    public let hash: Digest

    public init(_ header: BlockHeader) {
        self.header = header
        hash = Keccak256.hash(header.rlp)
    }

    /// Seals a header and compares its hash with the one its giver claims.
    ///
    /// - Throws: `hashMismatch` with both.
    public init(_ header: BlockHeader, claimedHash: Digest) throws(EthereumHeaderError) {
        self.init(header)
        guard hash == claimedHash else {
            throw .hashMismatch(height: header.number, claimed: claimedHash, computed: hash)
        }
    }

    public subscript<Value>(dynamicMember path: KeyPath<BlockHeader, Value>) -> Value {
        header[keyPath: path]
    }

    public static func == (left: Self, right: Self) -> Bool { left.hash == right.hash }
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
