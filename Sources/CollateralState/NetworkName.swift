import Encoding

/// The deployment's own name, for example `mainnet`: 1 to 32 of `a-z 0-9 -`.
///
/// It is part of every stream's identity, so that test and live messages can never be exchanged for one another.
public struct NetworkName: Hashable, Sendable, LosslessStringConvertible {
    public let description: String

    public init(parsing text: String) throws(CollateralStateError) {
        guard Self.isName(text) else {
            throw .outOfRange(field: "network", expected: "1 to 32 of a-z, 0-9 and -", got: excerpt(text, limit: 40))
        }
        description = text
    }

    public init?(_ description: String) {
        guard Self.isName(description) else { return nil }
        self.description = description
    }

    private static func isName(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
    }

    /// The name as bytes.
    public var bytes: [UInt8] { Array(description.utf8) }
}
