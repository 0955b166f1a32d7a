/// What the parser spends at most on one text. The values take up to some 15 times the memory of their text (`[0,0,0]`).
public struct JSONLimits: Sendable {
    public var maximumBytes: Int
    /// How deep arrays and objects may be nested; the outermost is level 1.
    public var maximumDepth: Int
    public var maximumNumberLength: Int

    public init(maximumBytes: Int, maximumDepth: Int = 64, maximumNumberLength: Int = 128) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
        self.maximumNumberLength = maximumNumberLength
    }

    /// 64 MiB, 64 levels, numbers of 128 characters.
    public static let standard = JSONLimits(maximumBytes: 64 << 20)
}

extension JSON {
    /// Reads one JSON text (RFC 8259), strictly.
    ///
    /// Refused besides what the grammar refuses: the same member twice, text that is not UTF-8, a byte order mark, half of a
    /// surrogate pair, anything but white space after the value, and whatever exceeds `limits`.
    public static func parse(_ bytes: Bytes, limits: JSONLimits = .standard) throws(EncodingError) -> JSON {
        guard bytes.count <= limits.maximumBytes else {
            throw .tooLong(.json, maximum: limits.maximumBytes, got: bytes.count)
        }
        var parser = JSONParser(bytes: bytes, limits: limits)
        let value = try parser.value(depth: 0)
        try parser.end()
        return value
    }

    /// Reads one JSON text, strictly; as `parse(_: Bytes)`.
    public static func parse(_ text: String, limits: JSONLimits = .standard) throws(EncodingError) -> JSON {
        try parse(Bytes(text.utf8), limits: limits)
    }
}

struct JSONParser {
    let bytes: Bytes
    let limits: JSONLimits
    var offset = 0

    init(bytes: Bytes, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func value(depth: Int) throws(EncodingError) -> JSON {
        skipWhiteSpace()
        switch try current("a value") {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case let other: throw .unexpectedByte(.json, offset: offset, expected: "a value", got: other)
        }
    }

    /// - Throws: `EncodingError.trailing` when more than white space is left.
    mutating func end() throws(EncodingError) {
        skipWhiteSpace()
        if offset < bytes.count { throw .trailing(.json, offset: offset, got: bytes.count - offset) }
    }

    private mutating func object(depth: Int) throws(EncodingError) -> JSON {
        try enter(depth)
        var object = JSONObject()
        guard try !skip(UInt8(ascii: "}")) else { return .object(object) }
        repeat {
            skipWhiteSpace()
            let start = offset
            let key = try string()
            try expect(UInt8(ascii: ":"), "a colon")
            guard object.appendUnique(key, try value(depth: depth)) else {
                throw .duplicateKey(offset: start, key: key)
            }
        } while try continues(until: UInt8(ascii: "}"), "a comma or a closing brace")
        return .object(object)
    }

    private mutating func array(depth: Int) throws(EncodingError) -> JSON {
        try enter(depth)
        var elements: [JSON] = []
        guard try !skip(UInt8(ascii: "]")) else { return .array(elements) }
        repeat {
            elements.append(try value(depth: depth))
        } while try continues(until: UInt8(ascii: "]"), "a comma or a closing bracket")
        return .array(elements)
    }

    private mutating func literal(_ text: StaticString, _ value: JSON) throws(EncodingError) -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            let expected = text.utf8Start[index]
            let got = try current("\(text)")
            guard got == expected else { throw .unexpectedByte(.json, offset: offset, expected: "\(text)", got: got) }
            offset += 1
        }
        return value
    }

    /// Takes the opening bracket.
    private mutating func enter(_ depth: Int) throws(EncodingError) {
        guard depth <= limits.maximumDepth else { throw .tooDeep(.json, offset: offset, maximum: limits.maximumDepth) }
        offset += 1
    }

    /// Takes a comma (true) or the closing bracket (false).
    private mutating func continues(until closing: UInt8, _ expected: String) throws(EncodingError) -> Bool {
        skipWhiteSpace()
        let byte = try current(expected)
        guard byte == closing || byte == UInt8(ascii: ",") else {
            throw .unexpectedByte(.json, offset: offset, expected: expected, got: byte)
        }
        offset += 1
        return byte != closing
    }

    /// Takes `wanted` if it comes next.
    private mutating func skip(_ wanted: UInt8) throws(EncodingError) -> Bool {
        skipWhiteSpace()
        guard try current("a value or a closing bracket") == wanted else { return false }
        offset += 1
        return true
    }

    mutating func expect(_ wanted: UInt8, _ name: String) throws(EncodingError) {
        skipWhiteSpace()
        let byte = try current(name)
        guard byte == wanted else { throw .unexpectedByte(.json, offset: offset, expected: name, got: byte) }
        offset += 1
    }

    func current(_ expected: @autoclosure () -> String) throws(EncodingError) -> UInt8 {
        guard offset < bytes.count else { throw .truncated(.json, offset: offset, expected: 1, got: 0) }
        return bytes[offset]
    }

    private mutating func skipWhiteSpace() {
        while offset < bytes.count, isWhiteSpace(bytes[offset]) { offset += 1 }
    }

    private func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
    }
}
