extension UInt256 {
    /// - Throws: `QuantityError.overflow` above 2^256 - 1.
    @inlinable
    public func adding(_ other: UInt256) throws(QuantityError) -> UInt256 {
        let (sum, overflow) = addingReportingOverflow(other)
        if overflow { throw .overflow(.addition, type: "UInt256") }
        return sum
    }

    /// - Throws: `QuantityError.overflow` below zero.
    @inlinable
    public func subtracting(_ other: UInt256) throws(QuantityError) -> UInt256 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        if overflow { throw .overflow(.subtraction, type: "UInt256") }
        return difference
    }

    /// - Throws: `QuantityError.overflow` above 2^256 - 1.
    @inlinable
    public func multiplied(by other: UInt256) throws(QuantityError) -> UInt256 {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        if overflow { throw .overflow(.multiplication, type: "UInt256") }
        return product
    }

    /// The sum modulo 2^256, and whether it passed 2^256 - 1.
    @inlinable
    public func addingReportingOverflow(_ other: UInt256) -> (partialValue: UInt256, overflow: Bool) {
        let (sum0, carry0) = word0.addingReportingOverflow(other.word0)
        let (sum1, carry1) = Self.add(word1, other.word1, carry0)
        let (sum2, carry2) = Self.add(word2, other.word2, carry1)
        let (sum3, carry3) = Self.add(word3, other.word3, carry2)
        return (UInt256(words: sum0, sum1, sum2, sum3), carry3)
    }

    /// The difference modulo 2^256, and whether it passed below zero.
    @inlinable
    public func subtractingReportingOverflow(_ other: UInt256) -> (partialValue: UInt256, overflow: Bool) {
        let (difference0, borrow0) = word0.subtractingReportingOverflow(other.word0)
        let (difference1, borrow1) = Self.subtract(word1, other.word1, borrow0)
        let (difference2, borrow2) = Self.subtract(word2, other.word2, borrow1)
        let (difference3, borrow3) = Self.subtract(word3, other.word3, borrow2)
        return (UInt256(words: difference0, difference1, difference2, difference3), borrow3)
    }

    /// The product modulo 2^256, and whether it passed 2^256 - 1.
    @inlinable
    public func multipliedReportingOverflow(by other: UInt256) -> (partialValue: UInt256, overflow: Bool) {
        let (high, low) = multipliedFullWidth(by: other)
        return (low, !high.isZero)
    }

    @inlinable
    static func add(_ left: UInt64, _ right: UInt64, _ carry: Bool) -> (UInt64, Bool) {
        let (partial, first) = left.addingReportingOverflow(right)
        let (sum, second) = partial.addingReportingOverflow(carry ? 1 : 0)
        return (sum, first != second)
    }

    @inlinable
    static func subtract(_ left: UInt64, _ right: UInt64, _ borrow: Bool) -> (UInt64, Bool) {
        let (partial, first) = left.subtractingReportingOverflow(right)
        let (difference, second) = partial.subtractingReportingOverflow(borrow ? 1 : 0)
        return (difference, first != second)
    }
}
