import Encoding
import TestVectors
import Testing

@Suite("Digest")
struct DigestTests {
    @Test("has exactly 32 bytes")
    func length() throws {
        for count in [0, 1, 31, 33, 64] {
            #expect(throws: EncodingError.wrongLength(.digest, expected: 32, got: count)) { try Digest(Bytes(repeating: 1, count: count)) }
        }
        let bytes = Bytes(0..<32)
        #expect(try Digest(bytes).bytes == bytes)
        #expect(try Digest(bytes[...]).bytes == bytes)
        #expect(try Digest(bytes.lazy.map { $0 }).bytes == bytes)
        #expect(Digest.zero.bytes == Bytes(repeating: 0, count: 32))
        #expect(MemoryLayout<Digest>.size == 32)
    }

    @Test("has one hexadecimal spelling: 64 lowercase digits")
    func hex() throws {
        let digest = try Digest(Bytes(0xe0...0xff))
        let text = "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"
        #expect(digest.hex == text)
        #expect("\(digest)" == text)
        #expect(try Digest(hex: text) == digest)
        for wrong in [
            text.uppercased(), "0x" + text, "0x" + text.dropFirst(2), String(text.dropLast()), text + "00", "", "g" + text.dropFirst(),
        ] {
            #expect(throws: EncodingError.self) { try Digest(hex: wrong) }
        }
    }

    @Test("is ordered, equal and hashed as its bytes are")
    func order() throws {
        var random = SeededGenerator()
        for _ in 0..<2_000 {
            let left = random.bytes(32)
            var right = left
            // Differ late, early or not at all.
            if Bool.random(using: &random) { right[Int.random(in: 0..<32, using: &random)] = UInt8.random(in: 0...255, using: &random) }
            let (first, second) = (try Digest(left), try Digest(right))
            #expect((first < second) == left.lexicographicallyPrecedes(right))
            #expect((first == second) == (left == right))
            if left == right { #expect(first.hashValue == second.hashValue) }
        }
    }

    @Test("counts bits from the top of the first byte")
    func bits() throws {
        var random = SeededGenerator()
        for _ in 0..<50 {
            let bytes = random.bytes(32)
            let digest = try Digest(bytes)
            for index in 0..<256 {
                #expect(digest.bit(at: index) == (bytes[index / 8] >> (7 - index % 8) & 1 == 1))
            }
        }
    }

    @Test("lends its bytes in memory order and is filled in place")
    func rawAccess() throws {
        let bytes = Bytes(1...32)
        #expect(try Digest(bytes).withUnsafeBytes { Bytes($0) } == bytes)
        #expect(Digest { $0.copyBytes(from: bytes) }.bytes == bytes)
        #expect(Digest { _ in } == .zero)
    }
}
