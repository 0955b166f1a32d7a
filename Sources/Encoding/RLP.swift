/// Writing of the recursive length prefix encoding. Source: Ethereum yellow paper, appendix B.
public enum RLP {
    // The first byte tells a form by its range.
    static let shortString: UInt8 = 0x80
    static let shortList: UInt8 = 0xc0
    /// Payloads up to this length carry it in the first byte; longer ones name the size of their length.
    static let longestShortPayload = 55

    public static func encode(_ item: RLPItem) -> Bytes {
        // Lengths stand before the payload, so they are measured first, once for every list, in the order of writing.
        var payloads: [Int] = []
        let length = measure(item, into: &payloads)
        var output = Bytes()
        output.reserveCapacity(length)
        var remaining = payloads[...]
        write(item, payloads: &remaining, to: &output)
        return output
    }

    /// The encoded length of `item`; appends the payload length of every list, parents before children.
    private static func measure(_ item: RLPItem, into payloads: inout [Int]) -> Int {
        switch item {
        case .bytes(let bytes):
            return isItsOwnEncoding(bytes) ? 1 : headerLength(bytes.count) + bytes.count
        case .list(let items):
            let position = payloads.count
            payloads.append(0)
            var payload = 0
            for child in items { payload += measure(child, into: &payloads) }
            payloads[position] = payload
            return headerLength(payload) + payload
        }
    }

    private static func write(_ item: RLPItem, payloads: inout ArraySlice<Int>, to output: inout Bytes) {
        switch item {
        case .bytes(let bytes):
            if !isItsOwnEncoding(bytes) { writeHeader(shortString, length: bytes.count, to: &output) }
            output.append(contentsOf: bytes)
        case .list(let items):
            writeHeader(shortList, length: payloads.removeFirst(), to: &output)
            for child in items { write(child, payloads: &payloads, to: &output) }
        }
    }

    private static func writeHeader(_ form: UInt8, length: Int, to output: inout Bytes) {
        guard length > longestShortPayload else { return output.append(form + UInt8(length)) }
        let size = byteWidth(length)
        output.append(form + UInt8(longestShortPayload + size))
        for index in (0..<size).reversed() {
            output.append(UInt8(truncatingIfNeeded: length >> (8 * index)))
        }
    }

    private static func headerLength(_ payload: Int) -> Int {
        payload <= longestShortPayload ? 1 : 1 + byteWidth(payload)
    }

    private static func byteWidth(_ length: Int) -> Int {
        (Int.bitWidth - length.leadingZeroBitCount + 7) / 8
    }

    /// A single byte below 0x80 stands for itself.
    private static func isItsOwnEncoding(_ bytes: Bytes) -> Bool {
        bytes.count == 1 && bytes[0] < shortString
    }
}
