import Encoding
import TestVectors
import Testing

@Suite("RLP vectors", .enabled(if: VectorSet("rlp").isPresent))
struct RLPVectorTests {
    private let vectors = VectorSet("rlp")

    @Test("every file of the set is of a kind that is read here")
    func kinds() throws {
        #expect(!vectors.files().isEmpty)
        for file in vectors.files() {
            let node = try vectors.node(file)
            #expect(node.value.arrayValue != nil || node.value.objectValue != nil, "\(file)")
        }
    }

    @Test("valid items encode to the given bytes and decode from them; invalid bytes are refused")
    func allFiles() throws {
        var valid = 0
        var invalid = 0
        for file in vectors.files() {
            for (name, vector) in try entries(of: vectors.node(file)) {
                let bytes = try Self.bytes(vector.optional("out") ?? vector["encoded"])
                if let input = try vector.optional("in"), ["INVALID", "VALID"].contains(input.value.stringValue) {
                    // The random sets say only whether the bytes are valid.
                    if input.value.stringValue == "VALID" {
                        #expect(RLP.encode(try RLP.decode(bytes)) == bytes)
                    } else {
                        #expect(throws: EncodingError.self, "\(file) \(name)") { try RLP.decode(bytes) }
                    }
                    invalid += 1
                    continue
                }
                let item = try vector.optional("in").map { try Self.readable($0.value) } ?? Self.hexadecimal(vector["decoded"].value)
                #expect(RLP.encode(item) == bytes, "\(file) \(name)")
                #expect(try RLP.decode(bytes) == item, "\(file) \(name)")
                valid += 1
            }
        }
        #expect(valid > 0 && invalid > 0)
    }

    private func entries(of file: JSONNode) throws -> [(String, JSONNode)] {
        guard file.value.objectValue == nil else {
            return try file.object().keys.map { ($0, try file[$0]) }
        }
        return try file.array(max: 100_000).map { (try $0["name"].string(), $0) }
    }

    /// Some of the invalid entries come without 0x.
    private static func bytes(_ node: JSONNode) throws -> Bytes {
        let text = try node.string()
        return try text.hasPrefix("0x") ? Hex.decode0x(text) : Hex.decode(text)
    }

    /// ethereum/tests: text, numbers, `#` before decimal numbers of any size, nested lists.
    private static func readable(_ value: JSON) throws -> RLPItem {
        switch value {
        case .string(let text) where text.hasPrefix("#"): .integer(bigEndian: bigEndian(decimal: String(text.dropFirst())))
        case .string(let text): .bytes(Bytes(text.utf8))
        case .number(let text): .integer(bigEndian: bigEndian(decimal: text))
        case .array(let elements): .list(try elements.map(readable))
        default: throw JSONNode(value).unexpected("an RLP item")
        }
    }

    /// ethers: hexadecimal strings and nested lists.
    private static func hexadecimal(_ value: JSON) throws -> RLPItem {
        switch value {
        case .string(let text): .bytes(try Hex.decode0x(text))
        case .array(let elements): .list(try elements.map(hexadecimal))
        default: throw JSONNode(value).unexpected("an RLP item")
        }
    }

    /// Schoolbook conversion, so that this test stands on nothing but the digits.
    private static func bigEndian(decimal: String) -> Bytes {
        var result = Bytes()
        for digit in decimal.utf8 {
            var carry = Int(digit) - 48
            for index in result.indices.reversed() {
                carry += Int(result[index]) * 10
                result[index] = UInt8(carry & 255)
                carry >>= 8
            }
            if carry > 0 { result.insert(UInt8(carry), at: 0) }
        }
        return result
    }
}
