public import Encoding

/// The raw bytes of an account as its chain knows it: 20 on Ethereum, 32 on Solana. The key of a leaf in the state tree.
public struct AccountKey: Hashable, Sendable {
    /// No chain we know has longer account keys.
    public static let maximumByteCount = 64

    public let bytes: Bytes

    /// - Throws: `ChainIdentityError.wrongKeyLength` unless there are 1 to 64 bytes.
    public init(_ bytes: Bytes) throws(ChainIdentityError) {
        guard (1...Self.maximumByteCount).contains(bytes.count) else {
            throw .wrongKeyLength(namespace: "any chain", expected: "1 to \(Self.maximumByteCount)", got: bytes.count)
        }
        self.bytes = bytes
    }
}

extension AccountKey: Comparable {
    /// Byte by byte, first byte first.
    public static func < (left: AccountKey, right: AccountKey) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension AccountKey: CustomStringConvertible {
    /// Lowercase hexadecimal digits.
    public var description: String { Hex.encode(bytes) }
}

extension AccountID {
    /// The account of `chain` with these raw bytes, in the spelling its namespace prescribes.
    ///
    /// - Throws: `ChainIdentityError.unsupportedNamespace`, or what the namespace's rules say about the key.
    public init(chain: ChainID, key: AccountKey) throws(ChainIdentityError) {
        try self.init(chain: chain, address: AccountRules.of(chain).address(of: key, on: chain))
    }

    /// The raw bytes of this account.
    ///
    /// - Throws: `ChainIdentityError.unsupportedNamespace`, or what the namespace's rules say about the address.
    public func key() throws(ChainIdentityError) -> AccountKey {
        try AccountRules.of(chain).key(of: address, on: chain)
    }

    /// This account in the one spelling that its chain prescribes, or as it stands when the program does not know its namespace or cannot read the address.
    public var asItsChainSpellsIt: AccountID { (try? AccountID(chain: chain, key: key())) ?? self }
}
