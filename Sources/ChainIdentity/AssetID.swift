/// An asset on a chain: an asset type `chain/namespace:reference`, or one asset of a type `chain/namespace:reference/token`.
/// Source: CAIP-19.
public struct AssetID: Hashable, Sendable {
    /// The longest text the grammar allows.
    public static let maximumLength = ChainID.maximumLength + 1 + 8 + 1 + 128 + 1 + 78

    public let chain: ChainID
    /// Which kind of asset: `slip44` for a chain's own coin, `erc20`, `token`, ...
    public let namespace: String
    /// The asset within its kind, exactly as it was read.
    public let reference: String
    /// The one token of a collection; nil for an asset type.
    public let tokenID: String?

    /// - Throws: `ChainIdentityError.malformed` unless the text follows the grammar exactly.
    public init(parsing text: String) throws(ChainIdentityError) {
        guard text.utf8.count <= Self.maximumLength else {
            throw .malformed(.assetID, text, "it has at most \(Self.maximumLength) characters")
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else {
            throw .malformed(.assetID, text, "a chain id, an asset and optionally a token id with slashes between them are expected")
        }
        let asset = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        guard asset.count == 2 else {
            throw .malformed(.assetID, text, "an asset namespace and a reference with one colon between them are expected")
        }
        do {
            try self.init(
                chain: ChainID(parsing: String(parts[0])), namespace: String(asset[0]), reference: String(asset[1]),
                tokenID: parts.count == 3 ? String(parts[2]) : nil)
        } catch .malformed(_, _, let rule) {
            throw .malformed(.assetID, text, rule)
        }
    }

    /// - Throws: `ChainIdentityError.malformed` when a part breaks the grammar.
    public init(
        chain: ChainID, namespace: String, reference: String, tokenID: String? = nil
    ) throws(ChainIdentityError) {
        self.chain = chain
        self.namespace = namespace
        self.reference = reference
        self.tokenID = tokenID
        let rule =
            Grammar.assetNamespace.broken(by: namespace) ?? Grammar.assetReference.broken(by: reference)
            ?? tokenID.flatMap { Grammar.tokenID.broken(by: $0) }
        if let rule { throw .malformed(.assetID, text, rule) }
    }

    /// The whole identifier.
    public var text: String {
        let type = "\(chain.text)/\(namespace):\(reference)"
        return tokenID.map { "\(type)/\($0)" } ?? type
    }
}

extension AssetID: Comparable, LosslessStringConvertible {
    /// By the whole text.
    public static func < (left: AssetID, right: AssetID) -> Bool { left.text < right.text }

    public var description: String { text }

    /// nil where `init(parsing:)` throws.
    public init?(_ text: String) {
        guard let id = try? AssetID(parsing: text) else { return nil }
        self = id
    }
}
