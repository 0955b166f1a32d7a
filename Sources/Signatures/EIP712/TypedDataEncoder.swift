import Encoding

/// Turns values into the words that are hashed. Source: EIP-712, "Definition of encodeData".
struct TypedDataEncoder {
    static let maximumDepth = 32
    static let maximumValues = 100_000

    let schema: TypedDataSchema
    let absent: TypedData.AbsentValues
    private var valueCount = 0

    init(_ schema: TypedDataSchema, absent: TypedData.AbsentValues) {
        (self.schema, self.absent) = (schema, absent)
    }

    /// The type's hash and a word for each member.
    mutating func encodeStructure(_ name: String, _ node: JSONNode, depth: Int = 0) throws(EIP712Error) -> Bytes {
        guard depth < Self.maximumDepth else { throw .tooDeep(path: "\(node.path)", maximum: Self.maximumDepth) }
        guard let members = schema[name], let typeHash = schema.typeHash(name) else { throw .unknownType(name) }
        let object: JSONObject
        do { object = try node.object() } catch { throw .wrongValue(error) }
        for key in object.keys where !members.contains(where: { $0.name == key }) {
            throw .undeclaredMember(path: "\(JSONPath.member(node.path, key))")
        }
        var encoded = typeHash.bytes
        for member in members {
            let path = JSONPath.member(node.path, member.name)
            encoded += try word(of: object[member.name].map { JSONNode($0, path: path) }, at: path, member.type, depth: depth + 1)
        }
        return encoded
    }

    /// The word of a value that may be absent.
    private mutating func word(
        of value: JSONNode?, at path: JSONPath, _ type: TypedDataType, depth: Int
    ) throws(EIP712Error) -> Bytes {
        if let value, !value.isNull { return try word(of: value, type, depth: depth) }
        switch (absent, type, value) {
        case (.metaMaskV4, .structure, _): return Digest.zero.bytes
        case (.metaMaskV4, .string, .some), (.metaMaskV4, .bytes, .some): return Keccak256.hash(Bytes()).bytes
        default: throw .missingValue(path: "\(path)", type: "\(type)")
        }
    }

    private mutating func word(of value: JSONNode, _ type: TypedDataType, depth: Int) throws(EIP712Error) -> Bytes {
        valueCount += 1
        guard valueCount <= Self.maximumValues else { throw .tooManyValues(maximum: Self.maximumValues) }
        switch type {
        case .structure(let name): return Keccak256.hash(try encodeStructure(name, value, depth: depth)).bytes
        case .array(let element, let count): return try arrayWord(value, of: element, count: count, depth: depth)
        case .integer(let bits, let isSigned): return try integerWord(value, bits: bits, isSigned: isSigned)
        case .fixedBytes(let count):
            let bytes = try read(value) { node throws(EncodingError) in try node.hex0xBytes() }
            guard bytes.count == count else { throw .wrongByteCount(path: "\(value.path)", expected: count, got: bytes.count) }
            return bytes + Bytes(repeating: 0, count: 32 - count)
        case .bytes: return Keccak256.hash(try read(value) { node throws(EncodingError) in try node.hex0xBytes() }).bytes
        case .string: return Keccak256.hash(Bytes(try read(value) { node throws(EncodingError) in try node.string() }.utf8)).bytes
        case .bool:
            let isTrue = try read(value) { node throws(EncodingError) in try node.bool() }
            return Bytes(repeating: 0, count: 31) + [isTrue ? 1 : 0]
        case .address:
            let bytes = try read(value) { node throws(EncodingError) in try node.hex0xBytes() }
            guard bytes.count == EthereumAddress.byteCount else {
                throw .wrongByteCount(path: "\(value.path)", expected: EthereumAddress.byteCount, got: bytes.count)
            }
            return Bytes(repeating: 0, count: 12) + bytes
        }
    }

    private mutating func arrayWord(
        _ value: JSONNode, of element: TypedDataType, count: Int?, depth: Int
    ) throws(EIP712Error) -> Bytes {
        guard depth < Self.maximumDepth else { throw .tooDeep(path: "\(value.path)", maximum: Self.maximumDepth) }
        let elements = try read(value) { node throws(EncodingError) in try node.array(max: Self.maximumValues) }
        if let count, count != elements.count {
            throw .wrongElementCount(path: "\(value.path)", expected: count, got: elements.count)
        }
        var words = Bytes()
        for item in elements { words += try word(of: item, at: item.path, element, depth: depth + 1) }
        return Keccak256.hash(words).bytes
    }

    private func integerWord(_ value: JSONNode, bits: Int, isSigned: Bool) throws(EIP712Error) -> Bytes {
        let text: String
        switch value.value {
        case .number(let number): text = number
        case .string(let string): text = string
        default: throw .wrongValue(value.unexpected("a whole number"))
        }
        let type = "\(TypedDataType.integer(bits: bits, isSigned: isSigned))"
        guard let number = TypedDataInteger(text) else { throw .wrongValue(value.unexpected("a whole number")) }
        guard let word = number.word(bits: bits, isSigned: isSigned) else {
            throw .integerOutOfRange(path: "\(value.path)", type: type, got: text)
        }
        return word
    }

    private func read<Value>(
        _ node: JSONNode, _ body: (JSONNode) throws(EncodingError) -> Value
    ) throws(EIP712Error) -> Value {
        do { return try body(node) } catch { throw .wrongValue(error) }
    }
}
