internal import Encoding

extension FixedPoint: LosslessStringConvertible {
    /// The shortest exact decimal text: `12.5`, `-0.000000000000000001`, `0`.
    public var description: String { String(unsafeUninitializedCapacity: Self.longestText) { write(into: $0) } }

    /// A minus, 21 digits, the point, 18 digits.
    public static let longestText = 41

    /// Writes `description` to the begin of `text`, which has room for `longestText` bytes.
    ///
    /// - Returns: how many bytes were written.
    public func write(into text: UnsafeMutableBufferPointer<UInt8>) -> Int {
        // One times the magnitude over the scale: every magnitude over 10^18 fits.
        let (whole, rest) = UInt128.scaledProduct(raw.magnitude, 1) ?? (0, 0)
        var end = 0
        if isNegative {
            text[0] = UInt8(ascii: "-")
            end = 1
        }
        let digits = DecimalDigits.count(of: whole)
        DecimalDigits.write(whole, into: UnsafeMutableBufferPointer(rebasing: text[end..<end + digits]))
        end += digits
        if rest == 0 { return end }
        text[end] = UInt8(ascii: ".")
        end += 1
        var (fraction, places) = (rest, Self.decimals)
        while fraction.isMultiple(of: 1_000) { (fraction, places) = (fraction / 1_000, places - 3) }
        while fraction.isMultiple(of: 10) { (fraction, places) = (fraction / 10, places - 1) }
        DecimalDigits.write(fraction, into: UnsafeMutableBufferPointer(rebasing: text[end..<end + places]))
        return end + places
    }

    /// nil where `init(parsing:)` throws.
    public init?(_ text: String) {
        guard let value = try? FixedPoint(parsing: text) else { return nil }
        self = value
    }

    /// Reads an optional minus, digits without leading zero, and optionally a point and 1 to 18 digits.
    /// Zeroes at the end are accepted, because people write `1.50`; a plus, an exponent, separators and `-0` are not.
    ///
    /// - Throws: `QuantityError.malformed`, or `.overflow` beyond about 1.7 * 10^20.
    public init(parsing text: String) throws(QuantityError) {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let parts = text.utf8.dropFirst(isNegative ? 1 : 0)
            .split(separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }) else {
            throw .malformed(text, "decimal number", "digits with at most one point between them are expected")
        }
        guard parts[0].count == 1 || parts[0].first != UInt8(ascii: "0") else {
            throw .malformed(text, "decimal number", "there must be no leading zero")
        }
        let fraction = parts.count == 2 ? parts[1] : ""[...].utf8
        guard fraction.count <= Self.decimals else {
            throw .malformed(text, "decimal number", "at most \(Self.decimals) digits after the point")
        }
        // 10^21 does not fit, so more digits than 21 cannot either.
        guard parts[0].count <= 21 else { throw .overflow(.conversion, type: "FixedPoint") }
        let zeroes = repeatElement(UInt8(ascii: "0"), count: Self.decimals - fraction.count)
        let digits = Array(parts[0]) + Array(fraction) + Array(zeroes)
        guard let raw = Self.raw(isNegative: isNegative, digits: digits) else {
            throw .overflow(.conversion, type: "FixedPoint")
        }
        if isNegative, raw == 0 { throw .malformed(text, "decimal number", "zero has no sign") }
        self.init(raw: raw)
    }

    private static func raw(isNegative: Bool, digits: [UInt8]) -> Int128? {
        var magnitude: UInt128 = 0
        for digit in digits {
            let (shifted, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(UInt128(digit &- UInt8(ascii: "0")))
            if overflow || carry { return nil }
            magnitude = sum
        }
        return Int128(isNegative: isNegative, magnitude: magnitude)
    }
}
