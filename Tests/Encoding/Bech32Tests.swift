import Encoding
import TestVectors
import Testing

@Suite("Bech32")
struct Bech32Tests {
    @Test("passes the third-party vectors", .enabled(if: VectorSet("base58_bech32").isPresent))
    func vectors() throws {
        for vector in try VectorSet("base58_bech32").node("bech32.json").array(max: 100_000) {
            let text = try vector["string"].string()
            guard try vector["valid"].bool() else {
                #expect(throws: EncodingError.self, "\(text)") { try Bech32.decodeWords(text) }
                continue
            }
            let prefix = try vector["prefix"].string()
            let (decodedPrefix, words) = try Bech32.decodeWords(text)
            #expect(decodedPrefix == prefix)
            #expect(words.count == Int(try vector["words"].uint64()))
            #expect(try Bech32.encode(prefix: prefix, words: words) == text.lowercased())
            // Words whose padding is not canonical exist as words only.
            if let decoded = try? Bech32.decode(text) {
                #expect(decoded.bytes == (try vector["hex"].hexBytes()))
                #expect(try Bech32.encode(prefix: prefix, bytes: decoded.bytes) == text.lowercased())
            }
        }
    }

    @Test("bytes survive the way there and back")
    func roundTrip() throws {
        var random = SeededGenerator()
        for count in 0...48 {
            let bytes = random.bytes(count)
            let text = try Bech32.encode(prefix: "cosmos", bytes: bytes)
            let decoded = try Bech32.decode(text)
            #expect(decoded.prefix == "cosmos")
            #expect(decoded.bytes == bytes)
            #expect(try Bech32.decode(text.uppercased()).bytes == bytes)
        }
    }

    @Test("every change of one character, and every truncation, is refused")
    func oneChange() throws {
        var random = SeededGenerator()
        let text = try Bech32.encode(prefix: "cosmos", bytes: random.bytes(20))
        let characters = Bytes(text.utf8)
        for position in characters.indices {
            for replacement in "qpzry9x8gf2tvdw0s3jn54khce6mua7lbA1 ".utf8 where replacement != characters[position] {
                var changed = characters
                changed[position] = replacement
                #expect(throws: EncodingError.self) { try Bech32.decode(String(decoding: changed, as: UTF8.self)) }
            }
            #expect(throws: EncodingError.self) { try Bech32.decode(String(text.prefix(position))) }
        }
    }

    @Test("padding that is not zero, or a whole word long, is refused")
    func padding() throws {
        #expect(try Bech32.decode(Bech32.encode(prefix: "a", words: [0, 4])).bytes == [1])
        let dirty = try Bech32.encode(prefix: "a", words: [0, 5])
        #expect(throws: EncodingError.notCanonical(.bech32, offset: 2, rule: "the padding bits must be zero")) { try Bech32.decode(dirty) }
        let long = try Bech32.encode(prefix: "a", words: [0, 4, 0])
        #expect(throws: EncodingError.notCanonical(.bech32, offset: 3, rule: "the padding must be shorter than a word")) {
            try Bech32.decode(long)
        }
    }

    @Test("a text has at most 90 characters, a prefix 1 to 83 printable lowercase ones, a word five bits")
    func limits() {
        #expect(throws: EncodingError.tooLong(.bech32, maximum: 90, got: 91)) {
            try Bech32.encode(prefix: "a", words: Bytes(repeating: 0, count: 83))
        }
        #expect(throws: Never.self) { try Bech32.encode(prefix: "a", words: Bytes(repeating: 0, count: 82)) }
        #expect(throws: Never.self) { try Bech32.encode(prefix: String(repeating: "a", count: 83), words: []) }
        for prefix in ["", "A", "a b", "é", "\u{7f}", String(repeating: "a", count: 84)] {
            #expect(throws: EncodingError.self, "\(prefix)") { try Bech32.encode(prefix: prefix, words: []) }
        }
        #expect(throws: EncodingError.self) { try Bech32.encode(prefix: "a", words: [32]) }
        #expect(throws: EncodingError.self) { try Bech32.encode(prefix: "a", bytes: Bytes(repeating: 0, count: 1_000_000)) }
        #expect(throws: EncodingError.self) { try Bech32.decode(String(repeating: "a", count: 1_000_000)) }
    }

    @Test("bech32m is another encoding and refused")
    func bech32m() {
        // BIP-350 test vectors.
        for text in ["A1LQFN3A", "a1lqfn3a", "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx"] {
            #expect(throws: EncodingError.checksumMismatch(.bech32)) { try Bech32.decodeWords(text) }
        }
    }
}
