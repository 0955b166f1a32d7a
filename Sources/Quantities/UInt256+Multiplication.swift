extension UInt256 {
    /// The whole product: `high * 2^256 + low`.
    @inlinable
    public func multipliedFullWidth(by other: UInt256) -> (high: UInt256, low: UInt256) {
        // One row for each word of `other`, added to the words of the product that it overlaps.
        var carry: UInt64 = 0
        var p0: UInt64 = 0
        var p1: UInt64 = 0
        var p2: UInt64 = 0
        var p3: UInt64 = 0
        Self.multiplyAdd(word0, other.word0, &p0, &carry)
        Self.multiplyAdd(word1, other.word0, &p1, &carry)
        Self.multiplyAdd(word2, other.word0, &p2, &carry)
        Self.multiplyAdd(word3, other.word0, &p3, &carry)
        var p4 = carry
        carry = 0
        Self.multiplyAdd(word0, other.word1, &p1, &carry)
        Self.multiplyAdd(word1, other.word1, &p2, &carry)
        Self.multiplyAdd(word2, other.word1, &p3, &carry)
        Self.multiplyAdd(word3, other.word1, &p4, &carry)
        var p5 = carry
        carry = 0
        Self.multiplyAdd(word0, other.word2, &p2, &carry)
        Self.multiplyAdd(word1, other.word2, &p3, &carry)
        Self.multiplyAdd(word2, other.word2, &p4, &carry)
        Self.multiplyAdd(word3, other.word2, &p5, &carry)
        var p6 = carry
        carry = 0
        Self.multiplyAdd(word0, other.word3, &p3, &carry)
        Self.multiplyAdd(word1, other.word3, &p4, &carry)
        Self.multiplyAdd(word2, other.word3, &p5, &carry)
        Self.multiplyAdd(word3, other.word3, &p6, &carry)
        return (UInt256(words: p4, p5, p6, carry), UInt256(words: p0, p1, p2, p3))
    }

    /// `carry, total = left * right + total + carry`; two words always hold it.
    @inlinable
    static func multiplyAdd(_ left: UInt64, _ right: UInt64, _ total: inout UInt64, _ carry: inout UInt64) {
        let product = UInt128(left) &* UInt128(right) &+ UInt128(total) &+ UInt128(carry)
        total = UInt64(truncatingIfNeeded: product)
        carry = UInt64(truncatingIfNeeded: product &>> 64)
    }

    /// `self * factor + addend`, or nil when it does not fit.
    func multipliedAndAdded(_ factor: UInt64, _ addend: UInt64) -> UInt256? {
        var result = UInt256.zero
        var carry = addend
        Self.multiplyAdd(word0, factor, &result.word0, &carry)
        Self.multiplyAdd(word1, factor, &result.word1, &carry)
        Self.multiplyAdd(word2, factor, &result.word2, &carry)
        Self.multiplyAdd(word3, factor, &result.word3, &carry)
        return carry == 0 ? result : nil
    }
}
