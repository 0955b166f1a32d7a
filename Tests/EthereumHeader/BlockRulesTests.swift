import Encoding
import EthereumHeader
import Quantities
import TestVectors
import Testing

/// The rules between a block and its parent that need no execution: each broken alone, each with its own error.
struct BlockRulesTests {
    private func parent() throws -> BlockHeader {
        var random = SeededGenerator()
        var header = try sampleHeader(.cancun, number: 7, using: &random)
        header.gasLimit = 30_000_000
        header.gasUsed = 15_000_000
        header.london?.baseFeePerGas = 1_000_000_000
        header.london?.shanghai?.cancun?.blobGasUsed = 4 << 17
        header.london?.shanghai?.cancun?.excessBlobGas = 1 << 17
        return header
    }

    private func child(of parent: BlockHeader) throws -> BlockHeader {
        var child = parent
        child.parentHash = SealedHeader(parent).hash
        child.number += 1
        child.timestamp += 12
        child.difficulty = .zero
        child.nonce = 0
        child.unclesHash = BlockHeader.emptyUnclesHash
        child.london?.shanghai?.cancun?.excessBlobGas = 2 << 17
        return child
    }

    private func verify(_ child: BlockHeader, _ parent: BlockHeader, _ rules: BlockRules = .ethereumCancun) throws {
        try SealedHeader(child).verifyFollows(SealedHeader(parent), rules: rules)
    }

    private func error(_ change: (inout BlockHeader) -> Void) throws -> EthereumHeaderError? {
        let parent = try parent()
        var child = try child(of: parent)
        change(&child)
        return #expect(throws: EthereumHeaderError.self) { try verify(child, parent) }
    }

    @Test("a child by the rules follows")
    func follows() throws {
        let parent = try parent()
        #expect(throws: Never.self) { try verify(try child(of: parent), parent) }
    }

    @Test("the gas limit stays within 1/1024 of the parent's, from 5,000 to 2^63 - 1")
    func gasLimit() throws {
        let parent = try parent()
        for (limit, isAllowed) in [(30_029_295, true), (30_029_296, false), (29_970_705, true), (29_970_704, false)] as [(UInt64, Bool)] {
            var child = try child(of: parent)
            child.gasLimit = limit
            if isAllowed {
                #expect(throws: Never.self) { try verify(child, parent) }
            } else {
                #expect(throws: EthereumHeaderError.gasLimitOutOfStep(height: 8, parent: 30_000_000, got: limit)) {
                    try verify(child, parent)
                }
            }
        }
        #expect(try error { $0.gasLimit = 1 << 63 } == .gasLimitTooBig(height: 8, maximum: (1 << 63) - 1, got: 1 << 63))
        #expect(try error { $0.gasUsed = 30_000_001 } == .gasUsedAboveLimit(height: 8, limit: 30_000_000, got: 30_000_001))
        var (small, next) = (parent, parent)
        small.gasLimit = 5_000
        small.gasUsed = 2_500
        next = try child(of: small)
        next.gasLimit = 4_999
        next.gasUsed = 0
        #expect(throws: EthereumHeaderError.gasLimitOutOfStep(height: 8, parent: 5_000, got: 4_999)) { try verify(next, small) }
    }

    @Test(
        "the base fee is what the parent's use of gas makes it",
        arguments: [
            (0, 875_000_000), (7_500_000, 937_500_000), (15_000_000, 1_000_000_000), (22_500_000, 1_062_500_000),
            (30_000_000, 1_125_000_000),
        ] as [(UInt64, UInt64)])
    func baseFee(gasUsed: UInt64, expected: UInt64) throws {
        var parent = try parent()
        parent.gasUsed = gasUsed
        var child = try child(of: parent)
        child.gasUsed = 0
        child.london?.baseFeePerGas = UInt256(expected)
        #expect(throws: Never.self) { try verify(child, parent) }
        child.london?.baseFeePerGas = UInt256(expected + 1)
        #expect(throws: EthereumHeaderError.wrongBaseFee(height: 8, expected: UInt256(expected), got: UInt256(expected + 1))) {
            try verify(child, parent)
        }
    }

    @Test("a full block raises even the smallest base fee by one wei, and the first block of London has one gwei and twice the limit")
    func baseFeeEdges() throws {
        var parent = try parent()
        parent.gasUsed = parent.gasLimit
        parent.london?.baseFeePerGas = 1
        #expect(try parent.nextBaseFee() == 2)
        parent.london?.baseFeePerGas = .max
        #expect(throws: EthereumHeaderError.self) { try parent.nextBaseFee() }
        parent.london = nil
        var child = try child(of: parent)
        child.london = LondonFields(baseFeePerGas: 1_000_000_000)
        child.gasLimit = 2 * parent.gasLimit
        #expect(throws: Never.self) { try verify(child, parent) }
        child.gasLimit = parent.gasLimit
        #expect(throws: EthereumHeaderError.gasLimitOutOfStep(height: 8, parent: 2 * parent.gasLimit, got: parent.gasLimit)) {
            try verify(child, parent)
        }
    }

    @Test("fork fields never go away, and proof of work never comes back")
    func forks() throws {
        #expect(try error { $0.london?.shanghai?.cancun = nil } == .forkStepsBack(height: 8, parent: .cancun, got: .shanghai))
        #expect(try error { $0.difficulty = .one } == .notConstantSinceMerge(height: 8, field: "difficulty"))
        #expect(try error { $0.nonce = 1 } == .notConstantSinceMerge(height: 8, field: "nonce"))
        #expect(try error { $0.unclesHash = .zero } == .notConstantSinceMerge(height: 8, field: "sha3Uncles"))
    }

    @Test("blob gas comes in whole blobs, bounded, and its excess follows from the parent")
    func blobGas() throws {
        #expect(
            try error { $0.london?.shanghai?.cancun?.blobGasUsed = 7 << 17 } == .wrongBlobGasUsed(height: 8, maximum: 6 << 17, got: 7 << 17)
        )
        #expect(try error { $0.london?.shanghai?.cancun?.blobGasUsed = 1 } == .wrongBlobGasUsed(height: 8, maximum: 6 << 17, got: 1))
        #expect(try error { $0.london?.shanghai?.cancun?.excessBlobGas = 0 } == .wrongExcessBlobGas(height: 8, expected: 2 << 17, got: 0))
        let parent = try parent()
        var child = try child(of: parent)
        child.london?.shanghai?.cancun?.excessBlobGas = 0
        #expect(throws: Never.self) { try verify(child, parent, .ethereumPrague) }
    }
}
