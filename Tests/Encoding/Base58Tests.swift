import Encoding
import TestVectors
import Testing

@Suite("Base58")
struct Base58Tests {
    @Test("passes the third-party vectors", .enabled(if: VectorSet("base58_bech32").isPresent))
    func vectors() throws {
        for vector in try VectorSet("base58_bech32").node("base58.json").array(max: 100_000) {
            let text = try vector["string"].string()
            guard try vector["valid"].bool() else {
                #expect(throws: EncodingError.self, "\(text)") { try Base58.decode(text, maxBytes: 2_000) }
                continue
            }
            let bytes = try vector["hex"].hexBytes()
            #expect(Base58.encode(bytes) == text)
            #expect(try Base58.decode(text, maxBytes: bytes.count) == bytes)
        }
    }

    @Test("every leading zero byte is one 1")
    func leadingZeroes() throws {
        #expect(Base58.encode([0, 0, 0]) == "111")
        #expect(Base58.encode([0, 0, 57]) == "11z")
        #expect(try Base58.decode("11z", maxBytes: 3) == [0, 0, 57])
        #expect(Base58.encode([]) == "")
        #expect(try Base58.decode("", maxBytes: 0) == [])
    }

    @Test("characters outside the alphabet are refused", arguments: ["0", "O", "I", "l", " ", "a ", "é", "+", "\u{0}"])
    func stranger(text: String) {
        #expect(throws: EncodingError.self) { try Base58.decode(text, maxBytes: 100) }
    }

    @Test("a text is refused as too long, however long it is, exactly when its value is")
    func ceiling() throws {
        var random = SeededGenerator()
        for count in 1..<80 {
            for bytes in [random.bytes(count), Bytes(repeating: 0xff, count: count), Bytes(repeating: 0, count: count)] {
                let text = Base58.encode(bytes)
                #expect(try Base58.decode(text, maxBytes: count) == bytes)
                #expect(throws: EncodingError.self) { try Base58.decode(text, maxBytes: count - 1) }
            }
        }
        for maximum in [32, .max, -1] {
            #expect(throws: EncodingError.self) { try Base58.decode(String(repeating: "z", count: 10_000_000), maxBytes: maximum) }
        }
    }

    @Test("what decodes is spelt in one way")
    func canonical() throws {
        var random = SeededGenerator()
        let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
        for _ in 0..<2_000 {
            let text = String((0..<Int.random(in: 0...50, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "1" })
            #expect(Base58.encode(try Base58.decode(text, maxBytes: 60)) == text)
        }
    }
}
