/// An asset on a chain: an asset type `chain/namespace:reference`, or one asset of a type `chain/namespace:reference/token`.
/// Source: CAIP-19.
public struct AssetID: Hashable, Sendable {
    /// The longest text the grammar allows.
    public static let maximumLength = ChainID.maximumLength + 1 + 8 + 1 + 128 + 1 + 78

    /// The whole identifier, exactly as it was read. Nothing else is kept: messages hold assets by the hundred thousand, and of most of
    /// them only equality and order are ever asked.
    public let text: String

    /// - Throws: `ChainIdentityError.malformed` unless the text follows the grammar exactly.
    public init(parsing text: String) throws(ChainIdentityError) {
        guard text.utf8.count <= Self.maximumLength else {
            throw .malformed(.assetID, text, "it has at most \(Self.maximumLength) characters")
        }
        if let rule = Self.rule(brokenBy: text) { throw .malformed(.assetID, text, rule) }
        self.text = text
    }

    /// - Throws: `ChainIdentityError.malformed` when a part breaks the grammar.
    public init(
        chain: ChainID, namespace: String, reference: String, tokenID: String? = nil
    ) throws(ChainIdentityError) {
        let type = "\(chain.text)/\(namespace):\(reference)"
        text = tokenID.map { "\(type)/\($0)" } ?? type
        if let rule = Self.rule(brokenBy: namespace.utf8, reference.utf8, tokenID?.utf8) { throw .malformed(.assetID, text, rule) }
    }

    private static func rule(brokenBy text: String) -> String? {
        let parts = text.utf8.split(separator: slash, omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else {
            return "a chain id, an asset and optionally a token id with slashes between them are expected"
        }
        let asset = parts[1].split(separator: colon, omittingEmptySubsequences: false)
        guard asset.count == 2 else { return "an asset namespace and a reference with one colon between them are expected" }
        return ChainID.rule(brokenBy: parts[0]) ?? rule(brokenBy: asset[0], asset[1], parts.count == 3 ? parts[2] : nil)
    }

    private static func rule<Part: Collection<UInt8>>(brokenBy namespace: Part, _ reference: Part, _ tokenID: Part?) -> String? {
        Grammar.assetNamespace.broken(by: namespace) ?? Grammar.assetReference.broken(by: reference)
            ?? tokenID.flatMap { Grammar.tokenID.broken(by: $0) }
    }

    private static var slash: UInt8 { UInt8(ascii: "/") }
    private static var colon: UInt8 { UInt8(ascii: ":") }
}

extension AssetID {
    public var chain: ChainID { ChainID(unchecked: String(part(0))) }

    /// Which kind of asset: `slip44` for a chain's own coin, `erc20`, `token`, ...
    public var namespace: String { String(part(1).prefix { $0 != ":" }) }

    /// The asset within its kind, exactly as it was read.
    public var reference: String { String(part(1).drop { $0 != ":" }.dropFirst()) }

    /// The one token of a collection; nil for an asset type.
    public var tokenID: String? {
        text.utf8.count(where: { $0 == Self.slash }) == 2 ? String(part(2)) : nil
    }

    /// What stands between slashes: the chain, the asset, the token.
    private func part(_ index: Int) -> Substring {
        Substring(text.utf8.split(separator: Self.slash)[index])
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
