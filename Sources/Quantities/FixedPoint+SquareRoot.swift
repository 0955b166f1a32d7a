extension FixedPoint {
    /// The square root, exact in 256 bits and rounded once.
    ///
    /// - Throws: `QuantityError.negativeRoot` for a number below zero. The root of a number of this type always fits.
    public func squareRoot(rounding: Rounding) throws(QuantityError) -> FixedPoint {
        guard !isNegative else { throw .negativeRoot("\(self)") }
        let radicand = UInt256(product: raw.magnitude, UInt128(Self.scale))
        // The root of 2^127 * 10^18 has 94 bits: they are found one after the other, the highest first.
        var root: UInt128 = 0
        for bit in (0..<94).reversed() {
            let candidate = root | 1 << UInt128(bit)
            if UInt256(product: candidate, candidate) <= radicand { root = candidate }
        }
        let rest = radicand.subtractingReportingOverflow(UInt256(product: root, root)).partialValue
        // (root + 1/2)^2 = root^2 + root + 1/4: a whole rest is below or above it, never on it.
        let remainder: RemainderSize? = rest.isZero ? nil : rest > UInt256(product: root, 1) ? .aboveHalf : .belowHalf
        let increases = rounding.increasesMagnitude(isNegative: false, isOdd: root & 1 == 1, remainder: remainder)
        return FixedPoint(raw: Int128(root) + (increases ? 1 : 0))
    }
}
