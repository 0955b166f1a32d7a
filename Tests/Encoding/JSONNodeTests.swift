import Encoding
import Testing

@Suite("JSON node")
struct JSONNodeTests {
    private func node(_ text: String) throws -> JSONNode {
        JSONNode(try JSON.parse(text))
    }

    @Test("an error names the path, what was expected and what was there")
    func path() throws {
        let root = try node(#"{"sets":[{},{},{"threshold":"three"}]}"#)
        let threshold = try root["sets"].array(max: 10)[2]["threshold"]
        #expect("\(threshold.path)" == "$.sets[2].threshold")
        let expected = EncodingError.unexpectedValue(
            .json, path: "$.sets[2].threshold", expected: "a whole number from 0 to 18446744073709551615", got: "the string \"three\"")
        #expect(throws: expected) { try threshold.uint64() }
        #expect("\(expected)" == "$.sets[2].threshold: expected a whole number from 0 to 18446744073709551615, got the string \"three\"")
    }

    @Test("a missing member is an error, an optional one nil, and null a value unless the caller says otherwise")
    func members() throws {
        let root = try node(#"{"a":null,"b":1}"#)
        #expect(throws: EncodingError.unexpectedValue(.json, path: "$.c", expected: "a value", got: "nothing")) { try root["c"] }
        #expect(try root.optional("c") == nil)
        #expect(try root.optional("a")?.isNull == true)
        #expect(try root.optionalOrNull("a") == nil)
        #expect(try root.optionalOrNull("c") == nil)
        #expect(try root.optionalOrNull("b")?.uint64() == 1)
        #expect(throws: EncodingError.self) { try root["b"]["x"] }
        #expect(throws: EncodingError.self) { try root["b"].optional("x") }
    }

    @Test("unknown members are refused where the format is ours")
    func unknownMembers() throws {
        let root = try node(#"{"a":1,"tpyo":2}"#)
        #expect(
            throws: EncodingError.unexpectedValue(.json, path: "$.tpyo", expected: "one of the members a, typo", got: "an unknown member")
        ) {
            try root.object(allowing: ["a", "typo"])
        }
        #expect(try root.object(allowing: ["a", "tpyo"]).keys == ["a", "tpyo"])
        #expect(throws: EncodingError.self) { try node("[]").object(allowing: []) }
    }

    @Test("whole numbers are plain digits within the range")
    func integers() throws {
        #expect(try node("18446744073709551615").uint64() == .max)
        #expect(try node("-9223372036854775808").int64() == .min)
        #expect(try node("7").integer(in: 1...7) == 7)
        for text in ["18446744073709551616", "-1", "1.0", "1e3", "\"1\"", "true", "null", "-0"] {
            #expect(throws: EncodingError.self, "\(text)") { try node(text).uint64() }
        }
        for text in ["9223372036854775808", "1.5", "-0"] {
            #expect(throws: EncodingError.self, "\(text)") { try node(text).int64() }
        }
        #expect(throws: EncodingError.self) { try node("8").integer(in: 1...7) }
    }

    @Test("decimal strings have one spelling")
    func decimals() throws {
        for text in ["0", "-1", "12.5", "0.10", "-0.5", "115792089237316195423570985008687907853269984665640564039457584007913129639935"] {
            #expect(try node("\"\(text)\"").decimalString() == text)
        }
        for text in ["", "-", ".", "1.", ".5", "01", "-01", "-0", "-0.0", "+1", "1e5", "1,5", " 1", "1.2.3", "0x1", "٣"] {
            #expect(throws: EncodingError.self, "\(text)") { try node("\"\(text)\"").decimalString() }
        }
        #expect(throws: EncodingError.self) { try node("5").decimalString() }
    }

    @Test("bytes come as hexadecimal or base 64, and errors keep the reason")
    func bytes() throws {
        #expect(try node("\"00fF\"").hexBytes() == [0, 255])
        #expect(try node("\"0x00fF\"").hex0xBytes() == [0, 255])
        #expect(try node("\"AP8=\"").base64Bytes() == [0, 255])
        #expect(try node("\"\(String(repeating: "ab", count: 32))\"").digest().bytes == Bytes(repeating: 0xab, count: 32))
        #expect(throws: EncodingError.self) { try node("\"0x00\"").hexBytes() }
        #expect(throws: EncodingError.self) { try node("\"00\"").hex0xBytes() }
        #expect(throws: EncodingError.self) { try node("\"AP8\"").base64Bytes() }
        #expect(throws: EncodingError.self) { try node("\"00\"").digest() }
        let error = #expect(throws: EncodingError.self) { try node("{\"k\":\"0g\"}")["k"].hexBytes() }
        #expect("\(error.map { "\($0)" } ?? "")".contains("$.k: expected hexadecimal digits in pairs, without 0x"))
        #expect("\(error.map { "\($0)" } ?? "")".contains("'g'"))
    }

    @Test("arrays and strings are bounded by the caller")
    func bounds() throws {
        #expect(try node("[1,2]").array(max: 2).count == 2)
        #expect(throws: EncodingError.unexpectedValue(.json, path: "$", expected: "an array of at most 1", got: "an array of 2")) {
            try node("[1,2]").array(max: 1)
        }
        #expect(try node("\"é\"").string(max: 2) == "é")
        #expect(throws: EncodingError.self) { try node("\"é\"").string(max: 1) }
        #expect(throws: EncodingError.self) { try node("1").bool() }
        #expect(try node("true").bool())
    }

    @Test("a hostile string or key cannot fill a log line")
    func boundedMessages() throws {
        let long = String(repeating: "x", count: 100_000)
        let error = #expect(throws: EncodingError.self) { try node("{\"\(long)\":\"\(long)\"}")[long].uint64() }
        #expect("\(error.map { "\($0)" } ?? "")".utf8.count < 500)
    }

    @Test("a hostile string cannot forge a log line or turn its direction")
    func forgedMessages() throws {
        let error = #expect(throws: EncodingError.self) { try node(#"{"a\nb":"x\r\n\u001b[31m\u202e\u2028é"}"#)["a\nb"].uint64() }
        #expect("\(error.map { "\($0)" } ?? "")".hasSuffix(#"got the string "x\r\n\u{1B}[31m\u{202E}\u{2028}é""#))
        #expect("\(error.map { "\($0)" } ?? "")".hasPrefix(#"$.a\nb: "#))
    }
}

@Suite("EncodingError")
struct EncodingErrorTests {
    @Test("says what is wrong, and has a short name for metric labels")
    func texts() {
        let errors: [EncodingError] = [
            .truncated(.rlp, offset: 1, expected: 2, got: 3), .trailing(.json, offset: 1, got: 2),
            .wrongLength(.digest, expected: 1, got: 2),
            .tooLong(.base58, maximum: 1, got: 2), .unexpectedByte(.hex, offset: 1, expected: "a digit", got: 0),
            .notCanonical(.base64, offset: 1, rule: "rule"),
            .checksumMismatch(.bech32), .tooDeep(.json, offset: 1, maximum: 2), .notUTF8(.binary, offset: 1),
            .duplicateKey(offset: 1, key: "k"),
            .unexpectedValue(.json, path: "$", expected: "a", got: "b"),
        ]
        #expect(Set(errors.map(\.shortDescription)).count == errors.count)
        for error in errors {
            #expect(error.shortDescription.utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0 >= 0x30 && $0 <= 0x7a })
            #expect(!"\(error)".contains("EncodingError"))
        }
        #expect(
            "\(EncodingError.unexpectedByte(.hex, offset: 3, expected: "a hexadecimal digit", got: 0x0a))"
                == "hex: expected a hexadecimal digit at byte 3, got byte 0x0a")
    }
}
