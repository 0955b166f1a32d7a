internal import Encoding

/// Solana: 32 bytes, spelt in base 58. Source: ChainAgnostic namespaces, solana/caip10.
enum SolanaAccounts: NamespaceAccountRules {
    static let namespace = "solana"
    private static let byteCount = 32

    static func address(of key: AccountKey, on chain: ChainID) throws(ChainIdentityError) -> String {
        guard key.bytes.count == byteCount else {
            throw .wrongKeyLength(namespace: namespace, expected: "\(byteCount)", got: key.bytes.count)
        }
        return Base58.encode(key.bytes)
    }

    static func key(of address: String, on chain: ChainID) throws(ChainIdentityError) -> AccountKey {
        guard let bytes = try? Base58.decode(address, maxBytes: byteCount), bytes.count == byteCount else {
            throw .malformedAddress(address, namespace: namespace, rule: "\(byteCount) bytes in base 58 are expected")
        }
        return try AccountKey(bytes)
    }
}
