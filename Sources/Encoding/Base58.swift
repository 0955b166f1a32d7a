/// Base 58 with the Bitcoin alphabet, as Solana and others spell keys: a big number in base 58, one `1` per leading zero byte.
///
/// Both directions take time quadratic in the length, so decoding demands a ceiling.
/// Source: draft-msporny-base58-03 sections 3 and 4.
public enum Base58 {
    private static let alphabet = Alphabet("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")

    public static func encode(_ bytes: Bytes) -> String {
        let zeroes = bytes.prefix { $0 == 0 }.count
        let digits = regroup(bytes.dropFirst(zeroes), from: 256, to: 58)
        let text = Bytes(repeating: alphabet.character(for: 0), count: zeroes) + digits.map(alphabet.character(for:))
        return String(decoding: text, as: UTF8.self)
    }

    /// - Parameter maximum: the most bytes the caller can use, 65,536 at most; a longer text is refused before any work is done.
    /// - Throws: `EncodingError.unexpectedByte` for a character outside the alphabet (there is no `0`, `O`, `I` or `l`), `.tooLong`.
    public static func decode(_ text: String, maxBytes maximum: Int) throws(EncodingError) -> Bytes {
        // 138 / 100 is above log(256) / log(58), so no value of `maximum` bytes needs more characters.
        let maximum = min(max(maximum, 0), 65_536)
        let longest = maximum * 138 / 100 + 1
        let characters = Bytes(text.utf8.prefix(longest + 1))
        guard characters.count <= longest else { throw .tooLong(.base58, maximum: longest, got: text.utf8.count) }

        var digits = Bytes()
        digits.reserveCapacity(characters.count)
        for (offset, character) in characters.enumerated() {
            guard let value = alphabet.value(of: character) else {
                throw .unexpectedByte(.base58, offset: offset, expected: "a base 58 character", got: character)
            }
            digits.append(value)
        }
        let zeroes = digits.prefix { $0 == 0 }.count
        let bytes = Bytes(repeating: 0, count: zeroes) + regroup(digits.dropFirst(zeroes), from: 58, to: 256)
        guard bytes.count <= maximum else { throw .tooLong(.base58, maximum: maximum, got: bytes.count) }
        return bytes
    }

    /// The number with the given `digits` (most significant first, in base `source`) written in base `target`.
    private static func regroup(_ digits: ArraySlice<UInt8>, from source: Int, to target: Int) -> Bytes {
        var result = Bytes()  // least significant first
        for digit in digits {
            var carry = Int(digit)
            for index in result.indices {
                carry += Int(result[index]) * source
                result[index] = UInt8(truncatingIfNeeded: carry % target)
                carry /= target
            }
            while carry > 0 {
                result.append(UInt8(truncatingIfNeeded: carry % target))
                carry /= target
            }
        }
        return Bytes(result.reversed())
    }
}
