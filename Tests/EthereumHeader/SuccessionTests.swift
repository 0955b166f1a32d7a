import Encoding
import EthereumHeader
import TestVectors
import Testing

struct SuccessionTests {
    private func pair() throws -> (parent: SealedHeader, child: BlockHeader) {
        var random = SeededGenerator()
        let parent = SealedHeader(try sampleHeader(.prague, number: 7, using: &random))
        var child = try sampleHeader(.prague, number: 8, using: &random)
        child.parentHash = parent.hash
        child.timestamp = parent.timestamp + 12
        return (parent, child)
    }

    @Test("a child with the next number, its parent's hash and a later time follows")
    func follows() throws {
        let (parent, child) = try pair()
        #expect(throws: Never.self) { try SealedHeader(child).verifyFollows(parent, time: .later) }
    }

    @Test("another parent is refused with both hashes")
    func wrongParent() throws {
        let (parent, first) = try pair()
        var child = first
        child.parentHash = .zero
        #expect(throws: EthereumHeaderError.wrongParent(height: 8, expected: parent.hash, got: .zero)) {
            try SealedHeader(child).verifyFollows(parent, time: .later)
        }
    }

    @Test("a skipped or repeated number is refused, also at the end of 64 bits", arguments: [UInt64(7), 9, 0, .max])
    func wrongNumber(_ number: UInt64) throws {
        let (parent, first) = try pair()
        var child = first
        child.number = number
        #expect(throws: EthereumHeaderError.wrongHeight(parent: 7, got: number)) {
            try SealedHeader(child).verifyFollows(parent, time: .later)
        }
        #expect(throws: EthereumHeaderError.wrongHeight(parent: .max, got: number)) {
            try SealedHeader(child).verifyFollows(number: .max, hash: parent.hash, timestamp: 0, time: .later)
        }
    }

    @Test("a block in its parent's second follows on rollups only, an earlier one nowhere")
    func time() throws {
        let (parent, first) = try pair()
        var child = first
        child.timestamp = parent.timestamp
        let same = SealedHeader(child)
        #expect(throws: EthereumHeaderError.self) { try same.verifyFollows(parent, time: .later) }
        #expect(throws: Never.self) { try same.verifyFollows(parent, time: .notEarlier) }
        child.timestamp -= 1
        let earlier = SealedHeader(child)
        #expect(throws: EthereumHeaderError.timeBeforeParent(height: 8, parent: parent.timestamp, got: parent.timestamp - 1)) {
            try earlier.verifyFollows(parent, time: .notEarlier)
        }
    }
}
