/// The place of a state message in its stream: gapless from 1.
///
/// The glossary calls it a sequence; the type is not named so because Swift's own `Sequence` protocol is.
public struct SequenceNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let value: UInt64

    public static let first = SequenceNumber(known: 1)

    public init(_ value: UInt64) throws(CollateralStateError) {
        guard value >= 1 else { throw .outOfRange(field: "sequence", expected: "at least 1", got: "\(value)") }
        self.value = value
    }

    private init(known value: UInt64) { self.value = value }

    /// The one after, or nil after the last that 64 bits can hold.
    public var next: SequenceNumber? {
        value == .max ? nil : SequenceNumber(known: value + 1)
    }

    /// The one before, or nil before the first.
    public var previous: SequenceNumber? {
        value == 1 ? nil : SequenceNumber(known: value - 1)
    }

    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    public var description: String { "\(value)" }
}
