/// A chain, as `namespace:reference`: `eip155:1`, `cosmos:cosmoshub-4`. Source: CAIP-2.
public struct ChainID: Hashable, Sendable {
    /// The longest text the grammar allows.
    public static let maximumLength = 8 + 1 + 32

    /// The whole identifier, exactly as it was read.
    public let text: String

    /// - Throws: `ChainIdentityError.malformed` unless the text follows the grammar exactly.
    public init(parsing text: String) throws(ChainIdentityError) {
        guard text.utf8.count <= Self.maximumLength else {
            throw .malformed(.chainID, text, "it has at most \(Self.maximumLength) characters")
        }
        if let rule = Self.rule(brokenBy: text.utf8[...]) { throw .malformed(.chainID, text, rule) }
        self.text = text
    }

    /// - Throws: `ChainIdentityError.malformed` when either part breaks the grammar.
    public init(namespace: some StringProtocol, reference: some StringProtocol) throws(ChainIdentityError) {
        text = "\(namespace):\(reference)"
        let rule = Grammar.namespace.broken(by: namespace.utf8) ?? Grammar.chainReference.broken(by: reference.utf8)
        if let rule { throw .malformed(.chainID, text, rule) }
    }

    /// - Parameter unchecked: a part of a longer identifier that was read before.
    init(unchecked text: String) {
        self.text = text
    }

    /// The rule that these bytes break, or nil.
    static func rule(brokenBy text: Substring.UTF8View) -> String? {
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2 else { return "a namespace and a reference with one colon between them are expected" }
        return Grammar.namespace.broken(by: parts[0]) ?? Grammar.chainReference.broken(by: parts[1])
    }

    /// An Ethereum chain by its number (EIP-155).
    public init(eip155 number: UInt64) {
        text = "eip155:\(number)"
    }

    /// What stands before the colon: the family of chains.
    public var namespace: String { String(text.prefix { $0 != ":" }) }

    /// What stands after the colon: the chain within its family.
    public var reference: String { String(text.drop { $0 != ":" }.dropFirst()) }

    /// The number of an Ethereum chain.
    ///
    /// - Throws: `.unsupportedNamespace` for another namespace, `.malformedReference` unless the reference is a decimal number of 64 bits.
    public func eip155Number() throws(ChainIdentityError) -> UInt64 {
        guard namespace == "eip155" else { throw .unsupportedNamespace(namespace) }
        guard let number = UInt64(reference), String(number) == reference else {
            throw .malformedReference(reference, namespace: "eip155", rule: "a decimal number below 2^64 without leading zero is expected")
        }
        return number
    }
}

extension ChainID: Comparable, LosslessStringConvertible {
    public static func < (left: ChainID, right: ChainID) -> Bool { left.text < right.text }

    public var description: String { text }

    /// nil where `init(parsing:)` throws.
    public init?(_ text: String) {
        guard let id = try? ChainID(parsing: text) else { return nil }
        self = id
    }
}
