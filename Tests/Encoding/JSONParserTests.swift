import Encoding
import Testing

@Suite("JSON parser")
struct JSONParserTests {
    @Test("reads every kind of value")
    func kinds() throws {
        let value = try JSON.parse(" { \"a\" : [ null , true , false , -0.5e+10 , \"x\" , { } , [ ] ] } \n")
        #expect(value == ["a": .array([.null, true, false, .number("-0.5e+10"), "x", [:], []])])
        #expect(value["a"]?[4] == "x")
        #expect(value["b"] == nil)
        #expect(value["a"]?[7] == nil)
        #expect(value["a"]?[0]?["x"] == nil)
    }

    @Test(
        "numbers keep their text, however large",
        arguments: ["0", "-0", "1", "10", "0.10", "1e5", "1E-5", "123456789012345678901234567890", "1.0000000000000000000000001"])
    func numbers(text: String) throws {
        #expect(try JSON.parse(text) == .number(text))
    }

    @Test(
        "numbers outside the grammar are refused",
        arguments: [
            "01", "-01", "00", "+1", ".5", "1.", "1.e5", "1e", "1e+", "-", "--1", "0x10", "1_000", "NaN", "Infinity", "-Infinity", "1,0",
            "٣",
        ])
    func malformedNumbers(text: String) {
        #expect(throws: EncodingError.self) { try JSON.parse(text) }
        #expect(throws: EncodingError.self) { try JSON.parse("[\(text)]x") }
    }

    @Test("a number longer than the limit is refused")
    func hugeNumbers() throws {
        #expect(throws: EncodingError.tooLong(.json, maximum: 128, got: 129)) { try JSON.parse(String(repeating: "1", count: 129)) }
        #expect(throws: EncodingError.self) { try JSON.parse("1e" + String(repeating: "9", count: 1_000_000)) }
        #expect(try JSON.parse(String(repeating: "1", count: 128)) == .number(String(repeating: "1", count: 128)))
    }

    @Test("escapes are read")
    func escapes() throws {
        #expect(try JSON.parse(#""\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\udEA2""#) == .string("\"\\/\u{8}\u{c}\n\r\tAé€🚢"))
        #expect(try JSON.parse(#""a\u0000b""#) == .string("a\u{0}b"))
        #expect(try JSON.parse(#""é日🚢\n""#) == .string("é日🚢\n"))
    }

    @Test(
        "half of a surrogate pair is refused",
        arguments: [
            #""\ud800""#, #""\udc00""#, #""\ud800x""#, #""\ud800\n""#, #""\ud800\ud800""#, #""\ud800\u0041""#, #""\udc00\ud800""#,
            #""\ud83d \udea2""#, #""\ud800\"#, #""\ud800\u"#,
        ])
    func loneSurrogates(text: String) {
        #expect(throws: EncodingError.self) { try JSON.parse(text) }
    }

    @Test("a long string of escapes takes time in proportion to its length", .timeLimit(.minutes(1)))
    func manyEscapes() throws {
        let text = "\"" + String(repeating: "\\n", count: 300_000) + "\""
        #expect(try JSON.parse(text) == .string(String(repeating: "\n", count: 300_000)))
    }

    @Test(
        "malformed strings are refused",
        arguments: [
            #"""#, #""a"#, #""\"#, #""\x""#, #""\u12""#, #""\u12g4""#, #""\U0041""#, "\"a\nb\"", "\"\u{0}\"", "\"\u{1f}\"", "'a'",
            "\u{201c}a\u{201d}",
        ])
    func malformedStrings(text: String) {
        #expect(throws: EncodingError.self) { try JSON.parse(text) }
    }

    @Test("text that is not UTF-8 is refused, with or without escapes beside it")
    func invalidUTF8() {
        for wrong: Bytes in [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82]] {
            for escape in ["", "\\n"] {
                let text = Bytes("[\"\(escape)".utf8) + wrong + Bytes("\"]".utf8)
                #expect(throws: EncodingError.notUTF8(.json, offset: 1)) { try JSON.parse(text) }
            }
            #expect(throws: EncodingError.self) { try JSON.parse(Bytes("{\"".utf8) + wrong + Bytes("\":1}".utf8)) }
        }
        #expect(throws: EncodingError.self) { try JSON.parse([0xef, 0xbb, 0xbf] + Bytes("{}".utf8)) }
        #expect(throws: EncodingError.self) { try JSON.parse(Bytes("[1]".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })) }
    }

    @Test("the same member twice is refused, however it is spelt")
    func duplicateKeys() {
        #expect(throws: EncodingError.duplicateKey(offset: 7, key: "a")) { try JSON.parse(#"{"a":1,"a":1}"#) }
        #expect(throws: EncodingError.duplicateKey(offset: 7, key: "a")) { try JSON.parse(#"{"a":1,"\u0061":2}"#) }
        #expect(throws: EncodingError.self) { try JSON.parse(#"[{"x":{"":1,"":2}}]"#) }
        // Two spellings of one letter read the same to people.
        #expect(throws: EncodingError.self) { try JSON.parse("{\"\u{e9}\":1,\"e\u{301}\":2}") }
        let many = (0..<40).map { "\"k\($0)\":\($0)" }
        #expect(throws: EncodingError.self) { try JSON.parse("{\((many + ["\"k39\":0"]).joined(separator: ","))}") }
        #expect(throws: EncodingError.self) { try JSON.parse("{\((many + ["\"k3\":0"]).joined(separator: ","))}") }
    }

    @Test("nesting and size are bounded")
    func bounds() throws {
        let limits = JSONLimits(maximumBytes: 20, maximumDepth: 3)
        #expect(try JSON.parse(Bytes("[[[]]]".utf8), limits: limits) == [[[]]])
        #expect(throws: EncodingError.tooDeep(.json, offset: 3, maximum: 3)) { try JSON.parse(Bytes("[[[[]]]]".utf8), limits: limits) }
        #expect(throws: EncodingError.tooDeep(.json, offset: 15, maximum: 3)) {
            try JSON.parse(Bytes(#"{"a":{"a":{"a":{}}}}"#.utf8), limits: limits)
        }
        #expect(throws: EncodingError.tooLong(.json, maximum: 20, got: 21)) {
            try JSON.parse(Bytes(repeating: 0x20, count: 21), limits: limits)
        }
        #expect(throws: EncodingError.self) { try JSON.parse(String(repeating: "[", count: 1_000_000)) }
        #expect(throws: EncodingError.self) { try JSON.parse(String(repeating: "{\"a\":", count: 1_000_000)) }
    }

    @Test(
        "texts outside the grammar are refused",
        arguments: [
            "", " ", "nul", "nulll", "True", "tru", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "}", "{\"a\"", "{\"a\":",
            "{\"a\":1", "{\"a\":1,", "{\"a\":1,}",
            "{,}", "{a:1}", "{\"a\" 1}", "{1:1}", "{\"a\":1 \"b\":2}", "1 2", "[]]", "{}{}", "// c\n1", "/**/1", "[1]\u{0}", "\u{a0}1",
            "\u{b}1", "[1]\u{feff}",
        ])
    func malformed(text: String) {
        #expect(throws: EncodingError.self) { try JSON.parse(text) }
    }

    @Test("every truncation of an object is refused")
    func truncations() {
        let text = Bytes(#"{"a":[1,-2.5e3,"\u00e9\ud83d\udea2",true,false,null,{"b":{}}],"c":"d"}"#.utf8)
        #expect(throws: Never.self) { try JSON.parse(text) }
        for length in text.indices {
            #expect(throws: EncodingError.self) { try JSON.parse(Bytes(text.prefix(length))) }
        }
    }
}
