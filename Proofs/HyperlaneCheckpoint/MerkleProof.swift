public import Encoding
import Signatures

/// That a leaf stands at an index of a Merkle tree of depth 32.
///
/// Inner nodes are Keccak-256 of left || right, absent leaves are zero, leaves are not hashed again.
/// Source: Hyperlane `Merkle.sol`, after the deposit contract of Ethereum's beacon chain.
public struct MerkleProof: Hashable, Sendable {
    public static let depth = 32

    public let leaf: Digest
    public let index: UInt32
    /// The siblings, from the leaf's upwards.
    public let path: [Digest]

    /// - Throws: `HyperlaneCheckpointError.wrongProofLength` unless the path has 32 hashes.
    public init(leaf: Digest, index: UInt32, path: [Digest]) throws(HyperlaneCheckpointError) {
        guard path.count == Self.depth else { throw .wrongProofLength(expected: Self.depth, got: path.count) }
        (self.leaf, self.index, self.path) = (leaf, index, path)
    }

    /// The root that the proof leads to.
    public var root: Digest {
        var (node, place) = (leaf, index)
        for sibling in path {
            node = place & 1 == 0 ? Self.nodeHash(node, sibling) : Self.nodeHash(sibling, node)
            place >>= 1
        }
        return node
    }

    /// - Throws: `HyperlaneCheckpointError.wrongRoot`.
    public func verify(root expected: Digest) throws(HyperlaneCheckpointError) {
        let got = root
        guard got == expected else { throw .wrongRoot(expected: expected, got: got) }
    }

    static func nodeHash(_ left: Digest, _ right: Digest) -> Digest {
        withUnsafeBytes(of: (left, right)) { Keccak256.hash($0) }
    }
}
