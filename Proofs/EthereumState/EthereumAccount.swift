public import Encoding
import MerklePatricia
public import Quantities
import Signatures

/// What the state trie has for an address. Source: Ethereum yellow paper 4.1.
public struct EthereumAccount: Hashable, Sendable {
    public var nonce: UInt64
    /// Wei.
    public var balance: UInt256
    public var storageRoot: Digest
    public var codeHash: Digest

    public init(nonce: UInt64, balance: UInt256, storageRoot: Digest, codeHash: Digest) {
        self.nonce = nonce
        self.balance = balance
        self.storageRoot = storageRoot
        self.codeHash = codeHash
    }

    /// The storage root of an account without storage.
    public static let emptyStorageRoot = TrieRoot.empty
    /// The code hash of an account without code: Keccak-256 of nothing.
    public static let emptyCodeHash = Keccak256.hash([])
    /// What an address has that the state trie does not know.
    public static let absent = EthereumAccount(nonce: 0, balance: .zero, storageRoot: emptyStorageRoot, codeHash: emptyCodeHash)

    /// The value in the state trie: RLP of nonce, balance, storage root and code hash.
    public var rlp: Bytes {
        RLP.encode(.list([.integer(nonce), .bytes(balance.minimalBigEndianBytes), .bytes(storageRoot.bytes), .bytes(codeHash.bytes)]))
    }

    /// - Throws: `malformedAccount`.
    public init(parsing bytes: Bytes) throws(EthereumStateError) {
        do {
            let items = try RLP.decode(bytes, limits: RLPLimits(maximumDepth: 1, maximumItems: 5)).items(count: 4)
            nonce = try items[0].uint64()
            balance = try items[1].uint256()
            storageRoot = try Digest(try items[2].byteString(count: Digest.byteCount))
            codeHash = try Digest(try items[3].byteString(count: Digest.byteCount))
        } catch {
            throw .malformedAccount(error)
        }
    }
}

extension RLPItem {
    /// The number, when it fits 256 bits.
    func uint256() throws(EncodingError) -> UInt256 {
        let digits = try integerBytes(max: UInt256.byteCount)
        // Number and first of the digits are as a minimal number has them.
        guard let value = try? UInt256(minimalBigEndian: digits) else {
            throw .tooLong(.rlp, maximum: UInt256.byteCount, got: digits.count)
        }
        return value
    }
}
