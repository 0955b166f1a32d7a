extension ElementaryFunctions {
    /// `base` to the `exponent` for a base of 0 or more; infinity above the range, 0 below it.
    ///
    /// The logarithm carries extra digits, because its error is multiplied by the exponent.
    static func pow(_ base: Double, _ exponent: Double) -> Double {
        if exponent == 0 || base == 1 { return 1 }
        if base == 0 { return exponent > 0 ? 0 : .infinity }
        let (high, low) = extendedLog(base)
        let estimate = exponent * high
        if estimate > 710 { return .infinity }
        if estimate < -746 { return 0 }
        let (product, error) = twoProduct(exponent, high)
        return exp(product, correction: error + exponent * low)
    }
}
