import Encoding
import Quantities
import Signatures

/// A static type of Ethereum's contract ABI: exactly one word in a topic or in an event's data.
///
/// Source: Solidity documentation, "Contract ABI Specification", types and their encoding.
enum ABIType: Hashable, Sendable {
    case address
    case bool
    case uint(bits: Int)
    case int(bits: Int)
    case bytes(count: Int)

    /// Reads a type's name; `uint` and `int` mean 256 bits.
    init(parsing name: String) throws(EVMError) {
        switch name {
        case "address": self = .address
        case "bool": self = .bool
        case "uint": self = .uint(bits: 256)
        case "int": self = .int(bits: 256)
        default: self = try Self.sized(name)
        }
    }

    private static func sized(_ name: String) throws(EVMError) -> ABIType {
        func number(after prefix: String) -> Int? {
            guard name.hasPrefix(prefix) else { return nil }
            let digits = String(name.dropFirst(prefix.count))
            return Int(digits).flatMap { String($0) == digits ? $0 : nil }
        }
        if let bits = number(after: "uint"), isWidth(bits) { return .uint(bits: bits) }
        if let bits = number(after: "int"), isWidth(bits) { return .int(bits: bits) }
        if let count = number(after: "bytes"), (1...32).contains(count) { return .bytes(count: count) }
        throw .unsupportedType(String(name.prefix(40)))
    }

    private static func isWidth(_ bits: Int) -> Bool { (8...256).contains(bits) && bits.isMultiple(of: 8) }

    /// The name in a canonical signature.
    var name: String {
        switch self {
        case .address: "address"
        case .bool: "bool"
        case .uint(let bits): "uint\(bits)"
        case .int(let bits): "int\(bits)"
        case .bytes(let count): "bytes\(count)"
        }
    }

    var isNumber: Bool {
        switch self {
        case .uint, .int: true
        case .address, .bool, .bytes: false
        }
    }
}

/// A decoded word.
enum ABIValue: Hashable, Sendable {
    case address(EthereumAddress)
    case bool(Bool)
    case uint(UInt256)
    case int(Int256)
    case bytes(Bytes)
}

extension ABIType {
    /// Decodes one word. What the type does not use must be as the ABI says: zero, or the sign.
    func decode(_ word: Digest) throws(EVMError) -> ABIValue {
        let bytes = word.bytes
        switch self {
        case .address:
            guard bytes.prefix(12).allSatisfy({ $0 == 0 }) else { throw malformed(word) }
            do { return .address(try EthereumAddress(bytes: Bytes(bytes.suffix(20)))) } catch { throw malformed(word) }
        case .bool:
            guard bytes.dropLast().allSatisfy({ $0 == 0 }), bytes[31] <= 1 else { throw malformed(word) }
            return .bool(bytes[31] == 1)
        case .uint(let bits):
            guard bytes.prefix(32 - bits / 8).allSatisfy({ $0 == 0 }) else { throw malformed(word) }
            do { return .uint(try UInt256(bigEndian: bytes)) } catch { throw malformed(word) }
        case .int(let bits):
            let used = bytes.suffix(bits / 8)
            let sign: UInt8 = (used.first ?? 0) & 0x80 == 0 ? 0x00 : 0xff
            guard bytes.prefix(32 - bits / 8).allSatisfy({ $0 == sign }) else { throw malformed(word) }
            do { return .int(try Int256(bigEndian: bytes)) } catch { throw malformed(word) }
        case .bytes(let count):
            guard bytes.dropFirst(count).allSatisfy({ $0 == 0 }) else { throw malformed(word) }
            return .bytes(Bytes(bytes.prefix(count)))
        }
    }

    private func malformed(_ word: Digest) -> EVMError {
        .malformedWord(type: name, got: word)
    }
}
