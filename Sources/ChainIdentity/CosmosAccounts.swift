internal import Encoding

/// Cosmos chains: 20 bytes (a key's hash) or 32 (a module or contract), spelt in bech32 under a prefix of the chain.
/// Source: ChainAgnostic namespaces, cosmos/caip10; Cosmos SDK ADR-28.
enum CosmosAccounts: NamespaceAccountRules {
    static let namespace = "cosmos"
    private static let byteCounts = [20, 32]

    /// The prefix is the chain's own choice; nothing in its id tells it. Keyed by the id without its revision (`cosmoshub-4`).
    /// Source: the `bech32_prefix` of each chain in the Cosmos chain registry.
    private static let prefixes = [
        "akashnet": "akash", "axelar-dojo": "axelar", "celestia": "celestia", "columbus": "terra", "cosmoshub": "cosmos",
        "dydx-mainnet": "dydx", "injective": "inj", "juno": "juno", "kaiyo": "kujira", "neutron": "neutron", "noble": "noble",
        "osmosis": "osmo", "phoenix": "terra", "secret": "secret", "stargaze": "stars", "stride": "stride",
    ]

    static func address(of key: AccountKey, on chain: ChainID) throws(ChainIdentityError) -> String {
        let prefix = try prefix(of: chain)
        guard byteCounts.contains(key.bytes.count), let address = try? Bech32.encode(prefix: prefix, bytes: key.bytes) else {
            throw .wrongKeyLength(namespace: namespace, expected: "20 or 32", got: key.bytes.count)
        }
        return address
    }

    static func key(of address: String, on chain: ChainID) throws(ChainIdentityError) -> AccountKey {
        let prefix = try prefix(of: chain)
        guard let decoded = try? Bech32.decode(address), byteCounts.contains(decoded.bytes.count) else {
            throw .malformedAddress(address, namespace: namespace, rule: "20 or 32 bytes in bech32 are expected")
        }
        // Bech32 itself also allows all uppercase; an account has one spelling.
        guard decoded.prefix == prefix, address == address.lowercased() else {
            throw .malformedAddress(address, namespace: namespace, rule: "it must begin with \(prefix)1, in lowercase")
        }
        return try AccountKey(decoded.bytes)
    }

    /// - Throws: `ChainIdentityError.unknownAddressPrefix`.
    private static func prefix(of chain: ChainID) throws(ChainIdentityError) -> String {
        guard let prefix = prefixes[name(of: chain)] else { throw .unknownAddressPrefix(chain: chain.text) }
        return prefix
    }

    /// The chain's name without the revision number that follows the last hyphen, if there is one.
    private static func name(of chain: ChainID) -> String {
        let reference = chain.reference
        guard let hyphen = reference.lastIndex(of: "-") else { return reference }
        let revision = reference[reference.index(after: hyphen)...]
        let isNumber = !revision.isEmpty && revision.utf8.allSatisfy(\.isASCIIDigit)
        return isNumber ? String(reference[..<hyphen]) : reference
    }
}
