extension JSON {
    /// The text of the value, members in their order. Equal values print equal text.
    ///
    /// - Parameter pretty: two spaces a level and a line for each member, for people.
    public func printed(pretty: Bool = false) -> String {
        var output = Bytes()
        write(to: &output, pretty: pretty, depth: 0)
        return String(decoding: output, as: UTF8.self)
    }

    private func write(to output: inout Bytes, pretty: Bool, depth: Int) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let text): output.append(contentsOf: text.utf8)
        case .string(let text): Self.write(text, to: &output)
        case .array(let elements):
            Self.writeAll(elements, "[", "]", to: &output, pretty: pretty, depth: depth) { element, output in
                element.write(to: &output, pretty: pretty, depth: depth + 1)
            }
        case .object(let object):
            Self.writeAll(object.members, "{", "}", to: &output, pretty: pretty, depth: depth) { member, output in
                Self.write(member.key, to: &output)
                output.append(contentsOf: (pretty ? ": " : ":").utf8)
                member.value.write(to: &output, pretty: pretty, depth: depth + 1)
            }
        }
    }

    private static func writeAll<Element>(
        _ elements: [Element], _ opening: Unicode.Scalar, _ closing: Unicode.Scalar,
        to output: inout Bytes, pretty: Bool, depth: Int, _ body: (Element, inout Bytes) -> Void
    ) {
        output.append(UInt8(ascii: opening))
        for (position, element) in elements.enumerated() {
            if position > 0 { output.append(UInt8(ascii: ",")) }
            if pretty { newLine(to: &output, depth: depth + 1) }
            body(element, &output)
        }
        if pretty, !elements.isEmpty { newLine(to: &output, depth: depth) }
        output.append(UInt8(ascii: closing))
    }

    private static func newLine(to output: inout Bytes, depth: Int) {
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    /// RFC 8259 section 7: quotes, backslashes and control characters are escaped, nothing else.
    private static func write(_ text: String, to output: inout Bytes) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x0a: output.append(contentsOf: "\\n".utf8)
            case 0x0d: output.append(contentsOf: "\\r".utf8)
            case 0x09: output.append(contentsOf: "\\t".utf8)
            case 0..<0x20: output.append(contentsOf: "\\u00\(Hex.encode(CollectionOfOne(byte)))".utf8)
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
