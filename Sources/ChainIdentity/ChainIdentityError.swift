/// Why an identifier or an account was refused.
public enum ChainIdentityError: Error, Equatable, Sendable {
    /// The kinds of identifier, each by the standard that defines it.
    public enum Kind: String, Sendable, CaseIterable {
        case chainID = "CAIP-2 chain id"
        case accountID = "CAIP-10 account id"
        case assetID = "CAIP-19 asset id"
    }

    /// The text does not follow the grammar of its standard.
    case malformed(Kind, text: String, rule: String)
    /// No rule is known for accounts of this namespace, so bytes and text cannot be turned into one another.
    case unsupportedNamespace(String)
    /// The address of an account id follows the grammar, but not the rules of its namespace.
    case malformedAddress(String, namespace: String, rule: String)
    /// The chain reference follows the grammar, but not the rules of its namespace.
    case malformedReference(String, namespace: String, rule: String)
    /// The letters of an address have the wrong case; `expected` is the right spelling (EIP-55).
    case wrongChecksum(String, expected: String)
    /// An account key of this namespace has another length.
    case wrongKeyLength(namespace: String, expected: String, got: Int)
    /// The addresses of this chain begin with a prefix that is not on our list.
    case unknownAddressPrefix(chain: String)
}

extension ChainIdentityError {
    /// The case, from a fixed set of words: fit for a metric label.
    public var shortDescription: String {
        switch self {
        case .malformed(.chainID, _, _): "malformed_chain_id"
        case .malformed(.accountID, _, _): "malformed_account_id"
        case .malformed(.assetID, _, _): "malformed_asset_id"
        case .unsupportedNamespace: "unsupported_namespace"
        case .malformedAddress: "malformed_address"
        case .malformedReference: "malformed_reference"
        case .wrongChecksum: "wrong_checksum"
        case .wrongKeyLength: "wrong_key_length"
        case .unknownAddressPrefix: "unknown_address_prefix"
        }
    }
}

extension ChainIdentityError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let kind, let text, let rule):
            "\"\(text)\" is not a \(kind.rawValue): \(rule)"
        case .unsupportedNamespace(let namespace):
            "accounts of the namespace \(namespace) are not known here; known are \(AccountRules.namespaces.joined(separator: ", "))"
        case .malformedAddress(let address, let namespace, let rule):
            "\"\(address)\" is not an address of \(namespace): \(rule)"
        case .malformedReference(let reference, let namespace, let rule):
            "\"\(reference)\" is not a chain reference of \(namespace): \(rule)"
        case .wrongChecksum(let address, let expected):
            "the checksum of \(address) is wrong: expected \(expected), or all lowercase; compare it with its source before using it"
        case .wrongKeyLength(let namespace, let expected, let got):
            "an account key of \(namespace) has \(expected) bytes, got \(got)"
        case .unknownAddressPrefix(let chain):
            "the address prefix of \(chain) is not known here"
        }
    }
}
