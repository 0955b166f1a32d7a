import Encoding
import TestVectors
import Testing

@Suite("Binary reader and writer")
struct BinaryTests {
    @Test("integers are big-endian")
    func bigEndian() throws {
        var writer = BinaryWriter()
        writer.u8(0x01)
        writer.u16(0x0203)
        writer.u32(0x0405_0607)
        writer.u64(0x0809_0a0b_0c0d_0e0f)
        #expect(writer.bytes == Bytes(1...15))

        var reader = BinaryReader(writer.bytes)
        #expect(try reader.u8() == 0x01)
        #expect(try reader.u16() == 0x0203)
        #expect(try reader.u32() == 0x0405_0607)
        #expect(try reader.u64() == 0x0809_0a0b_0c0d_0e0f)
        #expect(reader.offset == 15)
        #expect(reader.remaining == 0)
        try reader.finish()
    }

    @Test("a field is its length and its bytes")
    func fields() throws {
        var writer = BinaryWriter(reserving: 16)
        try writer.field16([7, 8])
        writer.field32([9])
        try writer.text16("é")
        #expect(writer.bytes == [0, 2, 7, 8, 0, 0, 0, 1, 9, 0, 2, 0xc3, 0xa9])
        var reader = BinaryReader(writer.bytes)
        #expect(try reader.field16(max: 2) == [7, 8])
        #expect(try reader.field32(max: 1) == [9])
        #expect(try reader.text16(max: 2) == "é")
        try reader.finish()
    }

    @Test("a field of 65,535 bytes is the longest with a 16-bit length")
    func longestField16() throws {
        var writer = BinaryWriter()
        try writer.field16(Bytes(repeating: 1, count: 65_535))
        #expect(throws: EncodingError.tooLong(.binary, maximum: 65_535, got: 65_536)) {
            try writer.field16(Bytes(repeating: 1, count: 65_536))
        }
        #expect(writer.bytes.count == 65_537, "a refused field leaves nothing behind")
    }

    @Test("a length above the ceiling is refused before the bytes are looked for")
    func ceiling() {
        var reader = BinaryReader([0xff, 0xff, 0xff, 0xff])
        #expect(throws: EncodingError.tooLong(.binary, maximum: 10, got: 0xffff_ffff)) { try reader.field32(max: 10) }
    }

    @Test("a value that passes the end names its offset, and what was expected and left")
    func truncated() throws {
        var reader = BinaryReader([1, 2, 3])
        _ = try reader.u8()
        #expect(throws: EncodingError.truncated(.binary, offset: 1, expected: 4, got: 2)) { try reader.u32() }
        #expect(throws: EncodingError.truncated(.binary, offset: 1, expected: 32, got: 2)) { try reader.digest() }
        #expect(throws: EncodingError.truncated(.binary, offset: 1, expected: -1, got: 2)) { try reader.raw(-1) }
        #expect(throws: EncodingError.truncated(.binary, offset: 1, expected: .max, got: 2)) { try reader.raw(.max) }
        #expect(try reader.u16() == 0x0203, "a refused read takes nothing")
    }

    @Test("trailing bytes are refused")
    func trailing() throws {
        var reader = BinaryReader([1, 2, 3])
        _ = try reader.u8()
        #expect(throws: EncodingError.trailing(.binary, offset: 1, got: 2)) { try reader.finish() }
    }

    @Test("text that is not UTF-8 is refused, not repaired")
    func invalidText() {
        for bytes: Bytes in [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc3]] {
            var reader = BinaryReader([0, UInt8(bytes.count)] + bytes)
            #expect(throws: EncodingError.notUTF8(.binary, offset: 0)) { try reader.text16(max: 10) }
        }
    }

    @Test("any sequence of values is read back, and every truncation of it is refused")
    func roundTripAndTruncation() throws {
        var random = SeededGenerator()
        for _ in 0..<100 {
            let values = (0..<Int.random(in: 1...8, using: &random)).map { _ in WireValue.random(using: &random) }
            var writer = BinaryWriter()
            for value in values { try value.write(to: &writer) }
            #expect(try read(values, from: writer.bytes) == values)
            #expect(throws: EncodingError.trailing(.binary, offset: writer.bytes.count, got: 1)) {
                try read(values, from: writer.bytes + [0])
            }
            for length in 0..<writer.bytes.count {
                #expect(throws: EncodingError.self) { try read(values, from: Bytes(writer.bytes.prefix(length))) }
            }
        }
    }

    private func read(_ shape: [WireValue], from bytes: Bytes) throws -> [WireValue] {
        var reader = BinaryReader(bytes)
        let values = try shape.map { try $0.readSame(from: &reader) }
        try reader.finish()
        return values
    }
}

private enum WireValue: Equatable {
    case u8(UInt8)
    case u16(UInt16)
    case u32(UInt32)
    case u64(UInt64)
    case raw(Bytes)
    case digest(Digest)
    case field16(Bytes)
    case field32(Bytes)
    case text(String)

    static func random(using random: inout SeededGenerator) -> WireValue {
        switch Int.random(in: 0...8, using: &random) {
        case 0: .u8(.random(in: 0 ... .max, using: &random))
        case 1: .u16(.random(in: 0 ... .max, using: &random))
        case 2: .u32(.random(in: 0 ... .max, using: &random))
        case 3: .u64(.random(in: 0 ... .max, using: &random))
        case 4: .raw(random.bytes(Int.random(in: 1...9, using: &random)))
        case 5: .field16(random.bytes(Int.random(in: 0...20, using: &random)))
        case 6: .field32(random.bytes(Int.random(in: 0...20, using: &random)))
        case 7: .text(["", "a", "é", "日本", "🚢"].randomElement(using: &random) ?? "")
        default: .digest(Digest { [bytes = random.bytes(32)] in $0.copyBytes(from: bytes) })
        }
    }

    func write(to writer: inout BinaryWriter) throws {
        switch self {
        case .u8(let value): writer.u8(value)
        case .u16(let value): writer.u16(value)
        case .u32(let value): writer.u32(value)
        case .u64(let value): writer.u64(value)
        case .raw(let value): writer.raw(value)
        case .digest(let value): writer.raw(value)
        case .field16(let value): try writer.field16(value)
        case .field32(let value): writer.field32(value)
        case .text(let value): try writer.text16(value)
        }
    }

    func readSame(from reader: inout BinaryReader) throws -> WireValue {
        switch self {
        case .u8: .u8(try reader.u8())
        case .u16: .u16(try reader.u16())
        case .u32: .u32(try reader.u32())
        case .u64: .u64(try reader.u64())
        case .raw(let value): .raw(try reader.raw(value.count))
        case .digest: .digest(try reader.digest())
        case .field16: .field16(try reader.field16(max: 20))
        case .field32: .field32(try reader.field32(max: 20))
        case .text: .text(try reader.text16(max: 20))
        }
    }
}
