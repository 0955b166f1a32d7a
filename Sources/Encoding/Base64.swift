/// Base 64 with the standard alphabet, padding required (RFC 4648 section 4).
public enum Base64 {
    private static let alphabet = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    private static let padding = UInt8(ascii: "=")

    public static func encode(_ bytes: Bytes) -> String {
        var text = Bytes()
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            bits <<= UInt32(8 * (3 - group.count))
            for index in 0...3 {
                text.append(index <= group.count ? alphabet.character(for: UInt8(bits >> UInt32(18 - 6 * index) & 63)) : padding)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Throws: `EncodingError.notCanonical` for a length that is not a multiple of four or unused bits that are not zero,
    ///   `.unexpectedByte` for white space, the URL alphabet, or padding anywhere but at the end.
    public static func decode(_ text: String) throws(EncodingError) -> Bytes {
        let characters = Bytes(text.utf8)
        guard characters.count.isMultiple(of: 4) else {
            throw .notCanonical(.base64, offset: characters.count, rule: "the length must be a multiple of four, padded with =")
        }
        let padded = characters.suffix(2).reversed().prefix { $0 == padding }.count
        var bytes = Bytes()
        bytes.reserveCapacity(characters.count / 4 * 3)
        var bits: UInt32 = 0
        for (offset, character) in characters.dropLast(padded).enumerated() {
            guard let value = alphabet.value(of: character) else {
                throw .unexpectedByte(.base64, offset: offset, expected: "a base 64 character", got: character)
            }
            bits = bits << 6 | UInt32(value)
            if offset & 3 > 0 {
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(6 - 2 * (offset & 3))))
            }
        }
        // One padding character leaves two bits unused, two leave four.
        let unused = padded == 0 ? 0 : bits & (1 << UInt32(2 * padded) - 1)
        guard unused == 0 else {
            throw .notCanonical(.base64, offset: characters.count - padded - 1, rule: "the unused bits must be zero")
        }
        return bytes
    }
}
