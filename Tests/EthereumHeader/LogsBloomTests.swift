import Encoding
import EthereumHeader
import Signatures
import TestVectors
import Testing

struct LogsBloomTests {
    /// Straight from the yellow paper: the low 11 bits of each of the first three pairs of bytes, set in a 2,048-bit number.
    private func reference(_ items: [Bytes]) -> Bytes {
        var bits = Set<Int>()
        for item in items {
            let hash = Keccak256.hash(item).bytes
            for pair in [0, 2, 4] { bits.insert((Int(hash[pair]) * 256 + Int(hash[pair + 1])) % 2_048) }
        }
        return (0..<256).map { byte in
            (0..<8).reduce(UInt8(0)) { $0 | (bits.contains((255 - byte) * 8 + $1) ? 1 << $1 : 0) }
        }
    }

    @Test("a bloom sets the bits the yellow paper names, and denies nothing that is in it")
    func twin() throws {
        var random = SeededGenerator()
        for _ in 0..<200 {
            let address = try EthereumAddress(bytes: random.bytes(20))
            let topics = try (0..<Int(random.next() % 5)).map { _ in try Digest(random.bytes(32)) }
            var bloom = LogsBloom.empty
            bloom.insert(address: address, topics: topics)
            #expect(bloom.bytes == reference([address.bytes] + topics.map(\.bytes)))
            #expect(bloom.mayContain(LogsBloom.Bits(address)))
            #expect(topics.allSatisfy { bloom.mayContain(LogsBloom.Bits($0)) })
        }
    }

    @Test("a union holds what either holds, and the empty bloom nothing")
    func union() throws {
        var random = SeededGenerator()
        let (first, second) = (LogsBloom.Bits(random.bytes(32)), LogsBloom.Bits(random.bytes(20)))
        var (left, right) = (LogsBloom.empty, LogsBloom.empty)
        left.insert(first)
        right.insert(second)
        let both = left.union(right)
        #expect(both.mayContain(first) && both.mayContain(second))
        #expect(both == right.union(left) && both.union(left) == both)
        #expect(LogsBloom.empty.isEmpty && !both.isEmpty)
        #expect(!LogsBloom.empty.mayContain(first))
    }

    @Test("a bloom has 256 bytes", arguments: [0, 255, 257])
    func size(_ count: Int) {
        #expect(throws: EthereumHeaderError.wrongSize(field: "logsBloom", expected: 256, got: count)) {
            try LogsBloom(Bytes(repeating: 0, count: count))
        }
    }
}
