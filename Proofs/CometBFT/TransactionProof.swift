public import Encoding
import Signatures
import TransparencyLog

/// That a transaction is in a block: its place among the leaves whose root the header calls `data_hash`. Parsed, not verified.
public struct TransactionProof: Hashable, Sendable {
    public let index: UInt64
    public let total: UInt64
    public let leafHash: Digest
    /// The hashes beside the way up, lowest first.
    public let aunts: [Digest]

    /// No tree of fewer than 2^63 leaves is deeper.
    public static let maximumAunts = 63

    public init(index: UInt64, total: UInt64, leafHash: Digest, aunts: [Digest]) {
        self.index = index
        self.total = total
        self.leafHash = leafHash
        self.aunts = aunts
    }

    /// Verifies that the block of this header has the transaction.
    ///
    /// The header has to be proven by itself. A leaf is the SHA-256 of the transaction. Source: CometBFT `types/tx.go`.
    /// - Throws: `CometBFTError.wrongLeafHash`, `.wrongDataHash` or `.inclusion`.
    public func verify(_ transaction: Bytes, in header: LightHeader) throws(CometBFTError) {
        guard let dataHash = header.dataHash else { throw .wrongDataHash(expected: nil, got: leafHash) }
        try verify(transaction, dataHash: dataHash)
    }

    func verify(_ transaction: Bytes, dataHash: Digest) throws(CometBFTError) {
        let computed = MerkleTreeHash.leafHash(SHA256.hash(transaction).bytes)
        guard computed == leafHash else { throw .wrongLeafHash(expected: computed, got: leafHash) }
        do {
            try MerkleTreeHash.verifyInclusion(leafHash: leafHash, index: index, treeSize: total, proof: aunts, root: dataHash)
        } catch {
            if case .wrongRoot(let expected, let got) = error { throw .wrongDataHash(expected: expected, got: got) }
            throw .inclusion(error)
        }
    }

    /// The root that headers call `data_hash`, over all transactions of a block.
    public static func dataHash(of transactions: [Bytes]) -> Digest {
        MerkleTreeHash.root(of: transactions.map { SHA256.hash($0).bytes })
    }
}
