internal import Encoding
internal import Signatures

/// Ethereum and its kin: 20 bytes, spelt `0x` and 40 hexadecimal digits with the EIP-55 checksum.
/// Source: ChainAgnostic namespaces, eip155/caip10.
enum EIP155Accounts: NamespaceAccountRules {
    static let namespace = "eip155"

    static func address(of key: AccountKey, on chain: ChainID) throws(ChainIdentityError) -> String {
        do {
            return try EthereumAddress(bytes: key.bytes).description
        } catch {
            throw .wrongKeyLength(namespace: namespace, expected: "20", got: key.bytes.count)
        }
    }

    /// All lowercase carries no checksum and is accepted, because chains and nodes write it; any other case must be the checksum's.
    static func key(of address: String, on chain: ChainID) throws(ChainIdentityError) -> AccountKey {
        guard address.utf8.count == 42, let bytes = try? Hex.decode0x(address) else {
            throw .malformedAddress(address, namespace: namespace, rule: "0x and 40 hexadecimal digits are expected")
        }
        let key = try AccountKey(bytes)
        let expected = try Self.address(of: key, on: chain)
        guard address == expected || address == Hex.encode0x(bytes) else {
            throw .wrongChecksum(address, expected: expected)
        }
        return key
    }
}
