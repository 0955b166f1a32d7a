/// What a decoder spends at most on one input.
public struct RLPLimits: Sendable {
    /// How deep lists may be nested; the outermost list is level 1.
    public var maximumDepth: Int
    /// How many items there may be, lists included.
    public var maximumItems: Int

    public init(maximumDepth: Int, maximumItems: Int) {
        self.maximumDepth = maximumDepth
        self.maximumItems = maximumItems
    }

    /// Enough for whole blocks: depth 32, 1,048,576 items.
    public static let standard = RLPLimits(maximumDepth: 32, maximumItems: 1 << 20)
}

extension RLP {
    /// Reads exactly one item.
    ///
    /// Only the encoding that `encode` would write is accepted: a single byte below 0x80 alone, no length in a longer form
    /// than it needs, no leading zero in a length, nothing after the item. A length that passes the end is refused before it is used.
    public static func decode(_ bytes: Bytes, limits: RLPLimits = .standard) throws(EncodingError) -> RLPItem {
        var decoder = RLPDecoder(bytes: bytes, limits: limits)
        let item = try decoder.item(end: bytes.count, depth: 0)
        guard decoder.offset == bytes.count else {
            throw .trailing(.rlp, offset: decoder.offset, got: bytes.count - decoder.offset)
        }
        return item
    }
}

private struct RLPDecoder {
    let bytes: Bytes
    let limits: RLPLimits
    var offset = 0
    var itemCount = 0

    /// - Parameter end: where the enclosing payload ends; no child may reach beyond it.
    mutating func item(end: Int, depth: Int) throws(EncodingError) -> RLPItem {
        itemCount += 1
        guard itemCount <= limits.maximumItems else { throw .tooLong(.rlp, maximum: limits.maximumItems, got: itemCount) }
        guard offset < end else { throw .truncated(.rlp, offset: offset, expected: 1, got: 0) }
        let start = offset
        let first = bytes[start]
        if first < RLP.shortString {
            offset += 1
            return .bytes([first])
        }
        let isList = first >= RLP.shortList
        let length = try payloadLength(form: isList ? RLP.shortList : RLP.shortString, end: end)
        return isList ? try list(length, start: start, depth: depth + 1) : try string(length, start: start)
    }

    private mutating func string(_ length: Int, start: Int) throws(EncodingError) -> RLPItem {
        let payload = Bytes(bytes[offset..<offset + length])
        if length == 1, payload[0] < RLP.shortString {
            throw .notCanonical(.rlp, offset: start, rule: "a byte below 0x80 stands for itself")
        }
        offset += length
        return .bytes(payload)
    }

    private mutating func list(_ length: Int, start: Int, depth: Int) throws(EncodingError) -> RLPItem {
        guard depth <= limits.maximumDepth else { throw .tooDeep(.rlp, offset: start, maximum: limits.maximumDepth) }
        let end = offset + length
        var items: [RLPItem] = []
        while offset < end {
            items.append(try item(end: end, depth: depth))
        }
        return .list(items)
    }

    /// Takes the header of a string or list and returns the length of what follows, which fits before `end`.
    private mutating func payloadLength(form: UInt8, end: Int) throws(EncodingError) -> Int {
        let start = offset
        let short = Int(bytes[offset] - form)
        offset += 1
        let length =
            short <= RLP.longestShortPayload ? short : try longLength(size: short - RLP.longestShortPayload, end: end, start: start)
        guard length <= end - offset else {
            throw .truncated(.rlp, offset: offset, expected: length, got: end - offset)
        }
        return length
    }

    private mutating func longLength(size: Int, end: Int, start: Int) throws(EncodingError) -> Int {
        guard size <= end - offset else { throw .truncated(.rlp, offset: offset, expected: size, got: end - offset) }
        guard bytes[offset] != 0 else {
            throw .notCanonical(.rlp, offset: offset, rule: "a length has no leading zero byte")
        }
        let value = bytes[offset..<offset + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        offset += size
        guard value > UInt64(RLP.longestShortPayload) else {
            throw .notCanonical(.rlp, offset: start, rule: "a length up to 55 uses the short form")
        }
        guard let length = Int(exactly: value) else {
            throw .tooLong(.rlp, maximum: end - offset, got: Int.max)
        }
        return length
    }
}
