import Encoding
import EthereumHeader
import Signatures
import TestVectors
import Testing

struct HeaderSegmentTests {
    /// Six headers, each the parent of the next.
    private func chain() throws -> [BlockHeader] {
        var random = SeededGenerator()
        var headers: [BlockHeader] = []
        for number in UInt64(100)..<106 {
            var header = try sampleHeader(.prague, number: number, using: &random)
            header.timestamp = 1_700_000_000 + 12 * number
            if let parent = headers.last { header.parentHash = SealedHeader(parent).hash }
            headers.append(header)
        }
        return headers
    }

    @Test("a trusted hash anchors the headers back from it, and each is found by its number")
    func backward() throws {
        let headers = try chain()
        let trusted = SealedHeader(headers[5]).hash
        let segment = try HeaderSegment.verify(backwardFrom: trusted, headers, time: .later)
        #expect(segment.headers.map(\.sealed.header) == headers)
        #expect(segment.oldest.number == 100 && segment.newest.hash == trusted)
        #expect(segment[103]?.sealed.header == headers[3] && segment[103]?.anchor == trusted)
        #expect(segment[99] == nil && segment[106] == nil && segment[.max] == nil)
    }

    @Test("a change anywhere in a header breaks the link above it, and nothing else hides it", arguments: 0..<5)
    func altered(index: Int) throws {
        var headers = try chain()
        let trusted = SealedHeader(headers[5]).hash
        let expected = SealedHeader(headers[index]).hash
        headers[index].stateRoot = .zero
        let got = SealedHeader(headers[index]).hash
        #expect(throws: EthereumHeaderError.wrongParent(height: UInt64(101 + index), expected: got, got: expected)) {
            try HeaderSegment.verify(backwardFrom: trusted, headers, time: .later)
        }
    }

    @Test("the newest header must have the trusted hash, and there must be one")
    func newest() throws {
        let headers = try chain()
        let (last, trusted) = (SealedHeader(headers[5]).hash, SealedHeader(headers[4]).hash)
        #expect(throws: EthereumHeaderError.untrustedHash(height: 105, trusted: trusted, computed: last)) {
            try HeaderSegment.verify(backwardFrom: trusted, headers, time: .later)
        }
        #expect(throws: EthereumHeaderError.emptySegment) { try HeaderSegment.verify(backwardFrom: trusted, [], time: .later) }
        #expect(throws: EthereumHeaderError.emptySegment) { try DescendantSegment.verify(forwardFrom: trusted, [], time: .later) }
    }

    @Test("a left out, doubled or swapped header is refused")
    func order() throws {
        let headers = try chain()
        let trusted = SealedHeader(headers[5]).hash
        var (missing, doubled, swapped) = (headers, headers, headers)
        missing.remove(at: 2)
        doubled.insert(headers[2], at: 2)
        swapped.swapAt(1, 2)
        for bad in [missing, doubled, swapped] {
            let error = #expect(throws: EthereumHeaderError.self) { try HeaderSegment.verify(backwardFrom: trusted, bad, time: .later) }
            #expect(error?.shortDescription == "header-height")
        }
    }

    @Test("headers forward from a trusted block are candidates until the newest is trusted")
    func forward() throws {
        let headers = try chain()
        let parent = try AnchoredHeader.verify(SealedHeader(headers[0]), trustedHash: SealedHeader(headers[0]).hash)
        let segment = try DescendantSegment.verify(forwardFrom: parent, Array(headers.dropFirst()), time: .later)
        #expect(segment.trustedParent == parent.hash && segment.headers.map(\.header) == Array(headers.dropFirst()))
        let newest = SealedHeader(headers[5]).hash
        #expect(try segment.anchored(by: newest).headers.map(\.number) == [101, 102, 103, 104, 105])
        #expect(throws: EthereumHeaderError.untrustedHash(height: 105, trusted: .zero, computed: newest)) {
            try segment.anchored(by: .zero)
        }
    }

    @Test("the first header forward must name the trusted block, and follow its number")
    func forwardLink() throws {
        var headers = try chain()
        let parent = SealedHeader(headers[0])
        let anchored = try AnchoredHeader.verify(parent, trustedHash: parent.hash)
        #expect(throws: EthereumHeaderError.wrongParent(height: 102, expected: parent.hash, got: headers[2].parentHash)) {
            try DescendantSegment.verify(forwardFrom: parent.hash, Array(headers[2...]), time: .later)
        }
        headers[1].number = 102
        #expect(throws: EthereumHeaderError.wrongHeight(parent: 100, got: 102)) {
            try DescendantSegment.verify(forwardFrom: anchored, [headers[1]], time: .later)
        }
    }

    @Test("a header is anchored from its RLP or its JSON, and only by its own hash")
    func anchoring() throws {
        let sealed = SealedHeader(try chain()[0])
        let fromRLP = try AnchoredHeader.verify(rlp: sealed.header.rlp, trustedHash: sealed.hash, limits: .ethereum)
        let fromJSON = try AnchoredHeader.verify(block: JSONNode(.object(sealed.header.json)), trustedHash: sealed.hash, limits: .ethereum)
        #expect(fromRLP == fromJSON)
        #expect(throws: EthereumHeaderError.untrustedHash(height: 100, trusted: .zero, computed: sealed.hash)) {
            try AnchoredHeader.verify(rlp: sealed.header.rlp, trustedHash: .zero, limits: .ethereum)
        }
    }

    @Test("a bloom without an address or topic proves that the block has no log with it; with it, it proves nothing")
    func noLogs() throws {
        var header = try chain()[0]
        let present = try EthereumAddress(bytes: Bytes(repeating: 1, count: 20))
        let absent = try EthereumAddress(bytes: Bytes(repeating: 2, count: 20))
        let topic = Keccak256.hash(Bytes("Deposit".utf8))
        header.logsBloom = .empty
        header.logsBloom.insert(address: present, topics: [topic])
        let sealed = SealedHeader(header)
        let block = try AnchoredHeader.verify(sealed, trustedHash: sealed.hash)
        #expect(try block.verifyNoLogs(with: .address(absent)).mark == .address(absent))
        #expect(try block.verifyNoLogs(with: .topic(.zero)).block == block)
        for mark in [LogMark.address(present), .topic(topic)] {
            #expect(throws: EthereumHeaderError.mayHaveLogs(height: 100, mark)) { try block.verifyNoLogs(with: mark) }
        }
    }
}
