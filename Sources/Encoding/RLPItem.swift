/// One item of Ethereum's recursive length prefix encoding: a byte string or a list of items.
///
/// Source: Ethereum yellow paper, appendix B.
public enum RLPItem: Equatable, Sendable {
    case bytes(Bytes)
    case list([RLPItem])
}

extension RLPItem {
    /// A number as RLP spells it: big-endian without leading zeroes; zero is the empty string.
    public static func integer(_ value: UInt64) -> RLPItem {
        withUnsafeBytes(of: value.bigEndian) { integer(bigEndian: $0) }
    }

    /// A number of any width, given big-endian; leading zeroes are dropped.
    public static func integer(bigEndian bytes: some Collection<UInt8>) -> RLPItem {
        .bytes(Bytes(bytes.drop { $0 == 0 }))
    }

    /// The byte string.
    ///
    /// - Throws: `EncodingError.unexpectedValue` for a list.
    public func byteString() throws(EncodingError) -> Bytes {
        guard case .bytes(let bytes) = self else { throw unexpected("a byte string") }
        return bytes
    }

    /// The byte string, which must have `count` bytes.
    public func byteString(count: Int) throws(EncodingError) -> Bytes {
        let bytes = try byteString()
        guard bytes.count == count else { throw .wrongLength(.rlp, expected: count, got: bytes.count) }
        return bytes
    }

    /// The items of the list.
    ///
    /// - Throws: `EncodingError.unexpectedValue` for a byte string.
    public func items() throws(EncodingError) -> [RLPItem] {
        guard case .list(let items) = self else { throw unexpected("a list") }
        return items
    }

    /// The items of the list, which must be `count`.
    public func items(count: Int) throws(EncodingError) -> [RLPItem] {
        let items = try items()
        guard items.count == count else { throw unexpected("a list of \(count) items") }
        return items
    }

    /// The big-endian digits of a number: no leading zero, at most `maximum` bytes; zero is empty.
    public func integerBytes(max maximum: Int) throws(EncodingError) -> Bytes {
        let bytes = try byteString()
        guard bytes.count <= maximum else { throw .tooLong(.rlp, maximum: maximum, got: bytes.count) }
        if bytes.first == 0 { throw .notCanonical(.rlp, offset: 0, rule: "a number has no leading zero byte") }
        return bytes
    }

    /// The number, when it fits 64 bits.
    public func uint64() throws(EncodingError) -> UInt64 {
        try integerBytes(max: 8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func unexpected(_ expected: String) -> EncodingError {
        let got =
            switch self {
            case .bytes(let bytes): "a byte string of \(bytes.count) bytes"
            case .list(let items): "a list of \(items.count) items"
            }
        return .unexpectedValue(.rlp, path: "rlp", expected: expected, got: got)
    }
}
