/// Digits at the end of a text of ASCII bytes.
public enum DecimalDigits {
    /// Without leading zeroes; `0` for zero.
    public static func write(_ number: UInt128, to text: inout [UInt8]) {
        guard number > UInt128(UInt64.max) else { return write(UInt64(truncatingIfNeeded: number), to: &text) }
        let (high, low) = number.quotientAndRemainder(dividingBy: 10_000_000_000_000_000_000)
        write(high, to: &text)
        write(UInt64(truncatingIfNeeded: low), places: 19, to: &text)
    }

    /// Without leading zeroes; `0` for zero.
    public static func write(_ number: UInt64, to text: inout [UInt8]) {
        var (places, bound) = (1, UInt64(10))
        while number >= bound, places < 19 { (places, bound) = (places + 1, bound &* 10) }
        // 10^19 is the largest power of ten below 2^64.
        if places == 19, number >= 10_000_000_000_000_000_000 { places = 20 }
        write(number, places: places, to: &text)
    }

    /// The last `places` digits, at most 20, with leading zeroes.
    public static func write(_ number: UInt64, places: Int, to text: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var rest = number
            for index in (0..<places).reversed() {
                digits[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            text.append(contentsOf: UnsafeBufferPointer(rebasing: digits[..<places]))
        }
    }
}
