internal import Encoding
internal import Quantities
internal import Signatures

/// Ethereum's JSON spellings, written. Source: EIP-1474 and the execution API specification (quantities, data).
extension JSON {
    static func quantity(_ value: UInt64) -> JSON { .string("0x" + String(value, radix: 16)) }
    static func quantity(_ value: UInt256) -> JSON { .string(value.hexQuantity) }
    static func data(_ bytes: Bytes) -> JSON { .string(Hex.encode0x(bytes)) }
    static func data(_ digest: Digest) -> JSON { .string("0x" + digest.hex) }
    static func data(_ address: EthereumAddress) -> JSON { data(address.bytes) }
}

/// Which block: a tag or a height. `pending` is read as `latest`, as nodes without a pool of their own do.
enum BlockTag: Hashable, Sendable {
    case earliest, finalized, safe, latest
    case number(UInt64)
}

/// Ethereum's JSON spellings, read.
extension JSONNode {
    func quantity() throws(EncodingError) -> UInt64 {
        guard let value = UInt64(exactly: try wideQuantity()) else { throw unexpected("a quantity of at most 64 bits") }
        return value
    }

    private func wideQuantity() throws(EncodingError) -> UInt256 {
        guard let value = try? UInt256(hexQuantity: try string(max: 66)) else {
            throw unexpected("a quantity: 0x and hexadecimal digits without leading zero")
        }
        return value
    }

    /// An amount of base units: a decimal number in a string, or a quantity.
    func amount() throws(EncodingError) -> UInt256 {
        let text = try string(max: 80)
        if text.hasPrefix("0x") { return try wideQuantity() }
        guard let value = UInt256(text) else { throw unexpected("an amount: decimal digits in a string, below 2^256") }
        return value
    }

    func blockTag() throws(EncodingError) -> BlockTag {
        switch try string(max: 66) {
        case "earliest": .earliest
        case "finalized": .finalized
        case "safe": .safe
        case "latest", "pending": .latest
        default: .number(try quantity())
        }
    }

    func blockHash() throws(EncodingError) -> Digest {
        let bytes = try hex0xBytes()
        guard bytes.count == Digest.byteCount else { throw unexpected("0x and 64 hexadecimal digits") }
        return try Digest(bytes)
    }

    func address() throws(EncodingError) -> EthereumAddress {
        guard let bytes = try? hex0xBytes(), bytes.count == 20, let address = try? EthereumAddress(bytes: bytes) else {
            throw unexpected("an address: 0x and 40 hexadecimal digits")
        }
        return address
    }
}
