import Encoding

/// JSON as Cosmos' Amino signing has it: members sorted by name, no white space, and `<`, `>`, `&`, U+2028 and U+2029 escaped.
///
/// Source: Cosmos SDK `MustSortJSON`, which is Go's encoding/json.
enum AminoJSON {
    static func signBytes(_ value: JSON) -> Bytes {
        escaped(Bytes(sorted(value).printed().utf8))
    }

    private static func sorted(_ value: JSON) -> JSON {
        switch value {
        case .array(let elements): return .array(elements.map(sorted))
        case .object(let object):
            let members = object.members.sorted { Bytes($0.key.utf8).lexicographicallyPrecedes(Bytes($1.key.utf8)) }
            return .object(members.reduce(into: JSONObject()) { $0[$1.key] = sorted($1.value) })
        default: return value
        }
    }

    /// These characters occur in strings only, so the printed text can be escaped as a whole.
    private static func escaped(_ text: Bytes) -> Bytes {
        var output = Bytes()
        output.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.first {
            let isSeparator = rest.starts(with: [0xe2, 0x80]) && rest.dropFirst(2).first.map { $0 == 0xa8 || $0 == 0xa9 } == true
            if isSeparator {
                output += Bytes("\\u202\(rest[rest.startIndex + 2] == 0xa8 ? "8" : "9")".utf8)
                rest = rest.dropFirst(3)
            } else {
                switch byte {
                case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): output += Bytes("\\u00\(Hex.encode([byte]))".utf8)
                default: output.append(byte)
                }
                rest = rest.dropFirst()
            }
        }
        return output
    }
}
