extension JSONNode {
    public func string() throws(EncodingError) -> String {
        guard case .string(let text) = value else { throw unexpected("a string") }
        return text
    }

    /// - Parameter maximum: in UTF-8 bytes.
    public func string(max maximum: Int) throws(EncodingError) -> String {
        let text = try string()
        guard text.utf8.count <= maximum else { throw unexpected("a string of at most \(maximum) bytes") }
        return text
    }

    public func bool() throws(EncodingError) -> Bool {
        guard case .bool(let value) = value else { throw unexpected("true or false") }
        return value
    }

    /// A whole number from 0 to 2^64 - 1, written without fraction or exponent.
    public func uint64() throws(EncodingError) -> UInt64 {
        guard case .number(let text) = value, let number = UInt64(text), String(number) == text else {
            throw unexpected("a whole number from 0 to \(UInt64.max)")
        }
        return number
    }

    /// A whole number of 64 bits, written without fraction or exponent.
    public func int64() throws(EncodingError) -> Int64 {
        guard case .number(let text) = value, let number = Int64(text), String(number) == text else {
            throw unexpected("a whole number from \(Int64.min) to \(Int64.max)")
        }
        return number
    }

    /// A whole number in `range`.
    public func integer(in range: ClosedRange<Int>) throws(EncodingError) -> Int {
        guard case .number(let text) = value, let number = Int(text), String(number) == text, range.contains(number) else {
            throw unexpected("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A string that holds a decimal number: optional minus, no leading zero, no `-0`, optionally a point and digits.
    /// Amounts travel this way, because a JSON number loses digits in most readers.
    public func decimalString() throws(EncodingError) -> String {
        let text = try string(max: 128)
        guard Self.isDecimal(text.utf8) else { throw unexpected("a decimal number in a string") }
        return text
    }

    /// A string of hexadecimal digits without prefix.
    public func hexBytes() throws(EncodingError) -> Bytes {
        try decoded("hexadecimal digits in pairs, without 0x") { text throws(EncodingError) in try Hex.decode(text) }
    }

    /// A string of `0x` and hexadecimal digits in pairs.
    public func hex0xBytes() throws(EncodingError) -> Bytes {
        try decoded("0x and hexadecimal digits in pairs") { text throws(EncodingError) in try Hex.decode0x(text) }
    }

    /// A string in base 64.
    public func base64Bytes() throws(EncodingError) -> Bytes {
        try decoded("base 64 with padding") { text throws(EncodingError) in try Base64.decode(text) }
    }

    /// A string of 64 lowercase hexadecimal digits.
    public func digest() throws(EncodingError) -> Digest {
        try decoded("64 lowercase hexadecimal digits") { text throws(EncodingError) in try Digest(hex: text) }
    }

    private func decoded<Value>(_ expected: String, _ decode: (String) throws(EncodingError) -> Value) throws(EncodingError) -> Value {
        let text = try string()
        do {
            return try decode(text)
        } catch {
            throw .unexpectedValue(.json, path: "\(path)", expected: expected, got: "\(value.kind) (\(error))")
        }
    }

    private static func isDecimal(_ text: String.UTF8View) -> Bool {
        let unsigned = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        let parts = unsigned.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }) else { return false }
        let isZero = unsigned.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
        return (parts[0].count == 1 || parts[0].first != UInt8(ascii: "0")) && !(isZero && unsigned.count < text.count)
    }
}
