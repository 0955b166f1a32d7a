import Encoding
import Signatures
import TestVectors
import Testing

@Suite("Hash vectors", .enabled(if: VectorSet("hashes").isPresent))
struct HashVectorTests {
    static let vectors = VectorSet("hashes")

    @Test("Every hash of every vector is the published one", arguments: vectors.files())
    func file(_ name: String) throws {
        var found = 0, hashes = 0
        for vector in try Self.vectors.node(name).array(max: 100_000) {
            let data = try vector["data"].hex0xBytes()
            let name = try vector["name"].string()
            for (algorithm, hash) in Self.algorithms {
                guard let expected = try vector.optional(algorithm)?.hex0xBytes() else { continue }
                #expect(hash(data) == expected, "\(algorithm) of \(name)")
                hashes += 1
            }
            found += 1
        }
        print("hashes \(name): \(found) found and run, \(hashes) hashes")
        #expect(hashes >= found && found > 0)
    }

    private static let algorithms: [(String, @Sendable (Bytes) -> Bytes)] = [
        ("sha256", { SHA256.hash($0).bytes }),
        ("sha512", { SHA512.hash($0) }),
        ("ripemd160", { RIPEMD160.hash($0) }),
        ("keccak256", { Keccak256.hash($0).bytes }),
    ]
}

@Suite("Hashes")
struct HashTests {
    @Test("Keccak-256 agrees with a slow twin written from the specification at every length around the block size")
    func keccakTwin() {
        var random = SeededGenerator()
        for length in Array(0...300) + [407, 408, 409, 5_000] {
            let bytes = random.bytes(length)
            #expect(Keccak256.hash(bytes).bytes == referenceKeccak256(bytes), "length \(length)")
        }
    }

    @Test("A part of a larger buffer hashes like its copy")
    func slices() {
        let bytes = Bytes((0..<400).map { UInt8($0 & 255) })
        for start in [0, 1, 3, 7] {
            let copy = Bytes(bytes[start..<start + 200])
            let (keccak, sha) = bytes.withUnsafeBytes {
                let slice = UnsafeRawBufferPointer(rebasing: $0[start..<start + 200])
                return (Keccak256.hash(slice), SHA256.hash(slice))
            }
            #expect(keccak == Keccak256.hash(copy))
            #expect(sha == SHA256.hash(copy))
        }
    }

    @Test("A tag, or the prefix of a tree node, is hashed before the bytes")
    func prefixes() throws {
        let tag = DomainTag("plimsoll/test/v1")
        let tagBytes = Bytes("plimsoll/test/v1".utf8) + [0]
        let (left, right) = (SHA256.hash(Bytes([1])), SHA256.hash(Bytes([2])))
        #expect(SHA256.hash(tag: tag, [1, 2, 3]) == SHA256.hash(tagBytes + [1, 2, 3]))
        #expect(SHA256.hash(tag: tag, [1], [], [2, 3]) == SHA256.hash(tagBytes + [1, 2, 3]))
        #expect(SHA256.hash(tag: tag, []) == SHA256.hash(tagBytes))
        #expect(SHA256.hash(tag: tag, left) == SHA256.hash(tagBytes + left.bytes))
        #expect(SHA256.hash(prefix: 1, left, right) == SHA256.hash([1] + left.bytes + right.bytes))
        #expect(SHA256.hash(prefix: 0, []) == SHA256.hash([0]))
        #expect(SHA256.hash(Bytes()) == (try Digest(hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")))
    }

    @Test("Tags are equal when their names are")
    func tags() {
        #expect(DomainTag("plimsoll/test/v1") == DomainTag("plimsoll/test/v1"))
        #expect(DomainTag("plimsoll/test/v1") != DomainTag("plimsoll/test/v2"))
        #expect(DomainTag("plimsoll/test/v1").name == "plimsoll/test/v1")
    }

    @Test("Secrets compare equal only when every byte is")
    func constantTime() {
        #expect(constantTimeEquals([], []))
        #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
    }
}

/// Keccak-256 as FIPS 202 section 3 writes it down: lanes in a table, offsets and constants derived, padding byte 0x01.
private func referenceKeccak256(_ message: Bytes) -> Bytes {
    let rate = 136
    var padded = message + [0x01]
    padded += Bytes(repeating: 0, count: (rate - padded.count % rate) % rate)
    padded[padded.count - 1] |= 0x80
    var state = [[UInt64]](repeating: [UInt64](repeating: 0, count: 5), count: 5)  // state[x][y]
    for block in stride(from: 0, to: padded.count, by: rate) {
        for lane in 0..<rate / 8 {
            let bytes = padded[block + 8 * lane..<block + 8 * lane + 8]
            state[lane % 5][lane / 5] ^= bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        referencePermute(&state)
    }
    return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 8 % 5][$0 / 40] >> UInt64($0 % 8 * 8)) }
}

private func referencePermute(_ state: inout [[UInt64]]) {
    func rotate(_ lane: UInt64, _ count: Int) -> UInt64 { count % 64 == 0 ? lane : lane << (count % 64) | lane >> (64 - count % 64) }
    var shift: UInt8 = 1  // The register of section 3.2.5.
    for _ in 0..<24 {
        let parity = state.map { $0.reduce(0, ^) }
        for x in 0..<5 {
            for y in 0..<5 { state[x][y] ^= parity[(x + 4) % 5] ^ rotate(parity[(x + 1) % 5], 1) }
        }
        var (x, y, lane) = (1, 0, state[1][0])
        for step in 0..<24 {
            (x, y) = (y, (2 * x + 3 * y) % 5)
            (lane, state[x][y]) = (state[x][y], rotate(lane, (step + 1) * (step + 2) / 2))
        }
        for y in 0..<5 {
            let row = (0..<5).map { state[$0][y] }
            for x in 0..<5 { state[x][y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]) }
        }
        for bit in 0..<7 {
            if shift & 1 == 1 { state[0][0] ^= 1 << (1 << bit - 1) as UInt64 }
            shift = shift << 1 ^ (shift >= 0x80 ? 0x71 : 0)
        }
    }
}
