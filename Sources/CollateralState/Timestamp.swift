/// A moment in milliseconds since 1970-01-01T00:00:00Z, as a chain or an observer stated it.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let milliseconds: UInt64

    public init(milliseconds: UInt64) { self.milliseconds = milliseconds }

    /// How long before `now` this moment lies, in milliseconds; zero when it lies after.
    ///
    /// A clock that runs behind the chain must not make state look infinitely old or younger than it is.
    public func age(at now: Timestamp) -> UInt64 {
        now.milliseconds > milliseconds ? now.milliseconds - milliseconds : 0
    }

    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
    public var description: String { "\(milliseconds) ms" }
}
