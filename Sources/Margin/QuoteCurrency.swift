/// The currency in which prices, requirements and ratios are counted: 1 to 16 of `A-Z 0-9`, for example `USD`.
public struct QuoteCurrency: Hashable, Sendable, LosslessStringConvertible {
    public static let maximumLength = 16

    public let description: String

    /// - Throws: `MarginError.outOfRange`.
    public init(parsing text: String) throws(MarginError) {
        guard Self.isName(text) else {
            throw .outOfRange(field: "quote", expected: "1 to \(Self.maximumLength) of A-Z and 0-9", got: String(text.prefix(40)))
        }
        description = text
    }

    public init?(_ description: String) {
        guard Self.isName(description) else { return nil }
        self.description = description
    }

    private static func isName(_ text: String) -> Bool {
        (1...maximumLength).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) }
    }
}
