/// Base 16 (RFC 4648 section 8), written in lowercase.
public enum Hex {
    /// Two lowercase digits a byte, without prefix.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        text(of: bytes, prefix: "")
    }

    /// `0x` and two lowercase digits a byte, as Ethereum writes data.
    public static func encode0x(_ bytes: some Sequence<UInt8>) -> String {
        text(of: bytes, prefix: "0x")
    }

    /// Reads pairs of digits of either case, without prefix.
    ///
    /// - Throws: `EncodingError.notCanonical` for an odd number of digits, `.unexpectedByte` for any other character.
    public static func decode(_ text: String) throws(EncodingError) -> Bytes {
        try decode(Bytes(text.utf8), from: 0)
    }

    /// Reads `0x` and pairs of digits of either case; the prefix is required.
    public static func decode0x(_ text: String) throws(EncodingError) -> Bytes {
        let characters = Bytes(text.utf8)
        guard characters.starts(with: "0x".utf8) else {
            throw .notCanonical(.hex, offset: 0, rule: "the text must begin with 0x")
        }
        return try decode(characters, from: 2)
    }

    /// The value of a digit of either case, or nil.
    @inlinable
    public static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit &- UInt8(ascii: "a") &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit &- UInt8(ascii: "A") &+ 10
        default: nil
        }
    }

    private static func text(of bytes: some Sequence<UInt8>, prefix: StaticString) -> String {
        bytes.withContiguousStorageIfAvailable { text(of: $0, prefix: prefix) }
            ?? Bytes(bytes).withUnsafeBufferPointer { text(of: $0, prefix: prefix) }
    }

    private static func text(of bytes: UnsafeBufferPointer<UInt8>, prefix: StaticString) -> String {
        let start = prefix.utf8CodeUnitCount
        let length = start + 2 * bytes.count
        return String(unsafeUninitializedCapacity: length) { target in
            for index in 0..<start { target[index] = prefix.utf8Start[index] }
            for index in bytes.indices {
                target[start + 2 * index] = digit(bytes[index] >> 4)
                target[start + 2 * index + 1] = digit(bytes[index] & 15)
            }
            return length
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
    }

    private static func decode(_ characters: Bytes, from start: Int) throws(EncodingError) -> Bytes {
        guard (characters.count - start).isMultiple(of: 2) else {
            throw .notCanonical(.hex, offset: characters.count, rule: "the number of digits must be even")
        }
        var bytes = Bytes()
        bytes.reserveCapacity((characters.count - start) / 2)
        for offset in stride(from: start, to: characters.count, by: 2) {
            let high = try value(at: offset, in: characters)
            let low = try value(at: offset + 1, in: characters)
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(at offset: Int, in characters: Bytes) throws(EncodingError) -> UInt8 {
        guard let value = value(ofDigit: characters[offset]) else {
            throw .unexpectedByte(.hex, offset: offset, expected: "a hexadecimal digit", got: characters[offset])
        }
        return value
    }
}
