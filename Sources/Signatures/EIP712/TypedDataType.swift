import Encoding

/// The type of a value in typed data. Source: EIP-712, "Definition of typed structured data".
indirect enum TypedDataType: Hashable, Sendable {
    case bool, address, string, bytes
    /// bytes1 to bytes32.
    case fixedBytes(Int)
    /// uint8 to uint256, int8 to int256.
    case integer(bits: Int, isSigned: Bool)
    case structure(String)
    /// `count` is nil for an array of any length.
    case array(of: TypedDataType, count: Int?)

    /// How many brackets a type may have.
    static let maximumArrayDepth = 8

    /// - Parameter text: as a member declares it.
    /// - Throws: `EIP712Error.unknownType` or `.tooMany` brackets. A structure need not be declared: the caller looks it up.
    init(_ text: String) throws(EIP712Error) {
        var name = text[...]
        var counts: [Int?] = []
        while name.hasSuffix("]") {
            guard counts.count < Self.maximumArrayDepth else {
                throw .tooMany("brackets in a type", maximum: Self.maximumArrayDepth, got: counts.count + 1)
            }
            guard let open = name.lastIndex(of: "[") else { throw .unknownType(text) }
            counts.append(try Self.elementCount(name[open...].dropFirst().dropLast(), in: text))
            name = name[..<open]
        }
        var type = try Self.element(String(name), in: text)
        // The outermost bracket stands last.
        for count in counts.reversed() { type = .array(of: type, count: count) }
        self = type
    }

    private static func elementCount(_ digits: Substring, in text: String) throws(EIP712Error) -> Int? {
        if digits.isEmpty { return nil }
        guard let count = Int(digits), String(count) == digits, count > 0 else { throw .unknownType(text) }
        return count
    }

    private static func element(_ name: String, in text: String) throws(EIP712Error) -> TypedDataType {
        if let atomic = atomic(name) { return atomic }
        guard isIdentifier(name), !isReserved(name) else { throw .unknownType(text) }
        return .structure(name)
    }

    private static func atomic(_ name: String) -> TypedDataType? {
        switch name {
        case "bool": return .bool
        case "address": return .address
        case "string": return .string
        case "bytes": return .bytes
        default: break
        }
        if let size = size(name, after: "bytes") { return (1...32).contains(size) ? .fixedBytes(size) : nil }
        for (prefix, isSigned) in [("uint", false), ("int", true)] {
            if let bits = size(name, after: prefix) {
                return (8...256).contains(bits) && bits.isMultiple(of: 8) ? .integer(bits: bits, isSigned: isSigned) : nil
            }
        }
        return nil
    }

    private static func size(_ name: String, after prefix: String) -> Int? {
        guard name.hasPrefix(prefix) else { return nil }
        let digits = name.dropFirst(prefix.count)
        return Int(digits).flatMap { String($0) == digits ? $0 : nil }
    }

    /// Whether the name is, or looks like, an atomic type's: no structure may be called `uint7` or `bytes33`.
    static func isReserved(_ name: String) -> Bool {
        ["bool", "address", "string"].contains(name)
            || ["bytes", "uint", "int"].contains { name.hasPrefix($0) && name.dropFirst($0.count).allSatisfy(\.isNumber) }
    }

    /// Letters, digits, `_` and `$`, not beginning with a digit, at most 128.
    static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, !first.isDigit, name.utf8.count <= 128 else { return false }
        return name.utf8.allSatisfy { $0.isDigit || $0.isLetter || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "$") }
    }
}

extension TypedDataType: CustomStringConvertible {
    /// The canonical spelling, which enters the type's hash.
    var description: String {
        switch self {
        case .bool: "bool"
        case .address: "address"
        case .string: "string"
        case .bytes: "bytes"
        case .fixedBytes(let count): "bytes\(count)"
        case .integer(let bits, let isSigned): "\(isSigned ? "int" : "uint")\(bits)"
        case .structure(let name): name
        case .array(let element, let count): "\(element)[\(count.map(String.init) ?? "")]"
        }
    }

    /// The structure at the bottom, if there is one.
    var structureName: String? {
        switch self {
        case .structure(let name): name
        case .array(let element, _): element.structureName
        default: nil
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}
