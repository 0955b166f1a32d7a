import Encoding

/// An integer of up to 256 bits as typed data spells it, turned into a word of 32 bytes.
struct TypedDataInteger {
    private let isNegative: Bool
    /// Big-endian, 32 bytes; nil when the number takes more.
    private let magnitude: Bytes?
    /// The longest number read: 2^256 has 78 digits.
    private static let maximumDigits = 128

    /// Reads a decimal number (no leading zero, `-` allowed, `-0` not) or `0x` and hexadecimal digits; nil when it is neither.
    init?(_ text: String) {
        let isHex = text.hasPrefix("0x")
        isNegative = text.hasPrefix("-")
        let digits = text.utf8.dropFirst(isHex ? 2 : isNegative ? 1 : 0)
        let values = digits.compactMap { Hex.value(ofDigit: $0) }
        guard (1...Self.maximumDigits).contains(digits.count), values.count == digits.count else { return nil }
        guard isHex || (values.allSatisfy { $0 < 10 } && (values[0] != 0 || (digits.count == 1 && !isNegative))) else { return nil }
        magnitude = Self.magnitude(of: values, radix: isHex ? 16 : 10)
    }

    private static func magnitude(of digits: Bytes, radix: UInt16) -> Bytes? {
        var bytes = Bytes(repeating: 0, count: 32)
        for digit in digits {
            var carry = UInt16(digit)
            for place in bytes.indices.reversed() {
                carry += UInt16(bytes[place]) * radix
                bytes[place] = UInt8(carry & 255)
                carry >>= 8
            }
            guard carry == 0 else { return nil }
        }
        return bytes
    }

    /// The word, two's complement when negative; nil when the value is not in the type's range.
    func word(bits: Int, isSigned: Bool) -> Bytes? {
        guard let magnitude, isSigned || !isNegative else { return nil }
        let width = Self.bitWidth(magnitude)
        guard isNegative else { return width <= (isSigned ? bits - 1 : bits) ? magnitude : nil }
        // -2^(bits-1) is the one negative number whose magnitude needs all bits.
        let isPowerOfTwo = magnitude.reduce(0) { $0 + $1.nonzeroBitCount } == 1
        return width < bits || (width == bits && isPowerOfTwo) ? Self.negated(magnitude) : nil
    }

    private static func negated(_ magnitude: Bytes) -> Bytes {
        var word = magnitude.map { ~$0 }
        for place in word.indices.reversed() {
            let (sum, isOverflow) = word[place].addingReportingOverflow(1)
            word[place] = sum
            if !isOverflow { break }
        }
        return word
    }

    private static func bitWidth(_ magnitude: Bytes) -> Int {
        guard let first = magnitude.firstIndex(where: { $0 != 0 }) else { return 0 }
        return 8 * (magnitude.count - first) - magnitude[first].leadingZeroBitCount
    }
}
