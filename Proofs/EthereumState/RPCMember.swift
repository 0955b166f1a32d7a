import Encoding
import Quantities
import Signatures

/// Members of JSON-RPC answers, each read strictly and within its size.
enum RPCMember {
    static func array(_ node: JSONNode, _ member: String, max: Int) throws(EthereumStateError) -> [JSONNode] {
        try reading { () throws(EncodingError) in try node[member].array(max: max) }
    }

    static func array(_ node: JSONNode, max: Int) throws(EthereumStateError) -> [JSONNode] {
        try reading { () throws(EncodingError) in try node.array(max: max) }
    }

    /// Data of any length; the size is looked at before the digits are decoded.
    static func bytes(_ node: JSONNode, max: Int) throws(EthereumStateError) -> Bytes {
        try reading { () throws(EncodingError) in
            guard try node.string().utf8.count <= 2 + 2 * max else { throw node.unexpected("at most \(max) bytes in 0x and digits") }
            return try node.hex0xBytes()
        }
    }

    static func bytes(_ node: JSONNode, _ member: String, max: Int) throws(EthereumStateError) -> Bytes {
        try bytes(try self.member(node, member), max: max)
    }

    static func bytes(_ node: JSONNode, _ member: String, count: Int) throws(EthereumStateError) -> Bytes {
        let bytes = try bytes(node, member, max: count)
        guard bytes.count == count else {
            let member = try self.member(node, member)
            throw .json(member.unexpected("0x and \(2 * count) digits"))
        }
        return bytes
    }

    static func digest(_ node: JSONNode, _ member: String) throws(EthereumStateError) -> Digest {
        let bytes = try bytes(node, member, count: Digest.byteCount)
        return try reading { () throws(EncodingError) in try Digest(bytes) }
    }

    static func digest(_ node: JSONNode) throws(EthereumStateError) -> Digest {
        let bytes = try bytes(node, max: Digest.byteCount)
        return try reading { () throws(EncodingError) in try Digest(bytes) }
    }

    static func address(_ node: JSONNode, _ member: String) throws(EthereumStateError) -> EthereumAddress {
        let bytes = try bytes(node, member, count: EthereumAddress.byteCount)
        do { return try EthereumAddress(bytes: bytes) } catch { throw .address(error) }
    }

    static func uint256(_ node: JSONNode, _ member: String) throws(EthereumStateError) -> UInt256 {
        let text = try text(node, member)
        do { return try UInt256(hexQuantity: text) } catch { throw .quantity(field: member, error) }
    }

    static func uint64(_ node: JSONNode, _ member: String) throws(EthereumStateError) -> UInt64 {
        guard let value = UInt64(exactly: try uint256(node, member)) else {
            throw .quantity(field: member, .overflow(.conversion, type: "UInt64"))
        }
        return value
    }

    /// A quantity, or data of 32 bytes.
    static func slot(_ node: JSONNode, _ member: String) throws(EthereumStateError) -> StorageSlot {
        let text = try text(node, member)
        guard text.utf8.count == 66 else { return StorageSlot(try uint256(node, member)) }
        return StorageSlot(try digest(node, member))
    }

    /// One of the words of an enumeration.
    static func word<Word: RawRepresentable<String> & CaseIterable>(_ node: JSONNode) throws(EthereumStateError) -> Word {
        let text = try reading { () throws(EncodingError) in try node.string(max: 66) }
        guard let word = Word(rawValue: text) else {
            throw .json(node.unexpected("one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))"))
        }
        return word
    }

    /// Refuses members of an object outside these.
    static func allow(_ members: [String], in node: JSONNode) throws(EthereumStateError) {
        try reading { () throws(EncodingError) in _ = try node.object(allowing: members) }
    }

    static func isPresent(_ node: JSONNode, _ member: String) throws(EthereumStateError) -> Bool {
        try reading { () throws(EncodingError) in try node.optionalOrNull(member) != nil }
    }

    static func member(_ node: JSONNode, _ member: String) throws(EthereumStateError) -> JSONNode {
        try reading { () throws(EncodingError) in try node[member] }
    }

    private static func text(_ node: JSONNode, _ member: String) throws(EthereumStateError) -> String {
        try reading { () throws(EncodingError) in try node[member].string(max: 66) }
    }

    private static func reading<Value>(_ body: () throws(EncodingError) -> Value) throws(EthereumStateError) -> Value {
        do { return try body() } catch { throw .json(error) }
    }
}
