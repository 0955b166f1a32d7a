import Quantities

extension Int128 {
    /// `left * right / 10^18` for numbers that are not negative, rounded down or up: as the re-margin loop needs it, without a throw.
    /// `FixedPoint.multiplied` is its slow twin in the tests.
    ///
    /// - Parameter overflow: set when the result does not fit; never cleared. The result means nothing then.
    @inline(__always)
    static func scaledProduct(_ left: Int128, _ right: Int128, roundingUp: Bool, _ overflow: inout Bool) -> Int128 {
        guard let (quotient, remainder) = UInt128.scaledProduct(UInt128(truncatingIfNeeded: left), UInt128(truncatingIfNeeded: right)) else {
            overflow = true
            return 0
        }
        let (rounded, carry) = quotient.addingReportingOverflow(roundingUp && remainder != 0 ? 1 : 0)
        if carry || rounded > UInt128(Int128.max) { overflow = true }
        return Int128(truncatingIfNeeded: rounded)
    }
}
