/// The place of an asset in its book. It means nothing in another book.
@frozen
public struct AssetIndex: Hashable, Comparable, Sendable {
    public let number: Int32

    public init(_ number: Int32) {
        self.number = number
    }

    @inlinable
    public static func < (left: AssetIndex, right: AssetIndex) -> Bool { left.number < right.number }

    @inline(__always)
    var position: Int { Int(number) }
}

/// The place of a chain in its book. It means nothing in another book.
@frozen
public struct ChainIndex: Hashable, Comparable, Sendable {
    public let number: Int32

    public init(_ number: Int32) {
        self.number = number
    }

    @inlinable
    public static func < (left: ChainIndex, right: ChainIndex) -> Bool { left.number < right.number }

    @inline(__always)
    var position: Int { Int(number) }
}
