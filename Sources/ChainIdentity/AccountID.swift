/// An account on a chain, as `namespace:reference:address`. Source: CAIP-10.
///
/// The grammar says nothing about the address; what it has to be in its namespace is `key()`'s to say.
public struct AccountID: Hashable, Sendable {
    /// The longest text the grammar allows.
    public static let maximumLength = ChainID.maximumLength + 1 + 128

    public let chain: ChainID
    /// What stands after the second colon, exactly as it was read.
    public let address: String

    /// - Throws: `ChainIdentityError.malformed` unless the text follows the grammar exactly.
    public init(parsing text: String) throws(ChainIdentityError) {
        guard text.utf8.count <= Self.maximumLength else {
            throw .malformed(.accountID, text, "it has at most \(Self.maximumLength) characters")
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw .malformed(.accountID, text, "a chain id and an address with a colon between them are expected")
        }
        do {
            try self.init(chain: ChainID(namespace: parts[0], reference: parts[1]), address: String(parts[2]))
        } catch .malformed(_, _, let rule) {
            throw .malformed(.accountID, text, rule)
        }
    }

    /// - Throws: `ChainIdentityError.malformed` when the address breaks the grammar.
    public init(chain: ChainID, address: String) throws(ChainIdentityError) {
        if let rule = Grammar.address.broken(by: address.utf8) {
            throw .malformed(.accountID, "\(chain):\(address)", rule)
        }
        self.chain = chain
        self.address = address
    }

    /// The whole identifier.
    public var text: String { "\(chain.text):\(address)" }
}

extension AccountID: Comparable, LosslessStringConvertible {
    /// By the whole text.
    public static func < (left: AccountID, right: AccountID) -> Bool {
        left.chain == right.chain ? left.address < right.address : left.text < right.text
    }

    public var description: String { text }

    /// nil where `init(parsing:)` throws.
    public init?(_ text: String) {
        guard let id = try? AccountID(parsing: text) else { return nil }
        self = id
    }
}
