import Encoding
import Quantities

/// Members of JSON-RPC answers, each in its one spelling.
enum RPCValue {
    static func uint64(_ node: JSONNode) throws(EVMError) -> UInt64 {
        let text = try reading { () throws(EncodingError) in try node.string(max: 66) }
        let value: UInt256
        do { value = try UInt256(hexQuantity: text) } catch { throw .quantity(error) }
        guard let number = UInt64(exactly: value) else { throw .quantity(.overflow(.conversion, type: "UInt64")) }
        return number
    }

    static func uint64(_ node: JSONNode, _ member: String) throws(EVMError) -> UInt64 {
        try uint64(try reading { () throws(EncodingError) in try node[member] })
    }

    /// A hash, from `0x` and 64 digits.
    static func digest(_ node: JSONNode) throws(EVMError) -> Digest {
        try reading { () throws(EncodingError) in
            guard try node.string().utf8.count == 66 else { throw node.unexpected("0x and 64 digits") }
            return try Digest(try node.hex0xBytes())
        }
    }

    static func digests(_ node: JSONNode, _ member: String, max: Int) throws(EVMError) -> [Digest] {
        var digests: [Digest] = []
        for element in try reading({ () throws(EncodingError) in try node[member].array(max: max) }) {
            digests.append(try digest(element))
        }
        return digests
    }

    static func bytes(_ node: JSONNode, _ member: String, max: Int) throws(EVMError) -> Bytes {
        try reading { () throws(EncodingError) in
            let value = try node[member]
            guard try value.string().utf8.count <= 2 + 2 * max else { throw value.unexpected("at most \(max) bytes") }
            return try value.hex0xBytes()
        }
    }

    /// A member that must say what was asked for. Digits of either case are one value; nodes differ in that.
    static func expect(_ node: JSONNode, _ member: String, _ expected: String) throws(EVMError) {
        let text = try reading { () throws(EncodingError) in try node[member].string(max: 80) }
        guard text.lowercased() == expected else { throw .wrongMember(member, expected: expected, got: text) }
    }
}
