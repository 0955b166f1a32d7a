import Encoding

/// The name of a place outside the chains where derivatives are held and traded: 1 to 32 of letters, digits and `-`, for example `deribit`.
public struct VenueName: Hashable, Comparable, Sendable, LosslessStringConvertible {
    public static let maximumLength = 32

    public let description: String

    /// - Throws: `CollateralStateError.outOfRange`.
    public init(parsing text: String) throws(CollateralStateError) {
        guard Self.isName(text) else {
            throw .outOfRange(field: "venue name", expected: "1 to \(Self.maximumLength) letters, digits or -", got: excerpt(text, limit: 40))
        }
        description = text
    }

    public init?(_ description: String) {
        guard Self.isName(description) else { return nil }
        self.description = description
    }

    private static func isName(_ text: String) -> Bool {
        (1...maximumLength).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d
            }
    }

    public static func < (left: Self, right: Self) -> Bool { left.description < right.description }
}
