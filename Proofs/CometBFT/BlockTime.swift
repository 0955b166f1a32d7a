/// A moment as chains of CometBFT write it: exact to the nanosecond, from year 1 to 9999, UTC without leap seconds.
public struct BlockTime: Hashable, Sendable {
    /// Since 1970; negative before.
    public let seconds: Int64
    /// Past the second, 0 ..< 1,000,000,000.
    public let nanoseconds: UInt32

    static let earliestSecond: Int64 = -62_135_596_800
    static let latestSecond: Int64 = 253_402_300_799
    static let nanosecondsPerSecond: UInt32 = 1_000_000_000

    /// 0001-01-01T00:00:00Z: how Go, and so a commit's absent signature, writes that there is no time.
    public static let zero = BlockTime(unchecked: earliestSecond, 0)
    /// 1970-01-01T00:00:00Z.
    public static let epoch = BlockTime(unchecked: 0, 0)

    /// - Throws: `CometBFTError.malformed` outside years 1 to 9999, or for more nanoseconds than a second has.
    public init(secondsSince1970 seconds: Int64, nanoseconds: UInt32 = 0) throws(CometBFTError) {
        guard (Self.earliestSecond...Self.latestSecond).contains(seconds) else {
            throw .malformed("a time", expected: "a second of the years 1 to 9999", got: "\(seconds)")
        }
        guard nanoseconds < Self.nanosecondsPerSecond else {
            throw .malformed("a time", expected: "fewer than 1000000000 nanoseconds", got: "\(nanoseconds)")
        }
        self.init(unchecked: seconds, nanoseconds)
    }

    /// - Throws: `CometBFTError.malformed` after year 9999.
    public init(millisecondsSince1970 milliseconds: UInt64) throws(CometBFTError) {
        try self.init(secondsSince1970: Int64(milliseconds / 1_000), nanoseconds: UInt32(milliseconds % 1_000) * 1_000_000)
    }

    init(unchecked seconds: Int64, _ nanoseconds: UInt32) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// What lies between 1970 and this moment, in nanoseconds.
    var nanosecondsSince1970: Int128 {
        Int128(seconds) * Int128(Self.nanosecondsPerSecond) + Int128(nanoseconds)
    }

    /// Whether this comes before the moment `duration` after `other`. Parts of a nanosecond are dropped from the duration.
    func isBefore(_ other: BlockTime, plus duration: Duration) -> Bool {
        nanosecondsSince1970 < other.nanosecondsSince1970 + duration.wholeNanoseconds
    }
}

extension BlockTime: Comparable {
    public static func < (left: BlockTime, right: BlockTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

extension Duration {
    var wholeNanoseconds: Int128 {
        let (seconds, attoseconds) = components
        return Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
    }
}
