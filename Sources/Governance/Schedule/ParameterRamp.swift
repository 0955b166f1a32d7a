public import Quantities

/// How long the way from one set to the next is, and in which steps it is gone; milliseconds.
public struct ParameterRamp: Hashable, Sendable {
    /// A year of hours.
    public static let maximumSteps: UInt64 = 8_784
    public static let hour: UInt64 = 3_600_000

    public let span: UInt64
    public let step: UInt64

    /// - Throws: `outOfRange` unless the span is 1 to 8,784 whole steps of at least a millisecond.
    public init(span: UInt64, step: UInt64 = hour) throws(GovernanceError) {
        guard step >= 1, span >= step, span.isMultiple(of: step), span / step <= Self.maximumSteps else {
            throw .outOfRange(field: "ramp", expected: "1 to \(Self.maximumSteps) whole steps", got: "\(span) ms in steps of \(step) ms")
        }
        self.span = span
        self.step = step
    }

    public var steps: UInt64 { span / step }

    /// The value at a step: on the line between the ends, and exactly the ends at step 0 and at the last.
    ///
    /// - Parameters:
    ///   - index: 0 to `count`.
    ///   - rounding: towards the side that leaves the account less.
    /// - Throws: `overflow` when the ends lie further apart than 128 bits.
    public static func value(
        from start: FixedPoint, to end: FixedPoint, step index: UInt64, of count: UInt64, rounding: Rounding
    ) throws(GovernanceError) -> FixedPoint {
        if index == 0 { return start }
        if index >= count { return end }
        return try computing("a step of a ramp") { () throws(QuantityError) in
            let whole = try end.subtracting(start)
            // whole * index / count, in parts that fit: the quotient is at most whole, the rest below count squared.
            let (quotient, rest) = whole.raw.quotientAndRemainder(dividingBy: Int128(count))
            let part = (rest * Int128(index)).quotientAndRemainder(dividingBy: Int128(count))
            let down: Int128 = part.remainder < 0 && rounding == .floor ? -1 : 0
            let up: Int128 = part.remainder > 0 && rounding != .floor ? 1 : 0
            return try start.adding(FixedPoint(raw: quotient * Int128(index) + part.quotient + down + up))
        }
    }
}
