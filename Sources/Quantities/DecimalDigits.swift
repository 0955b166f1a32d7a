/// Digits in a text of ASCII bytes.
public enum DecimalDigits {
    /// The most digits a 64-bit number has, and the most of a 128-bit one.
    public static let longest = 20
    public static let longestOf128Bits = 39

    /// How many digits a number has without leading zeroes; 1 for zero.
    public static func count(of number: UInt128) -> Int {
        guard number > UInt128(UInt64.max) else { return count(of: UInt64(truncatingIfNeeded: number)) }
        return 19 + count(of: number / UInt128(tenToThe19th))
    }

    /// How many digits a number has without leading zeroes; 1 for zero.
    public static func count(of number: UInt64) -> Int {
        var (places, bound) = (1, UInt64(10))
        while number >= bound, places < 19 { (places, bound) = (places + 1, bound &* 10) }
        // 10^19 is the largest power of ten below 2^64.
        return places == 19 && number >= tenToThe19th ? 20 : places
    }

    private static let tenToThe19th: UInt64 = 10_000_000_000_000_000_000

    /// Fills `text` with the last digits of a number, with leading zeroes where it has fewer.
    public static func write(_ number: UInt128, into text: UnsafeMutableBufferPointer<UInt8>) {
        guard number > UInt128(UInt64.max) else { return write(UInt64(truncatingIfNeeded: number), into: text) }
        let (high, low) = number.quotientAndRemainder(dividingBy: UInt128(tenToThe19th))
        let places = max(text.count - 19, 0)
        write(high, into: UnsafeMutableBufferPointer(rebasing: text[..<places]))
        write(UInt64(truncatingIfNeeded: low), into: UnsafeMutableBufferPointer(rebasing: text[places...]))
    }

    /// Fills `text` with the last digits of a number, with leading zeroes where it has fewer.
    public static func write(_ number: UInt64, into text: UnsafeMutableBufferPointer<UInt8>) {
        var (rest, place) = (number, text.count)
        while place > 0 {
            place &-= 1
            text[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
