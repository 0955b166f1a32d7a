// Sums and products together with what rounding took from them, exactly.

/// `a + b` as the rounded sum and its error. Source: Knuth, The Art of Computer Programming 2, 4.2.2, theorem B.
@inline(__always)
func twoSum(_ a: Double, _ b: Double) -> (sum: Double, error: Double) {
    let sum = a + b
    let bVirtual = sum - a
    let aVirtual = sum - bVirtual
    return (sum, (a - aVirtual) + (b - bVirtual))
}

/// `a * b` as the rounded product and its error; exact while nothing overflows or underflows.
/// Source: Dekker, A floating-point technique for extending the available precision (1971), Mul12.
@inline(__always)
func twoProduct(_ a: Double, _ b: Double) -> (product: Double, error: Double) {
    let product = a * b
    let (aHigh, aLow) = halves(a)
    let (bHigh, bLow) = halves(b)
    let error = ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow
    return (product, error)
}

/// A number as two of at most 26 significant bits each: products of such halves are exact.
@inline(__always)
func halves(_ a: Double) -> (high: Double, low: Double) {
    let high = Double(bitPattern: a.bitPattern & 0xffff_ffff_f800_0000)
    return (high, a - high)
}
