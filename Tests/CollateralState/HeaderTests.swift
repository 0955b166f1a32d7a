import CollateralState
import Encoding
import Signatures
import TestVectors
import Testing

@Suite("State message header")
struct HeaderTests {
    /// The table of FORMAT.md section 4: field, offset, size, and what the sample has there.
    static let layout: [(field: String, offset: Int, bytes: Bytes)] = [
        ("version", 0, [1]),
        ("streamId", 1, Bytes(repeating: 0x11, count: 32)),
        ("sequence", 33, [0, 0, 0, 0, 0, 0, 0, 7]),
        ("previous", 41, Bytes(repeating: 0x22, count: 32)),
        ("height", 73, [1, 2, 3, 4, 5, 6, 7, 8]),
        ("block hash", 81, Bytes(repeating: 0x33, count: 32)),
        ("block time", 113, [0, 0, 1, 0x8b, 0xcf, 0xe5, 0x68, 0]),
        ("finality", 121, [2]),
        ("attester set number", 122, [0, 0, 0, 5]),
        ("accounts", 126, [0, 0, 0, 0, 0, 0, 0, 9]),
        ("stateRoot", 134, Bytes(repeating: 0x44, count: 32)),
        ("changesRoot", 166, Bytes(repeating: 0x55, count: 32)),
    ]

    @Test("the header is 198 bytes with every field at its offset")
    func layoutIsFixed() throws {
        let bytes = try Samples.header().encoded
        #expect(bytes.count == 198)
        #expect(Self.layout.map(\.bytes.count).reduce(0, +) == 198)
        for (field, offset, expected) in Self.layout {
            #expect(Bytes(bytes[offset..<offset + expected.count]) == expected, "\(field)")
        }
    }

    @Test("the digest is that of an independent SHA-256 over tag and bytes")
    func digestIsPinned() throws {
        #expect(try Samples.header().digest.hex == "3efe3227adda049929ff40962139d23260a6ee56f8db6ce21c5efe58fccf8712")
    }

    @Test("less or more than 198 bytes is refused")
    func lengthIsExact() throws {
        try expectStrict(Samples.header().encoded) { (bytes) throws(CollateralStateError) in try StateMessageHeader(parsing: bytes) }
    }

    @Test("another version is refused by number")
    func versionIsKnown() throws {
        let bytes = try Samples.header().encoded
        for version: UInt8 in [0, 2, 255] {
            #expect(throws: CollateralStateError.unknownVersion(record: "state message", expected: 1, got: version)) {
                try StateMessageHeader(parsing: bytes.replacing(at: 0, with: [version]))
            }
        }
    }

    @Test("an unknown finality is refused")
    func finalityIsKnown() throws {
        let bytes = try Samples.header().encoded
        for code: UInt8 in [0, 4, 255] {
            #expect(throws: CollateralStateError.unknownCode(field: "finality", got: UInt64(code))) {
                try StateMessageHeader(parsing: bytes.replacing(at: 121, with: [code]))
            }
        }
    }

    @Test("sequences begin at 1")
    func sequenceIsNotZero() throws {
        let bytes = try Samples.header().encoded.replacing(at: 33, with: Bytes(repeating: 0, count: 8))
        #expect(throws: CollateralStateError.outOfRange(field: "sequence", expected: "at least 1", got: "0")) {
            try StateMessageHeader(parsing: bytes)
        }
    }

    @Test("the first message names no previous one, every later one does")
    func previousFollowsFromSequence() throws {
        #expect(throws: CollateralStateError.firstMessageHasPrevious(Samples.repeated(0x22))) { try Samples.header(sequence: 1) }
        #expect(throws: CollateralStateError.laterMessageLacksPrevious(try SequenceNumber(2))) {
            try Samples.header(sequence: 2, previous: .zero)
        }
        #expect(try Samples.header(sequence: 1, previous: .zero).sequence == .first)
    }

    @Test("random headers come back from their bytes, and every bit of them is part of the digest")
    func roundTrip() throws {
        var random = SeededGenerator()
        for _ in 0..<200 {
            let header = try random.header()
            let parsed = try StateMessageHeader(parsing: header.encoded)
            #expect(parsed == header)
            #expect(parsed.encoded == header.encoded)
            #expect(parsed.digest == SHA256.hash(tag: .stateMessage, header.encoded))
            #expect(
                [parsed.stateRoot, parsed.changesRoot, parsed.block.hash, parsed.previous]
                    == [header.stateRoot, header.changesRoot, header.block.hash, header.previous])
            let bit = Int.random(in: 0..<198 * 8, using: &random)
            var bytes = header.encoded
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            if let other = try? StateMessageHeader(parsing: bytes) { #expect(other.digest != header.digest) }
        }
    }

    @Test("the last sequence has no next one, and the first no previous one")
    func sequenceBounds() throws {
        #expect(try SequenceNumber(.max).next == nil)
        #expect(try SequenceNumber(.max).previous == SequenceNumber(.max - 1))
        #expect(SequenceNumber.first.previous == nil)
        #expect(try SequenceNumber.first.next == SequenceNumber(2))
    }

    @Test("the age of a moment that lies ahead is zero, not huge")
    func ageNeverWraps() {
        let moment = Timestamp(milliseconds: 1_000)
        #expect(moment.age(at: Timestamp(milliseconds: 1_500)) == 500)
        #expect(moment.age(at: Timestamp(milliseconds: 999)) == 0)
        #expect(Timestamp(milliseconds: .max).age(at: Timestamp(milliseconds: 0)) == 0)
    }
}
