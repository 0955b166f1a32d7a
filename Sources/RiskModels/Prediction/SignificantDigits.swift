internal import Encoding

/// Statistics as text: a stated number of significant digits, the same on every machine.
enum SignificantDigits {
    /// - Parameters:
    ///   - value: finite.
    ///   - digits: 1 to 17. Zeroes at the end are left out; an exponent is written below 10^-6 and from 10^15.
    ///
    /// The shortest decimal that reads back as the number is rounded to the nearest, halves away from zero.
    static func text(_ value: Double, _ digits: Int) -> String {
        if value == 0 { return "0" }
        var (significand, exponent) = decimal(value.magnitude)
        if significand.count > digits {
            let roundsUp = significand[digits] >= 5
            significand.removeLast(significand.count - digits)
            if roundsUp, carry(&significand) { exponent += 1 }
        }
        while significand.count > 1, significand.last == 0 { significand.removeLast() }
        return (value < 0 ? "-" : "") + placed(significand, exponent)
    }

    /// The digits without zeroes in front, and the power of ten of the first one.
    private static func decimal(_ magnitude: Double) -> (digits: [UInt8], exponent: Int) {
        let parts = magnitude.description.split(separator: "e")
        let mantissa = parts.first.map { Array($0.utf8) } ?? []
        let point = mantissa.firstIndex(of: UInt8(ascii: ".")) ?? mantissa.count
        let digits = mantissa.filter(\.isASCIIDigit).map { $0 - UInt8(ascii: "0") }
        let zeroes = digits.prefix { $0 == 0 }.count
        let written = parts.count > 1 ? Int(parts[1].drop { $0 == "+" }) ?? 0 : 0
        return (Array(digits.dropFirst(zeroes)), written + point - 1 - zeroes)
    }

    /// Adds one to the last digit; true when the first digit became the next power of ten.
    private static func carry(_ digits: inout [UInt8]) -> Bool {
        for index in digits.indices.reversed() {
            if digits[index] < 9 {
                digits[index] += 1
                return false
            }
            digits[index] = 0
        }
        digits[0] = 1
        return true
    }

    private static func placed(_ digits: [UInt8], _ exponent: Int) -> String {
        func text(_ part: ArraySlice<UInt8>) -> String { part.map(String.init).joined() }
        func zeroes(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
        if exponent < -6 || exponent >= 15 {
            return text(digits[..<1]) + (digits.count > 1 ? "." + text(digits[1...]) : "") + "e\(exponent)"
        }
        if exponent < 0 { return "0." + zeroes(-exponent - 1) + text(digits[...]) }
        let whole = digits.prefix(exponent + 1)
        let fraction = digits.dropFirst(exponent + 1)
        return text(whole) + zeroes(exponent + 1 - whole.count) + (fraction.isEmpty ? "" : "." + text(fraction))
    }
}
