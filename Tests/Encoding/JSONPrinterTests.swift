import Encoding
import Foundation
import TestVectors
import Testing

@Suite("JSON printer")
struct JSONPrinterTests {
    @Test("prints compactly, members in their order")
    func compact() {
        let value: JSON = ["z": 1, "a": [true, false, .null, "x\"\\\n\r\t\u{1}\u{7f}é/🚢"], "e": [:], "l": []]
        #expect(value.printed() == "{\"z\":1,\"a\":[true,false,null,\"x\\\"\\\\\\n\\r\\t\\u0001\u{7f}é/🚢\"],\"e\":{},\"l\":[]}")
    }

    @Test("prints for people with two spaces a level")
    func pretty() {
        let value: JSON = ["a": [1, ["b": 2]], "e": [:], "l": []]
        #expect(
            value.printed(pretty: true) == """
                {
                  "a": [
                    1,
                    {
                      "b": 2
                    }
                  ],
                  "e": {},
                  "l": []
                }
                """)
    }

    @Test("is built from literals and whole numbers of any type")
    func building() {
        #expect(JSON.integer(UInt64.max) == .number("18446744073709551615"))
        #expect(JSON.integer(Int128.min).printed() == "-170141183460469231731687303715884105728")
        let name = "x"
        #expect(("\(name)y" as JSON) == .string("xy"))
        #expect(JSON.string("a").stringValue == "a")
        #expect(JSON.bool(true).boolValue == true)
        #expect(JSON.null.objectValue == nil)
    }

    @Test("what is printed parses to the same value, and to what Foundation reads")
    func roundTrip() throws {
        var random = SeededGenerator()
        for _ in 0..<500 {
            let value = JSON.random(depth: 4, using: &random)
            for pretty in [false, true] {
                let text = value.printed(pretty: pretty)
                #expect(try JSON.parse(text) == value)
                #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed) }
            }
        }
    }

    @Test("whatever we accept of a damaged text prints and parses to the same value, and Foundation accepts it too")
    func damaged() throws {
        var random = SeededGenerator()
        let interesting = Bytes("{}[]\",:\\/u0123456789abcdefDE+-. \t\ntrufalsn\u{0}\u{7f}".utf8) + [0x80, 0xc3, 0xed, 0xff]
        var accepted = 0
        for _ in 0..<6_000 {
            var text = Bytes(JSON.random(depth: 3, using: &random).printed().utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) where !text.isEmpty {
                let position = Int.random(in: text.indices, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: text[position] = interesting.randomElement(using: &random) ?? 0
                case 1: text.insert(interesting.randomElement(using: &random) ?? 0, at: position)
                default: text.remove(at: position)
                }
            }
            guard let value = try? JSON.parse(text) else { continue }
            accepted += 1
            #expect(try JSON.parse(value.printed()) == value)
            #expect(Self.foundationAccepts(text), "\(String(decoding: text, as: UTF8.self))")
        }
        #expect(accepted > 150)
    }
}

extension JSONPrinterTests {
    /// Numbers that follow the grammar but pass the range of a Double are the one thing that Foundation refuses and we keep.
    private static func foundationAccepts(_ text: Bytes) -> Bool {
        do {
            _ = try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
            return true
        } catch {
            return "\(error)".contains("is not representable")
        }
    }
}

@Suite("JSON object")
struct JSONObjectTests {
    @Test("finds, replaces and removes members like a list searched from the front")
    func members() {
        var random = SeededGenerator()
        var object = JSONObject()
        var reference: [(key: String, value: JSON)] = []
        for step in 0..<3_000 {
            let key = "k\(Int.random(in: 0..<30, using: &random))"
            let position = reference.firstIndex { $0.key == key }
            #expect(object[key] == position.map { reference[$0].value })
            if Bool.random(using: &random) {
                object[key] = .integer(step)
                if let position { reference[position].value = .integer(step) } else { reference.append((key, .integer(step))) }
            } else {
                object[key] = nil
                if let position { reference.remove(at: position) }
            }
            #expect(object.keys == reference.map(\.key))
            #expect(object.members.map(\.value) == reference.map(\.value))
        }
    }

    @Test("is equal only in the same order")
    func equality() {
        #expect((["a": 1, "b": 2] as JSON) == ["a": 1, "b": 2])
        #expect((["a": 1, "b": 2] as JSON) != ["b": 2, "a": 1])
    }
}

extension JSON {
    fileprivate static func random(depth: Int, using random: inout SeededGenerator) -> JSON {
        switch Int.random(in: depth > 0 ? 0...7 : 2...7, using: &random) {
        case 0: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in .random(depth: depth - 1, using: &random) })
        case 1: .object(randomObject(depth: depth, using: &random))
        case 2: .null
        case 3: .bool(Bool.random(using: &random))
        case 4: .number(["0", "-1", "12.50", "1e9", "-0.5E-7", "18446744073709551615"].randomElement(using: &random) ?? "0")
        default: .string(text(using: &random))
        }
    }

    private static func randomObject(depth: Int, using random: inout SeededGenerator) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<Int.random(in: 0...16, using: &random) { object[text(using: &random)] = .random(depth: depth - 1, using: &random) }
        return object
    }

    private static func text(using random: inout SeededGenerator) -> String {
        let characters: [Character] = [
            "a", "b", "\"", "\\", "/", "\n", "\u{0}", "\u{1f}", "\u{7f}", "é", "日", "🚢", "\u{ffff}", "\u{10ffff}", " ",
        ]
        return String((0..<Int.random(in: 0...6, using: &random)).map { _ in characters.randomElement(using: &random) ?? "a" })
    }
}
