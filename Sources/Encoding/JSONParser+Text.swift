extension JSONParser {
    /// RFC 8259 section 7. Takes the quotes and everything between them.
    mutating func string() throws(EncodingError) -> String {
        let opening = offset
        try expect(UInt8(ascii: "\""), "a string in double quotes")
        let start = offset
        // Without escapes the string is a stretch of the input; from the first escape on it is collected here, in place.
        var unescaped = Bytes()
        var hasEscapes = false
        while true {
            let byte = try current("the end of the string")
            if byte == UInt8(ascii: "\"") { break }
            guard byte >= 0x20 else {
                throw .unexpectedByte(.json, offset: offset, expected: "a control character to be escaped", got: byte)
            }
            if byte == UInt8(ascii: "\\") {
                if !hasEscapes { unescaped = Bytes(bytes[start..<offset]) }
                hasEscapes = true
                try escape(into: &unescaped)
            } else {
                if hasEscapes { unescaped.append(byte) }
                offset += 1
            }
        }
        let text = hasEscapes ? String(validating: unescaped, as: UTF8.self) : String(validating: bytes[start..<offset], as: UTF8.self)
        guard let text else { throw .notUTF8(.json, offset: opening) }
        offset += 1
        return text
    }

    private mutating func escape(into text: inout Bytes) throws(EncodingError) {
        offset += 1
        let byte = try current("an escape")
        let plain: UInt8? =
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
            case UInt8(ascii: "b"): 0x08
            case UInt8(ascii: "f"): 0x0c
            case UInt8(ascii: "n"): 0x0a
            case UInt8(ascii: "r"): 0x0d
            case UInt8(ascii: "t"): 0x09
            default: nil
            }
        if let plain {
            offset += 1
            text.append(plain)
        } else if byte == UInt8(ascii: "u") {
            text.append(contentsOf: Bytes(String(Character(try scalar())).utf8))
        } else {
            throw .unexpectedByte(.json, offset: offset, expected: "one of the escapes \" \\ / b f n r t u", got: byte)
        }
    }

    /// Takes `uXXXX`, or a surrogate pair `uXXXX\uXXXX`.
    private mutating func scalar() throws(EncodingError) -> Unicode.Scalar {
        let start = offset - 1
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let isPair = first < 0xdc00 && bytes[offset...].starts(with: "\\u".utf8)
        guard isPair else { throw .notCanonical(.json, offset: start, rule: "a surrogate stands only in a pair, high half first") }
        offset += 1
        let second = try codeUnit()
        guard (0xdc00...0xdfff).contains(second), let scalar = Unicode.Scalar(pair(high: first, low: second)) else {
            throw .notCanonical(.json, offset: start, rule: "a surrogate stands only in a pair, high half first")
        }
        return scalar
    }

    private func pair(high: UInt16, low: UInt16) -> UInt32 {
        0x10000 + (UInt32(high) - 0xd800) << 10 + (UInt32(low) - 0xdc00)
    }

    /// Takes `u` and four hexadecimal digits.
    private mutating func codeUnit() throws(EncodingError) -> UInt16 {
        offset += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            let byte = try current("a hexadecimal digit")
            guard let digit = Hex.value(ofDigit: byte) else {
                throw .unexpectedByte(.json, offset: offset, expected: "a hexadecimal digit", got: byte)
            }
            unit = unit << 4 | UInt16(digit)
            offset += 1
        }
        return unit
    }

    /// RFC 8259 section 6: `-`, an integer without leading zero, a fraction, an exponent. The text is kept as it stands.
    mutating func number() throws(EncodingError) -> String {
        let start = offset
        if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        let isZero = try current("a digit") == UInt8(ascii: "0")
        let integerStart = offset
        try digits()
        if isZero, offset > integerStart + 1 {
            throw .notCanonical(.json, offset: integerStart, rule: "a number has no leading zero")
        }
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            let sign = try current("a digit")
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { offset += 1 }
            try digits()
        }
        guard offset - start <= limits.maximumNumberLength else {
            throw .tooLong(.json, maximum: limits.maximumNumberLength, got: offset - start)
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// Takes one digit or more.
    private mutating func digits() throws(EncodingError) {
        let first = try current("a digit")
        guard first.isASCIIDigit else { throw .unexpectedByte(.json, offset: offset, expected: "a digit", got: first) }
        while offset < bytes.count, bytes[offset].isASCIIDigit { offset += 1 }
    }
}
