/// How the accounts of one CAIP namespace are spelt. One file for each namespace; a new one is a new file and a line in `all`.
protocol NamespaceAccountRules: Sendable {
    static var namespace: String { get }

    /// The canonical text of a key.
    static func address(of key: AccountKey, on chain: ChainID) throws(ChainIdentityError) -> String

    /// The key that `address` stands for. Refuses every text that is not an accepted spelling: nothing is repaired.
    static func key(of address: String, on chain: ChainID) throws(ChainIdentityError) -> AccountKey
}

enum AccountRules {
    static let all: [any NamespaceAccountRules.Type] = [EIP155Accounts.self, SolanaAccounts.self, CosmosAccounts.self]

    static var namespaces: [String] { all.map { $0.namespace } }

    /// - Throws: `ChainIdentityError.unsupportedNamespace`.
    static func of(_ chain: ChainID) throws(ChainIdentityError) -> any NamespaceAccountRules.Type {
        let namespace = chain.namespace
        guard let rules = all.first(where: { $0.namespace == namespace }) else { throw .unsupportedNamespace(namespace) }
        return rules
    }
}
