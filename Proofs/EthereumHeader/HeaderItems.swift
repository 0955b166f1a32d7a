import Encoding
import Quantities
import Signatures

/// The items of a header's RLP list, taken from the front; their number was compared before.
struct HeaderItems {
    private var items: ArraySlice<RLPItem>

    init(_ items: [RLPItem]) { self.items = items[...] }

    private mutating func next() throws(EthereumHeaderError) -> RLPItem {
        guard let item = items.popFirst() else {
            throw .wrongFieldCount(expected: Fork.allCases.map(\.fieldCount), got: items.startIndex)
        }
        return item
    }

    mutating func bytes(_ count: Int) throws(EthereumHeaderError) -> Bytes {
        let item = try next()
        return try readingRLP { () throws(EncodingError) in try item.byteString(count: count) }
    }

    mutating func bytes(atMost maximum: Int) throws(EthereumHeaderError) -> Bytes {
        let item = try next()
        let bytes = try readingRLP { () throws(EncodingError) in try item.byteString() }
        guard bytes.count <= maximum else { throw .extraDataTooLong(maximum: maximum, got: bytes.count) }
        return bytes
    }

    mutating func digest() throws(EthereumHeaderError) -> Digest {
        let bytes = try bytes(Digest.byteCount)
        return try readingRLP { () throws(EncodingError) in try Digest(bytes) }
    }

    mutating func address() throws(EthereumHeaderError) -> EthereumAddress {
        let bytes = try bytes(20)
        do { return try EthereumAddress(bytes: bytes) } catch { throw .address(error) }
    }

    mutating func uint64() throws(EthereumHeaderError) -> UInt64 {
        let item = try next()
        return try readingRLP { () throws(EncodingError) in try item.uint64() }
    }

    mutating func uint256() throws(EthereumHeaderError) -> UInt256 {
        let item = try next()
        let bytes = try readingRLP { () throws(EncodingError) in try item.integerBytes(max: UInt256.byteCount) }
        do { return try UInt256(minimalBigEndian: bytes) } catch { throw .quantity(field: "a number of the header", error) }
    }
}

/// Runs vocabulary code whose error is `EncodingError` while a header's RLP is read.
func readingRLP<Value>(_ body: () throws(EncodingError) -> Value) throws(EthereumHeaderError) -> Value {
    do { return try body() } catch { throw .rlp(error) }
}
