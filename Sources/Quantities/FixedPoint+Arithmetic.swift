extension FixedPoint {
    /// - Throws: `QuantityError.overflow`. The sum is exact.
    @inlinable
    public func adding(_ other: FixedPoint) throws(QuantityError) -> FixedPoint {
        let (sum, overflow) = raw.addingReportingOverflow(other.raw)
        if overflow { throw .overflow(.addition, type: "FixedPoint") }
        return FixedPoint(raw: sum)
    }

    /// - Throws: `QuantityError.overflow`. The difference is exact.
    @inlinable
    public func subtracting(_ other: FixedPoint) throws(QuantityError) -> FixedPoint {
        let (difference, overflow) = raw.subtractingReportingOverflow(other.raw)
        if overflow { throw .overflow(.subtraction, type: "FixedPoint") }
        return FixedPoint(raw: difference)
    }

    /// - Throws: `QuantityError.overflow` for the smallest number, whose opposite does not fit.
    @inlinable
    public func negated() throws(QuantityError) -> FixedPoint {
        if raw == .min { throw .overflow(.negation, type: "FixedPoint") }
        return FixedPoint(raw: -raw)
    }

    /// The distance from zero.
    ///
    /// - Throws: `QuantityError.overflow` for the smallest number, whose opposite does not fit.
    @inlinable
    public func magnitude() throws(QuantityError) -> FixedPoint {
        isNegative ? try negated() : self
    }

    /// The product, computed exactly in 256 bits and rounded once.
    ///
    /// - Throws: `QuantityError.overflow`.
    public func multiplied(by other: FixedPoint, rounding: Rounding) throws(QuantityError) -> FixedPoint {
        guard let (quotient, remainder) = UInt128.scaledProduct(raw.magnitude, other.raw.magnitude) else {
            throw .overflow(.multiplication, type: "FixedPoint")
        }
        return try Self.rounded(
            quotient, RemainderSize(of: remainder, dividedBy: Self.scale), isNegative: isNegative != other.isNegative, rounding: rounding,
            operation: .multiplication)
    }

    /// The quotient, computed exactly in 256 bits and rounded once.
    ///
    /// - Throws: `QuantityError.divisionByZero` or `.overflow`.
    public func divided(by divisor: FixedPoint, rounding: Rounding) throws(QuantityError) -> FixedPoint {
        if divisor.isZero { throw .divisionByZero }
        let (isResultNegative, size) = (isNegative != divisor.isNegative, divisor.raw.magnitude)
        let (dividend, overflow) = raw.magnitude.multipliedReportingOverflow(by: UInt128(Self.scale))
        // Below 2^128, which numbers up to some hundreds are, nothing wider is needed.
        guard overflow else {
            let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: size)
            return try Self.rounded(
                quotient, RemainderSize(of: remainder, dividedBy: size), isNegative: isResultNegative, rounding: rounding, operation: .division)
        }
        return try Self.quotient(
            of: UInt256(product: raw.magnitude, UInt128(Self.scale)), by: UInt256(size), isNegative: isResultNegative, rounding: rounding,
            operation: .division)
    }

    /// `dividend / divisor` raw units with a sign, rounded once. The divisor is not zero.
    static func quotient(
        of dividend: UInt256, by divisor: UInt256, isNegative: Bool, rounding: Rounding, operation: QuantityError.Operation
    ) throws(QuantityError) -> FixedPoint {
        let (quotient, remainder) = dividend.dividedByNonZero(divisor)
        guard let truncated = UInt128(exactly: quotient) else { throw .overflow(operation, type: "FixedPoint") }
        return try rounded(
            truncated, RemainderSize(of: remainder, dividedBy: divisor), isNegative: isNegative, rounding: rounding, operation: operation)
    }

    /// A magnitude that was rounded down, rounded as named, with its sign.
    @inline(__always)
    private static func rounded(
        _ truncated: UInt128, _ remainder: RemainderSize?, isNegative: Bool, rounding: Rounding, operation: QuantityError.Operation
    ) throws(QuantityError) -> FixedPoint {
        let increases = rounding.increasesMagnitude(isNegative: isNegative, isOdd: truncated & 1 == 1, remainder: remainder)
        let (magnitude, overflow) = truncated.addingReportingOverflow(increases ? 1 : 0)
        guard !overflow, let raw = Int128(isNegative: isNegative, magnitude: magnitude) else {
            throw .overflow(operation, type: "FixedPoint")
        }
        return FixedPoint(raw: raw)
    }
}

extension UInt256 {
    /// The whole product of two 128-bit numbers.
    init(product left: UInt128, _ right: UInt128) {
        let (high, low) = left.multipliedFullWidth(by: right)
        self.init(
            words: UInt64(truncatingIfNeeded: low), UInt64(truncatingIfNeeded: low >> 64),
            UInt64(truncatingIfNeeded: high), UInt64(truncatingIfNeeded: high >> 64))
    }
}

extension Int128 {
    /// The number with the given sign and magnitude; nil when it does not fit.
    init?(isNegative: Bool, magnitude: UInt128) {
        let limit = isNegative ? Int128.min.magnitude : Int128.max.magnitude
        guard magnitude <= limit else { return nil }
        self = isNegative ? Int128(truncatingIfNeeded: 0 &- magnitude) : Int128(truncatingIfNeeded: magnitude)
    }
}
