internal import Encoding

extension UInt256: LosslessStringConvertible {
    // The largest power of ten in a word: text is read and written 19 digits at a time.
    private static let digitsPerWord = 19
    private static let wordOfDigits: UInt64 = 10_000_000_000_000_000_000
    /// 2^256 - 1 has 78 digits.
    static let longestDecimal = 78

    /// Decimal digits, without sign or leading zero.
    public var description: String {
        var groups: [UInt64] = []
        var rest = self
        repeat {
            let (quotient, group) = rest.dividedByWord(Self.wordOfDigits)
            groups.append(group)
            rest = quotient
        } while !rest.isZero
        var text = String(groups.removeLast())
        for group in groups.reversed() {
            let digits = String(group)
            text += String(repeating: "0", count: Self.digitsPerWord - digits.utf8.count) + digits
        }
        return text
    }

    /// nil unless the text is the decimal spelling that `description` gives.
    public init?(_ text: String) {
        guard let value = try? UInt256(decimal: text) else { return nil }
        self = value
    }

    /// Reads decimal digits: no sign, no leading zero, no separators.
    ///
    /// - Throws: `QuantityError.malformed`, or `.overflow` above 2^256 - 1.
    public init(decimal text: String) throws(QuantityError) {
        let digits = text.utf8
        guard let first = digits.first, digits.allSatisfy(\.isASCIIDigit) else {
            throw .malformed(text, "UInt256", "decimal digits are expected, and nothing else")
        }
        guard first != UInt8(ascii: "0") || digits.count == 1 else {
            throw .malformed(text, "UInt256", "there must be no leading zero")
        }
        guard digits.count <= Self.longestDecimal, let value = Self.value(ofDigits: digits) else {
            throw .overflow(.conversion, type: "UInt256")
        }
        self = value
    }

    private static func value(ofDigits digits: String.UTF8View) -> UInt256? {
        var value = UInt256.zero
        var group: UInt64 = 0
        var scale: UInt64 = 1
        for digit in digits {
            group = group &* 10 &+ UInt64(digit &- UInt8(ascii: "0"))
            scale = scale &* 10
            guard scale == wordOfDigits else { continue }
            guard let next = value.multipliedAndAdded(scale, group) else { return nil }
            (value, group, scale) = (next, 0, 1)
        }
        return value.multipliedAndAdded(scale, group)
    }

    /// Reads an Ethereum JSON-RPC quantity: `0x`, then hexadecimal digits of either case without leading zero; zero is `0x0`.
    ///
    /// - Throws: `QuantityError.malformed`, or `.overflow` above 64 digits.
    /// Source: Ethereum execution APIs, "Hex value encoding".
    public init(hexQuantity text: String) throws(QuantityError) {
        let characters = text.utf8
        guard characters.count >= 3, characters.starts(with: "0x".utf8) else {
            throw .malformed(text, "quantity", "0x and at least one digit are expected")
        }
        let digits = characters.dropFirst(2)
        guard digits.first != UInt8(ascii: "0") || digits.count == 1 else {
            throw .malformed(text, "quantity", "there must be no leading zero")
        }
        guard digits.count <= 64 else { throw .overflow(.conversion, type: "UInt256") }
        var value = UInt256.zero
        for digit in digits {
            guard let nibble = Hex.value(ofDigit: digit) else {
                throw .malformed(text, "quantity", "hexadecimal digits are expected after 0x")
            }
            // 64 digits of four bits always fit.
            value = value.multipliedAndAdded(16, UInt64(nibble)) ?? value
        }
        self = value
    }

    /// The number as an Ethereum JSON-RPC quantity: `0x` and lowercase digits without leading zero.
    public var hexQuantity: String {
        let digits = Hex.encode(minimalBigEndianBytes).drop { $0 == "0" }
        return "0x" + (digits.isEmpty ? "0" : digits)
    }
}
