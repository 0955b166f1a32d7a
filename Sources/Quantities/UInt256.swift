/// An unsigned integer of 256 bits: what a token balance is on every chain we read.
///
/// Arithmetic throws `QuantityError.overflow` where a result does not fit; nothing wraps and nothing is cut off.
@frozen
public struct UInt256: Hashable, Sendable {
    // Least significant word first.
    @usableFromInline var word0: UInt64
    @usableFromInline var word1: UInt64
    @usableFromInline var word2: UInt64
    @usableFromInline var word3: UInt64

    @inlinable
    init(words word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64) {
        self.word0 = word0
        self.word1 = word1
        self.word2 = word2
        self.word3 = word3
    }

    public static let bitWidth = 256
    public static let byteCount = 32
    @inlinable public static var zero: UInt256 { UInt256(words: 0, 0, 0, 0) }
    @inlinable public static var one: UInt256 { UInt256(words: 1, 0, 0, 0) }
    @inlinable public static var min: UInt256 { zero }
    @inlinable public static var max: UInt256 { UInt256(words: .max, .max, .max, .max) }

    @inlinable
    public init(_ value: UInt64) {
        self.init(words: value, 0, 0, 0)
    }

    @inlinable
    public init(_ value: UInt128) {
        self.init(words: UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value &>> 64), 0, 0)
    }

    @inlinable
    public var isZero: Bool { word0 | word1 | word2 | word3 == 0 }

    /// How many bits the number needs; 0 for zero.
    @inlinable
    public var significantBits: Int {
        if word3 != 0 { return 256 - word3.leadingZeroBitCount }
        if word2 != 0 { return 192 - word2.leadingZeroBitCount }
        if word1 != 0 { return 128 - word1.leadingZeroBitCount }
        return 64 - word0.leadingZeroBitCount
    }
}

extension UInt256: ExpressibleByIntegerLiteral {
    @inlinable
    public init(integerLiteral value: UInt64) {
        self.init(value)
    }
}

extension UInt256: Comparable {
    @inlinable
    public static func < (left: UInt256, right: UInt256) -> Bool {
        if left.word3 != right.word3 { return left.word3 < right.word3 }
        if left.word2 != right.word2 { return left.word2 < right.word2 }
        if left.word1 != right.word1 { return left.word1 < right.word1 }
        return left.word0 < right.word0
    }
}

extension FixedWidthInteger {
    /// The same number in this type; nil when it does not fit.
    @inlinable
    public init?(exactly value: UInt256) {
        if value.significantBits <= 64 {
            self.init(exactly: value.word0)
        } else if value.significantBits <= 128 {
            self.init(exactly: UInt128(value.word1) &<< 64 | UInt128(value.word0))
        } else {
            return nil
        }
    }
}
