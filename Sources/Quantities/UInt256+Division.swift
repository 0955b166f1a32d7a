extension UInt256 {
    /// The quotient, rounded down, and what is left.
    ///
    /// - Throws: `QuantityError.divisionByZero`.
    public func quotientAndRemainder(
        dividingBy divisor: UInt256
    ) throws(QuantityError) -> (quotient: UInt256, remainder: UInt256) {
        if divisor.isZero { throw .divisionByZero }
        return dividedByNonZero(divisor)
    }

    /// The quotient, rounded as the caller says. `floor` is `towardZero` here, and `ceiling` is `awayFromZero`.
    ///
    /// - Throws: `QuantityError.divisionByZero`.
    public func quotient(dividingBy divisor: UInt256, rounding: Rounding) throws(QuantityError) -> UInt256 {
        let (quotient, remainder) = try quotientAndRemainder(dividingBy: divisor)
        let increases = rounding.increasesMagnitude(
            isNegative: false, isOdd: quotient.word0 & 1 == 1, remainder: RemainderSize(of: remainder, dividedBy: divisor))
        return increases ? try quotient.adding(.one) : quotient
    }

    func dividedByNonZero(_ divisor: UInt256) -> (quotient: UInt256, remainder: UInt256) {
        if self < divisor { return (.zero, self) }
        if divisor.significantBits <= 64 {
            let (quotient, remainder) = dividedByWord(divisor.word0)
            return (quotient, UInt256(remainder))
        }
        return dividedByWords(divisor)
    }

    /// Division by one word that is not zero, word by word from the top.
    func dividedByWord(_ divisor: UInt64) -> (quotient: UInt256, remainder: UInt64) {
        let (quotient3, remainder3) = word3.quotientAndRemainder(dividingBy: divisor)
        let (quotient2, remainder2) = Self.divide(remainder3, word2, by: divisor)
        let (quotient1, remainder1) = Self.divide(remainder2, word1, by: divisor)
        let (quotient0, remainder0) = Self.divide(remainder1, word0, by: divisor)
        return (UInt256(words: quotient0, quotient1, quotient2, quotient3), remainder0)
    }

    /// `(high * 2^64 + low) / divisor`, where `high < divisor`, so that the quotient fits a word.
    private static func divide(_ high: UInt64, _ low: UInt64, by divisor: UInt64) -> (quotient: UInt64, remainder: UInt64) {
        high == 0 ? low.quotientAndRemainder(dividingBy: divisor) : divisor.dividingFullWidth((high, low))
    }

    /// Division by two to four words. Source: Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D.
    private func dividedByWords(_ divisor: UInt256) -> (quotient: UInt256, remainder: UInt256) {
        let divisorWords = (divisor.significantBits + 63) / 64
        let ownWords = (significantBits + 63) / 64
        let shift = (256 - divisor.significantBits) & 63
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 13) { scratch in
            // D1: shift both so that the divisor's top bit is set. The dividend gets one word more.
            let dividend = UnsafeMutableBufferPointer(rebasing: scratch[0..<5])
            let normal = UnsafeMutableBufferPointer(rebasing: scratch[5..<9])
            let quotient = UnsafeMutableBufferPointer(rebasing: scratch[9..<13])
            store(shiftedLeft: shift, to: dividend)
            divisor.store(shiftedLeft: shift, to: normal)
            quotient.initialize(repeating: 0)
            for position in (0...ownWords - divisorWords).reversed() {
                var digit = Self.estimate(dividend, at: position, by: normal, count: divisorWords)
                if Self.subtract(normal, times: digit, from: dividend, at: position, count: divisorWords) {
                    // D6: the estimate was one too large (probability about 2 / 2^64).
                    digit &-= 1
                    Self.addBack(normal, to: dividend, at: position, count: divisorWords)
                }
                quotient[position] = digit
            }
            let remainder = UInt256(words: dividend[0], dividend[1], dividend[2], dividend[3]).shiftedRight(dividend[4], by: shift)
            return (UInt256(words: quotient[0], quotient[1], quotient[2], quotient[3]), remainder)
        }
    }

    /// D3: the next digit, from the top two words, corrected by the third; at most one too large.
    private static func estimate(
        _ dividend: UnsafeMutableBufferPointer<UInt64>, at position: Int, by divisor: UnsafeMutableBufferPointer<UInt64>, count: Int
    ) -> UInt64 {
        let top = dividend[position + count]
        let next = dividend[position + count - 1]
        let first = divisor[count - 1]
        let second = divisor[count - 2]
        // What is left is below the divisor, so `top` is `first` at most. If it is, the digit is the largest or the one before:
        // two less would take 2 * first * 2^64 >= 2^128 more than the lower words can make up for.
        guard top < first else { return .max }
        var (digit, rest) = first.dividingFullWidth((top, next))
        while UInt128(digit) &* UInt128(second) > UInt128(rest) &<< 64 | UInt128(dividend[position + count - 2]) {
            digit &-= 1
            let (sum, overflow) = rest.addingReportingOverflow(first)
            if overflow { break }
            rest = sum
        }
        return digit
    }

    /// D4: takes `digit * divisor` from the dividend at `position`; true when that went below zero.
    private static func subtract(
        _ divisor: UnsafeMutableBufferPointer<UInt64>, times digit: UInt64,
        from dividend: UnsafeMutableBufferPointer<UInt64>, at position: Int, count: Int
    ) -> Bool {
        var carry: UInt64 = 0
        var borrow = false
        for index in 0..<count {
            var product: UInt64 = 0
            multiplyAdd(divisor[index], digit, &product, &carry)
            (dividend[position + index], borrow) = subtract(dividend[position + index], product, borrow)
        }
        (dividend[position + count], borrow) = subtract(dividend[position + count], carry, borrow)
        return borrow
    }

    private static func addBack(
        _ divisor: UnsafeMutableBufferPointer<UInt64>, to dividend: UnsafeMutableBufferPointer<UInt64>, at position: Int, count: Int
    ) {
        var carry = false
        for index in 0..<count {
            (dividend[position + index], carry) = add(dividend[position + index], divisor[index], carry)
        }
        dividend[position + count] &+= carry ? 1 : 0
    }

    /// Writes the words of `self << shift` (0 to 63 bits), and the bits pushed out if there is a fifth place.
    private func store(shiftedLeft shift: Int, to target: UnsafeMutableBufferPointer<UInt64>) {
        // A smart shift by 64 gives 0, which is what a shift of 0 bits pushes into the next word.
        let rest = 64 - shift
        target[0] = word0 << shift
        target[1] = word1 << shift | word0 >> rest
        target[2] = word2 << shift | word1 >> rest
        target[3] = word3 << shift | word2 >> rest
        if target.count == 5 { target[4] = word3 >> rest }
    }

    /// `(top * 2^256 + self) >> shift`, 0 to 63 bits.
    private func shiftedRight(_ top: UInt64, by shift: Int) -> UInt256 {
        let rest = 64 - shift
        return UInt256(
            words: word0 >> shift | word1 << rest, word1 >> shift | word2 << rest,
            word2 >> shift | word3 << rest, word3 >> shift | top << rest)
    }
}
