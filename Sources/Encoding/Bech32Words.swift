/// Regroups bytes to five-bit words and back, as BIP-173 describes for segregated-witness programs.
enum Bech32Words {
    /// Every byte is kept; the last word is padded with zero bits.
    static func words(from bytes: Bytes) -> Bytes {
        var words = Bytes()
        words.reserveCapacity((bytes.count * 8 + 4) / 5)
        var pending: UInt16 = 0
        var pendingBits = 0
        for byte in bytes {
            pending = pending << 8 | UInt16(byte)
            pendingBits += 8
            while pendingBits >= 5 {
                pendingBits -= 5
                words.append(UInt8(pending >> UInt16(pendingBits) & 31))
            }
        }
        if pendingBits > 0 { words.append(UInt8(pending << UInt16(5 - pendingBits) & 31)) }
        return words
    }

    /// - Throws: `EncodingError.notCanonical` when the padding has five bits or more, or is not zero.
    static func bytes(from words: Bytes) throws(EncodingError) -> Bytes {
        var bytes = Bytes()
        bytes.reserveCapacity(words.count * 5 / 8)
        var pending: UInt16 = 0
        var pendingBits = 0
        for word in words {
            pending = (pending << 5 | UInt16(word)) & 0xfff
            pendingBits += 5
            if pendingBits >= 8 {
                pendingBits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> UInt16(pendingBits)))
            }
        }
        guard pendingBits < 5 else {
            throw .notCanonical(.bech32, offset: words.count, rule: "the padding must be shorter than a word")
        }
        guard pending & (1 << UInt16(pendingBits) - 1) == 0 else {
            throw .notCanonical(.bech32, offset: words.count, rule: "the padding bits must be zero")
        }
        return bytes
    }
}
