import Encoding

/// One RLP item where it lies in its bytes: nothing is copied, and only the encoding that `RLP.encode` would write is accepted.
struct RLPView {
    let isList: Bool
    /// Where the item begins, header included.
    let start: Int
    let payload: Range<Int>

    var end: Int { payload.upperBound }
    var isEmptyString: Bool { !isList && payload.isEmpty }

    /// - Parameter end: where the enclosing payload ends; the item must not reach beyond.
    init(of bytes: Bytes, at start: Int, end: Int) throws(EncodingError) {
        guard start < end else { throw .truncated(.rlp, offset: start, expected: 1, got: 0) }
        let first = bytes[start]
        self.start = start
        isList = first >= 0xc0
        guard first >= 0x80 else {
            payload = start..<start + 1
            return
        }
        let short = Int(first) - (isList ? 0xc0 : 0x80)
        let (offset, length) = try short <= 55 ? (start + 1, short) : Self.longLength(of: bytes, at: start, size: short - 55, end: end)
        guard length <= end - offset else { throw .truncated(.rlp, offset: offset, expected: length, got: end - offset) }
        payload = offset..<offset + length
        if !isList, length == 1, bytes[offset] < 0x80 {
            throw .notCanonical(.rlp, offset: start, rule: "a byte below 0x80 stands for itself")
        }
    }

    private static func longLength(
        of bytes: Bytes, at start: Int, size: Int, end: Int
    ) throws(EncodingError) -> (offset: Int, length: Int) {
        let digits = start + 1
        guard size <= end - digits else { throw .truncated(.rlp, offset: digits, expected: size, got: end - digits) }
        guard bytes[digits] != 0 else { throw .notCanonical(.rlp, offset: digits, rule: "a length has no leading zero byte") }
        // What does not fit three bytes is longer than any node and passes the end, whatever it is.
        guard size <= 3 else { throw .truncated(.rlp, offset: digits + size, expected: 1 << 24, got: end - digits - size) }
        let length = bytes[digits..<digits + size].reduce(0) { $0 << 8 | Int($1) }
        guard length > 55 else { throw .notCanonical(.rlp, offset: start, rule: "a length up to 55 uses the short form") }
        return (digits + size, length)
    }
}
