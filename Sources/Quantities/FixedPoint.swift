/// A decimal number with 18 places after the point, held as a 128-bit integer: money and rates in the margin core.
///
/// The range is about plus and minus 1.7 * 10^20. Sums are exact; every operation that can lose digits names its rounding;
/// a result that does not fit throws `QuantityError.overflow`.
@frozen
public struct FixedPoint: Hashable, Sendable {
    /// Places after the point.
    public static let decimals = 18
    /// How many raw units make one.
    public static let scale: UInt64 = 1_000_000_000_000_000_000

    /// The number in units of 10^-18.
    public let raw: Int128

    @inlinable
    public init(raw: Int128) {
        self.raw = raw
    }

    public static let zero = FixedPoint(raw: 0)
    public static let one = FixedPoint(raw: Int128(scale))
    public static let max = FixedPoint(raw: .max)
    public static let min = FixedPoint(raw: .min)

    /// A whole number; 64 bits always fit.
    public init(_ value: Int64) {
        self.init(raw: Int128(value) * Int128(Self.scale))
    }

    @inlinable
    public var isZero: Bool { raw == 0 }

    @inlinable
    public var isNegative: Bool { raw < 0 }
}

extension FixedPoint: Comparable {
    @inlinable
    public static func < (left: FixedPoint, right: FixedPoint) -> Bool {
        left.raw < right.raw
    }
}

extension FixedPoint: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) {
        self.init(value)
    }
}
