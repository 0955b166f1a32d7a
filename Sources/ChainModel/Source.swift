/// Where a source stands in its panel: a small number, so that sets and tables of sources are cheap.
public struct SourceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let index: Int

    public init(_ index: Int) { self.index = index }

    public static func < (left: Self, right: Self) -> Bool { left.index < right.index }
    public var description: String { "source \(index)" }
}

/// One place a chain is read from, and who runs it. How it is reached is the edge's affair.
///
/// Operators are what a read rule counts: two sources of one operator are one witness.
public struct Source: Hashable, Sendable, CustomStringConvertible {
    public let id: SourceID
    public let name: String
    /// Who runs the source, in one spelling: `a-z 0-9 . -`, so that one operator is never counted as two.
    public let operatorName: String

    /// - Throws: `malformedName` unless name and operator are 1 to 64 of `a-z 0-9 . -`.
    public init(id: SourceID, name: String, operatorName: String) throws(ChainModelError) {
        self.id = id
        self.name = try Self.checked(name, field: "source name")
        self.operatorName = try Self.checked(operatorName, field: "operator name")
    }

    private static func checked(_ text: String, field: String) throws(ChainModelError) -> String {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(isNameByte) else {
            throw .malformedName(field: field, got: String(text.prefix(80)))
        }
        return text
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }

    public var description: String { "\(name) (\(operatorName))" }
}
