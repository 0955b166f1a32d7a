public import Encoding

/// A header whose hash its user trusts, or that headers lead back to from such a hash. Made only by comparing hashes.
///
/// Everything in it, parent, time, roots and bloom, is as true as the anchor.
@dynamicMemberLookup
public struct AnchoredHeader: Hashable, Sendable {
    public let sealed: SealedHeader
    /// The trusted hash: the header's own, or that of a descendant.
    public let anchor: Digest

    init(_ sealed: SealedHeader, anchor: Digest) {
        self.sealed = sealed
        self.anchor = anchor
    }

    public var hash: Digest { sealed.hash }

    public subscript<Value>(dynamicMember path: KeyPath<BlockHeader, Value>) -> Value {
        sealed.header[keyPath: path]
    }

    /// - Parameter trustedHash: where it comes from, consensus, a quorum or a human, is the caller's business.
    /// - Throws: `untrustedHash` when the header hashes to another.
    public static func verify(_ header: SealedHeader, trustedHash: Digest) throws(EthereumHeaderError) -> AnchoredHeader {
        guard header.hash == trustedHash else {
            throw .untrustedHash(height: header.number, trusted: trustedHash, computed: header.hash)
        }
        return AnchoredHeader(header, anchor: trustedHash)
    }

    /// From the RLP of a header.
    public static func verify(rlp: Bytes, trustedHash: Digest, limits: HeaderLimits) throws(EthereumHeaderError) -> AnchoredHeader {
        try verify(SealedHeader(BlockHeader(parsing: rlp, limits: limits)), trustedHash: trustedHash)
    }

    /// From the header members of a block in JSON-RPC spelling; a `hash` member is not needed and not believed.
    public static func verify(block: JSONNode, trustedHash: Digest, limits: HeaderLimits) throws(EthereumHeaderError) -> AnchoredHeader {
        try verify(SealedHeader(BlockHeader(parsing: block, limits: limits)), trustedHash: trustedHash)
    }
}
