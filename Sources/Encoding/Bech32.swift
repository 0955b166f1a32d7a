/// Bech32 as BIP-173 defines it (not the bech32m variant of BIP-350): how Cosmos chains spell account addresses.
public enum Bech32 {
    /// BIP-173: "at most 90 characters long".
    public static let maximumLength = 90
    static let checksumLength = 6
    private static let alphabet = Alphabet("qpzry9x8gf2tvdw0s3jn54khce6mua7l")

    /// The bytes, regrouped to five bits, under a human-readable prefix. Lowercase.
    public static func encode(prefix: String, bytes: Bytes) throws(EncodingError) -> String {
        guard bytes.count <= maximumLength else { throw .tooLong(.bech32, maximum: maximumLength, got: bytes.count) }
        return try encode(prefix: prefix, words: Bech32Words.words(from: bytes))
    }

    /// - Returns: the prefix in lowercase and the bytes.
    /// - Throws: as `decodeWords`, and `.notCanonical` when the padding of the last word is too long or not zero.
    public static func decode(_ text: String) throws(EncodingError) -> (prefix: String, bytes: Bytes) {
        let (prefix, words) = try decodeWords(text)
        return (prefix, try Bech32Words.bytes(from: words))
    }

    /// Encodes five-bit words.
    ///
    /// - Throws: `.unexpectedByte` for a prefix that is not lowercase printable ASCII or a word above 31, `.tooLong` above 90 characters.
    public static func encode(prefix: String, words: Bytes) throws(EncodingError) -> String {
        let prefixBytes = Bytes(prefix.utf8)
        try refuseBadPrefix(prefixBytes)
        if let offset = prefixBytes.firstIndex(where: \.isASCIIUppercase) {
            throw .unexpectedByte(.bech32, offset: offset, expected: "a lowercase prefix", got: prefixBytes[offset])
        }
        let length = prefixBytes.count + 1 + words.count + checksumLength
        guard length <= maximumLength else { throw .tooLong(.bech32, maximum: maximumLength, got: length) }
        if let offset = words.firstIndex(where: { $0 > 31 }) {
            throw .unexpectedByte(.bech32, offset: offset, expected: "a word of five bits", got: words[offset])
        }
        let data = words + checksum(prefix: prefixBytes, words: words)
        return String(decoding: prefixBytes + [UInt8(ascii: "1")] + data.map(alphabet.character(for:)), as: UTF8.self)
    }

    /// Decodes to five-bit words, without their checksum.
    ///
    /// - Returns: the prefix in lowercase and the words.
    /// - Throws: `.tooLong`, `.unexpectedByte`, `.notCanonical` (mixed case, no separator, checksum too short) or `.checksumMismatch`.
    public static func decodeWords(_ text: String) throws(EncodingError) -> (prefix: String, words: Bytes) {
        let characters = try lowercased(text)
        guard let separator = characters.lastIndex(of: UInt8(ascii: "1")) else {
            throw .notCanonical(.bech32, offset: characters.count, rule: "the separator 1 is missing")
        }
        let prefix = Bytes(characters[..<separator])
        try refuseBadPrefix(prefix)
        let data = try words(of: characters, from: separator + 1)
        guard data.count >= checksumLength else {
            throw .truncated(.bech32, offset: separator + 1, expected: checksumLength, got: data.count)
        }
        guard polymod(expanded(prefix) + data) == 1 else { throw .checksumMismatch(.bech32) }
        return (String(decoding: prefix, as: UTF8.self), Bytes(data.dropLast(checksumLength)))
    }

    /// BIP-173: "Decoders MUST NOT accept strings where some characters are uppercase and some are lowercase."
    private static func lowercased(_ text: String) throws(EncodingError) -> Bytes {
        let characters = Bytes(text.utf8.prefix(maximumLength + 1))
        guard characters.count <= maximumLength else { throw .tooLong(.bech32, maximum: maximumLength, got: text.utf8.count) }
        guard let upper = characters.firstIndex(where: \.isASCIIUppercase) else { return characters }
        if characters.contains(where: \.isASCIILowercase) {
            throw .notCanonical(.bech32, offset: upper, rule: "upper and lower case must not be mixed")
        }
        return characters.map { $0.isASCIIUppercase ? $0 | 0x20 : $0 }
    }

    private static func words(of characters: Bytes, from start: Int) throws(EncodingError) -> Bytes {
        var words = Bytes()
        for offset in start..<characters.count {
            guard let value = alphabet.value(of: characters[offset]) else {
                throw .unexpectedByte(.bech32, offset: offset, expected: "a bech32 character", got: characters[offset])
            }
            words.append(value)
        }
        return words
    }

    /// BIP-173: 1 to 83 characters, each from 33 to 126.
    private static func refuseBadPrefix(_ prefix: Bytes) throws(EncodingError) {
        guard !prefix.isEmpty else { throw .notCanonical(.bech32, offset: 0, rule: "the prefix is empty") }
        guard prefix.count <= 83 else { throw .tooLong(.bech32, maximum: 83, got: prefix.count) }
        if let offset = prefix.firstIndex(where: { $0 < 33 || $0 > 126 }) {
            throw .unexpectedByte(.bech32, offset: offset, expected: "a printable ASCII character", got: prefix[offset])
        }
    }

    // MARK: Checksum (BIP-173, "Checksum")

    private static func checksum(prefix: Bytes, words: Bytes) -> Bytes {
        let remainder = polymod(expanded(prefix) + words + Bytes(repeating: 0, count: checksumLength)) ^ 1
        return (0..<checksumLength).map { UInt8(remainder >> UInt32(5 * (5 - $0)) & 31) }
    }

    private static func expanded(_ prefix: Bytes) -> Bytes {
        prefix.map { $0 >> 5 } + [0] + prefix.map { $0 & 31 }
    }

    private static func polymod(_ words: Bytes) -> UInt32 {
        let generator: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
        var remainder: UInt32 = 1
        for word in words {
            let top = remainder >> 25
            remainder = (remainder & 0x1ff_ffff) << 5 ^ UInt32(word)
            for (bit, term) in generator.enumerated() where top >> UInt32(bit) & 1 == 1 {
                remainder ^= term
            }
        }
        return remainder
    }
}
