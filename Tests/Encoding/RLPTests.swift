import Encoding
import TestVectors
import Testing

@Suite("RLP")
struct RLPTests {
    @Test("numbers are minimal, and only minimal numbers are read")
    func integers() throws {
        #expect(RLP.encode(.integer(0)) == [0x80])
        #expect(RLP.encode(.integer(127)) == [0x7f])
        #expect(RLP.encode(.integer(1024)) == [0x82, 0x04, 0x00])
        #expect(RLPItem.integer(bigEndian: [0, 0, 1, 0]) == .bytes([1, 0]))
        for value: UInt64 in [0, 1, 0x7f, 0x80, 0xff, 0x100, .max] {
            #expect(try RLP.decode(RLP.encode(.integer(value))).uint64() == value)
        }
        #expect(throws: EncodingError.self) { try RLPItem.bytes([0]).uint64() }
        #expect(throws: EncodingError.self) { try RLPItem.bytes([0, 1]).uint64() }
        #expect(throws: EncodingError.self) { try RLPItem.bytes(Bytes(repeating: 1, count: 9)).uint64() }
        #expect(throws: EncodingError.self) { try RLPItem.list([]).uint64() }
    }

    @Test("an item is a byte string or a list, of the length the caller expects")
    func shapes() throws {
        #expect(try RLPItem.bytes([1]).byteString(count: 1) == [1])
        #expect(try RLPItem.list([.bytes([])]).items(count: 1) == [.bytes([])])
        #expect(throws: EncodingError.wrongLength(.rlp, expected: 2, got: 1)) { try RLPItem.bytes([1]).byteString(count: 2) }
        #expect(throws: EncodingError.self) { try RLPItem.bytes([1]).items() }
        #expect(throws: EncodingError.self) { try RLPItem.list([]).byteString() }
        #expect(throws: EncodingError.self) { try RLPItem.list([]).items(count: 1) }
    }

    @Test("nesting and the number of items are bounded")
    func limits() throws {
        func nested(_ depth: Int) -> RLPItem { (0..<depth).reduce(.bytes([])) { item, _ in .list([item]) } }
        let limits = RLPLimits(maximumDepth: 3, maximumItems: 5)
        #expect(try RLP.decode(RLP.encode(nested(3)), limits: limits) == nested(3))
        #expect(throws: EncodingError.tooDeep(.rlp, offset: 3, maximum: 3)) { try RLP.decode(RLP.encode(nested(4)), limits: limits) }
        let wide = RLPItem.list(Array(repeating: .bytes([1]), count: 4))
        #expect(try RLP.decode(RLP.encode(wide), limits: limits) == wide)
        let wider = RLPItem.list(Array(repeating: .bytes([1]), count: 5))
        #expect(throws: EncodingError.tooLong(.rlp, maximum: 5, got: 6)) { try RLP.decode(RLP.encode(wider), limits: limits) }
        // A hostile nest of a million lists meets the ceiling, not the end of the stack.
        #expect(throws: EncodingError.self) { try RLP.decode(Bytes(repeating: 0xc1, count: 1_000_000)) }
    }

    @Test("a length that no memory could hold is refused")
    func hugeLengths() {
        for first: UInt8 in [0xbf, 0xff] {
            for top: UInt8 in [0x7f, 0x80, 0xff] {
                #expect(throws: EncodingError.self) { try RLP.decode([first, top] + Bytes(repeating: 0xff, count: 7)) }
                #expect(throws: EncodingError.self) { try RLP.decode([first, top] + Bytes(repeating: 0xff, count: 80)) }
            }
        }
    }

    @Test("items survive the way there and back; truncations and trailing bytes are refused")
    func roundTrip() throws {
        var random = SeededGenerator()
        for _ in 0..<300 {
            let item = RLPItem.random(depth: 4, using: &random)
            let bytes = RLP.encode(item)
            #expect(try RLP.decode(bytes) == item)
            #expect(throws: EncodingError.trailing(.rlp, offset: bytes.count, got: 1)) { try RLP.decode(bytes + [0]) }
            for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 50)) {
                #expect(throws: EncodingError.self) { try RLP.decode(Bytes(bytes.prefix(length))) }
            }
        }
    }

    @Test("whatever decodes encodes to the very same bytes")
    func canonical() {
        var random = SeededGenerator()
        var accepted = 0
        for round in 0..<6_000 {
            var bytes =
                round % 2 == 0 ? random.bytes(Int.random(in: 0...12, using: &random)) : RLP.encode(.random(depth: 3, using: &random))
            for _ in 0..<Int.random(in: 0...2, using: &random) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] =
                    [0x00, 0x7f, 0x80, 0x81, 0xb7, 0xb8, 0xbf, 0xc0, 0xc1, 0xf7, 0xf8, 0xff].randomElement(using: &random) ?? 0
            }
            guard let item = try? RLP.decode(bytes) else { continue }
            accepted += 1
            #expect(RLP.encode(item) == bytes)
        }
        #expect(accepted > 300)
    }
}

extension RLPItem {
    fileprivate static func random(depth: Int, using random: inout SeededGenerator) -> RLPItem {
        guard depth > 0, Int.random(in: 0...2, using: &random) > 0 else {
            let length = [0, 1, 2, 54, 55, 56, 255, 256, 300].randomElement(using: &random) ?? 0
            return .bytes(random.bytes(length))
        }
        return .list((0..<Int.random(in: 0...5, using: &random)).map { _ in .random(depth: depth - 1, using: &random) })
    }
}
