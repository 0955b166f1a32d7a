public import Encoding

/// A signed integer of 256 bits, two's complement: the quantity of a holding in base units; debt and short positions are negative.
///
/// Arithmetic throws `QuantityError.overflow` where a result does not fit; nothing wraps and nothing is cut off.
@frozen
public struct Int256: Hashable, Sendable {
    @usableFromInline let bits: UInt256

    @inlinable
    init(bits: UInt256) {
        self.bits = bits
    }

    public static let bitWidth = 256
    public static let byteCount = 32
    @inlinable public static var zero: Int256 { Int256(bits: .zero) }
    @inlinable public static var one: Int256 { Int256(bits: .one) }
    @inlinable public static var max: Int256 { Int256(bits: UInt256(words: .max, .max, .max, .max >> 1)) }
    @inlinable public static var min: Int256 { Int256(bits: UInt256(words: 0, 0, 0, 1 << 63)) }

    @inlinable
    public init(_ value: Int64) {
        let sign: UInt64 = value < 0 ? .max : 0
        self.init(bits: UInt256(words: UInt64(bitPattern: value), sign, sign, sign))
    }

    /// - Throws: `QuantityError.overflow` above 2^255 - 1.
    @inlinable
    public init(_ value: UInt256) throws(QuantityError) {
        self.init(bits: value)
        if isNegative { throw .overflow(.conversion, type: "Int256") }
    }

    /// The number with the given sign and magnitude; zero has no sign.
    ///
    /// - Throws: `QuantityError.overflow` outside -2^255 ... 2^255 - 1.
    @inlinable
    public init(isNegative: Bool, magnitude: UInt256) throws(QuantityError) {
        self.init(bits: isNegative ? UInt256.zero.subtractingReportingOverflow(magnitude).partialValue : magnitude)
        if !magnitude.isZero, self.isNegative != isNegative { throw .overflow(.conversion, type: "Int256") }
    }

    @inlinable
    public var isZero: Bool { bits.isZero }

    @inlinable
    public var isNegative: Bool { bits.word3 >> 63 == 1 }

    /// The distance from zero, which always fits.
    @inlinable
    public var magnitude: UInt256 {
        isNegative ? UInt256.zero.subtractingReportingOverflow(bits).partialValue : bits
    }
}

extension Int256: ExpressibleByIntegerLiteral {
    @inlinable
    public init(integerLiteral value: Int64) {
        self.init(value)
    }
}

extension Int256: Comparable {
    @inlinable
    public static func < (left: Int256, right: Int256) -> Bool {
        left.isNegative == right.isNegative ? left.bits < right.bits : left.isNegative
    }
}

extension UInt256 {
    /// - Throws: `QuantityError.overflow` for a negative number.
    @inlinable
    public init(_ value: Int256) throws(QuantityError) {
        if value.isNegative { throw .overflow(.conversion, type: "UInt256") }
        self = value.bits
    }
}

extension FixedWidthInteger {
    /// The same number in this type; nil when it does not fit.
    @inlinable
    public init?(exactly value: Int256) {
        guard let narrow = Int128(exactly: value) else {
            // Beyond 128 signed bits only an unsigned type of 128 bits can still hold it.
            guard !value.isNegative else { return nil }
            self.init(exactly: value.bits)
            return
        }
        self.init(exactly: narrow)
    }
}

extension Int128 {
    /// The same number in 128 bits; nil when it does not fit.
    @inlinable
    public init?(exactly value: Int256) {
        let low = Int128(truncatingIfNeeded: UInt128(value.bits.word1) &<< 64 | UInt128(value.bits.word0))
        let sign: UInt64 = low < 0 ? .max : 0
        guard value.bits.word2 == sign, value.bits.word3 == sign else { return nil }
        self = low
    }
}

extension Int256 {
    /// Reads exactly 32 bytes of two's complement, most significant first.
    ///
    /// - Throws: `QuantityError.wrongLength`.
    public init(bigEndian bytes: some Collection<UInt8>) throws(QuantityError) {
        guard bytes.count == Self.byteCount else {
            throw .wrongLength(type: "Int256", expected: Self.byteCount, got: bytes.count)
        }
        self.init(bits: try UInt256(bigEndian: bytes))
    }

    /// 32 bytes of two's complement, most significant first.
    public var bigEndianBytes: Bytes { bits.bigEndianBytes }
}
