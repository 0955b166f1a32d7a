import Encoding
import TestVectors
import Testing

@Suite("Hex")
struct HexTests {
    @Test("is written in lowercase and read in either case")
    func cases() throws {
        #expect(Hex.encode([0x00, 0x9a, 0xff]) == "009aff")
        #expect(Hex.encode0x([0x00, 0x9a, 0xff]) == "0x009aff")
        #expect(Hex.encode([]) == "")
        #expect(Hex.encode0x([]) == "0x")
        #expect(try Hex.decode("009aFF") == [0x00, 0x9a, 0xff])
        #expect(try Hex.decode0x("0x009aFF") == [0x00, 0x9a, 0xff])
        #expect(try Hex.decode0x("0x") == [])
    }

    @Test("a prefix stands only where it is required")
    func prefix() {
        #expect(throws: EncodingError.unexpectedByte(.hex, offset: 1, expected: "a hexadecimal digit", got: UInt8(ascii: "x"))) {
            try Hex.decode("0x00")
        }
        for text in ["00", "", "0X00", "x00", " 0x00"] {
            #expect(throws: EncodingError.self, "\(text)") { try Hex.decode0x(text) }
        }
    }

    @Test(
        "odd lengths and other characters are refused",
        arguments: ["0", "abc", "0g", "g0", " 00", "00 ", "0\u{0}", "-1", "+1", "é0", "٣٣", "/0", ":0", "@0", "`0"])
    func malformed(text: String) {
        #expect(throws: EncodingError.self) { try Hex.decode(text) }
        #expect(throws: EncodingError.self) { try Hex.decode0x("0x" + text) }
    }

    @Test("bytes survive the way there and back")
    func roundTrip() throws {
        var random = SeededGenerator()
        for count in 0..<200 {
            let bytes = random.bytes(count)
            #expect(try Hex.decode(Hex.encode(bytes)) == bytes)
            #expect(try Hex.decode(Hex.encode(bytes).uppercased()) == bytes)
            #expect(try Hex.decode0x(Hex.encode0x(bytes)) == bytes)
        }
    }
}
