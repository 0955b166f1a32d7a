internal import Encoding

extension FixedPoint: LosslessStringConvertible {
    /// The shortest exact decimal text: `12.5`, `-0.000000000000000001`, `0`.
    public var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(Self.longestText)
        write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// A minus, 21 digits, the point, 18 digits.
    private static let longestText = 41

    /// Writes `description` at the end of `text`.
    public func write(to text: inout [UInt8]) {
        // One times the magnitude over the scale: every magnitude over 10^18 fits.
        let (whole, rest) = UInt128.scaledProduct(raw.magnitude, 1) ?? (0, 0)
        if isNegative { text.append(UInt8(ascii: "-")) }
        DecimalDigits.write(whole, to: &text)
        if rest == 0 { return }
        text.append(UInt8(ascii: "."))
        var (fraction, places) = (rest, Self.decimals)
        while fraction % 10 == 0 { (fraction, places) = (fraction / 10, places - 1) }
        DecimalDigits.write(fraction, places: places, to: &text)
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
