extension Int256 {
    /// - Throws: `QuantityError.overflow` outside -2^255 ... 2^255 - 1.
    @inlinable
    public func adding(_ other: Int256) throws(QuantityError) -> Int256 {
        let (sum, overflow) = addingReportingOverflow(other)
        if overflow { throw .overflow(.addition, type: "Int256") }
        return sum
    }

    /// - Throws: `QuantityError.overflow` outside -2^255 ... 2^255 - 1.
    @inlinable
    public func subtracting(_ other: Int256) throws(QuantityError) -> Int256 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        if overflow { throw .overflow(.subtraction, type: "Int256") }
        return difference
    }

    /// - Throws: `QuantityError.overflow` outside -2^255 ... 2^255 - 1.
    public func multiplied(by other: Int256) throws(QuantityError) -> Int256 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        if overflow { throw .overflow(.multiplication, type: "Int256") }
        return product
    }

    /// - Throws: `QuantityError.overflow` for the smallest number, whose opposite does not fit.
    @inlinable
    public func negated() throws(QuantityError) -> Int256 {
        if self == .min { throw .overflow(.negation, type: "Int256") }
        return Int256(bits: UInt256.zero.subtractingReportingOverflow(bits).partialValue)
    }

    /// The quotient, rounded towards zero, and what is left, which has the sign of the dividend.
    ///
    /// - Throws: `QuantityError.divisionByZero`, or `.overflow` for the smallest number divided by -1.
    public func quotientAndRemainder(
        dividingBy divisor: Int256
    ) throws(QuantityError) -> (quotient: Int256, remainder: Int256) {
        let (quotient, remainder) = try magnitude.quotientAndRemainder(dividingBy: divisor.magnitude)
        return (
            try Self.result(of: .division, isNegative: isNegative != divisor.isNegative, magnitude: quotient),
            try Self.result(of: .division, isNegative: isNegative, magnitude: remainder)
        )
    }

    /// The quotient, rounded as the caller says.
    ///
    /// - Throws: `QuantityError.divisionByZero`, or `.overflow` for the smallest number divided by -1.
    public func quotient(dividingBy divisor: Int256, rounding: Rounding) throws(QuantityError) -> Int256 {
        let (quotient, remainder) = try magnitude.quotientAndRemainder(dividingBy: divisor.magnitude)
        let isNegative = isNegative != divisor.isNegative
        let increases = rounding.increasesMagnitude(
            isNegative: isNegative, isOdd: quotient.word0 & 1 == 1,
            remainder: RemainderSize(of: remainder, dividedBy: divisor.magnitude))
        return try Self.result(
            of: .division, isNegative: isNegative, magnitude: increases ? try quotient.adding(.one) : quotient)
    }

    /// The sum modulo 2^256, and whether it left the range.
    @inlinable
    public func addingReportingOverflow(_ other: Int256) -> (partialValue: Int256, overflow: Bool) {
        let sum = Int256(bits: bits.addingReportingOverflow(other.bits).partialValue)
        // Only two numbers of one sign can leave the range, and then the sum has the other sign.
        return (sum, isNegative == other.isNegative && sum.isNegative != isNegative)
    }

    /// The difference modulo 2^256, and whether it left the range.
    @inlinable
    public func subtractingReportingOverflow(_ other: Int256) -> (partialValue: Int256, overflow: Bool) {
        let difference = Int256(bits: bits.subtractingReportingOverflow(other.bits).partialValue)
        return (difference, isNegative != other.isNegative && difference.isNegative != isNegative)
    }

    /// The product modulo 2^256, and whether it left the range.
    public func multipliedReportingOverflow(by other: Int256) -> (partialValue: Int256, overflow: Bool) {
        let (product, overflow) = magnitude.multipliedReportingOverflow(by: other.magnitude)
        let isNegative = isNegative != other.isNegative
        let signed = Int256(bits: isNegative ? UInt256.zero.subtractingReportingOverflow(product).partialValue : product)
        return (signed, overflow || !product.isZero && signed.isNegative != isNegative)
    }

    private static func result(
        of operation: QuantityError.Operation, isNegative: Bool, magnitude: UInt256
    ) throws(QuantityError) -> Int256 {
        do {
            return try Int256(isNegative: isNegative, magnitude: magnitude)
        } catch {
            throw .overflow(operation, type: "Int256")
        }
    }
}
