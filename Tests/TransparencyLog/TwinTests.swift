import Encoding
import Signatures
import TestVectors
import Testing
import TransparencyLog

/// The trees and proofs against the definitions of RFC 9162 section 2.1, written down as they stand there.
struct TwinTests {
    static let caseCount = 100_000
    private static let batchCount = 100

    @Test("100,000 random lists have the roots and proofs of the definition, and no altered proof holds", arguments: 0..<batchCount)
    func randomLists(batch: Int) throws {
        var random = SeededGenerator(seed: SeededGenerator.runSeed &+ UInt64(batch) &+ 3 << 32)
        for number in 0..<Self.caseCount / Self.batchCount {
            let size = Int.random(in: 1...(number % 100 == 0 ? 80 : 9), using: &random)
            let leaves = (0..<size).map { _ in random.bytes(Int.random(in: 0...3, using: &random)) }
            try compare(leaves, &random, "batch \(batch), case \(number)")
        }
        if batch == Self.batchCount - 1 { print("RFC 9162: \(Self.caseCount) random lists compared with the definition") }
    }

    private func compare(_ leaves: [Bytes], _ random: inout SeededGenerator, _ name: String) throws {
        let log = AppendOnlyLog(leafHashes: leaves.map { MerkleTreeHash.leafHash($0) })
        let root = Definition.root(leaves[...])
        try #require(log.root == root && MerkleTreeHash.root(of: leaves) == root, "\(name): root")

        let index = Int.random(in: 0..<leaves.count, using: &random)
        let path = Definition.path(index, leaves[...])
        try #require(try log.inclusionProof(index: UInt64(index), size: log.size) == path, "\(name): path")
        try #require(try MerkleTreeHash.inclusionProof(index: index, leaves: leaves) == path, "\(name): path")
        try verify(leaves[index], at: index, of: log.size, path, root)
        if let altered = Self.altered(path, &random) {
            try #require((try? verify(leaves[index], at: index, of: log.size, altered, root)) == nil, "\(name): altered path")
        }

        let first = Int.random(in: 1...leaves.count, using: &random)
        let proof = Definition.consistency(first, leaves[...], isWhole: true)
        let earlier = Definition.root(leaves.prefix(first))
        try #require(try log.root(size: UInt64(first)) == earlier, "\(name): earlier root")
        try #require(try log.consistencyProof(from: UInt64(first), to: log.size) == proof, "\(name): consistency")
        try #require(try MerkleTreeHash.consistencyProof(firstSize: first, leaves: leaves) == proof, "\(name): consistency")
        try verify(first, earlier, log.size, root, proof)
        if let altered = Self.altered(proof, &random) {
            try #require((try? verify(first, earlier, log.size, root, altered)) == nil, "\(name): altered consistency")
        }
    }

    private func verify(
        _ leaf: Bytes, at index: Int, of size: UInt64, _ proof: [Digest], _ root: Digest
    ) throws(TransparencyLogError) {
        try MerkleTreeHash.verifyInclusion(
            leafHash: MerkleTreeHash.leafHash(leaf), index: UInt64(index), treeSize: size, proof: proof, root: root)
    }

    private func verify(
        _ first: Int, _ firstRoot: Digest, _ second: UInt64, _ secondRoot: Digest, _ proof: [Digest]
    ) throws(TransparencyLogError) {
        try MerkleTreeHash.verifyConsistency(
            firstSize: UInt64(first), firstRoot: firstRoot, secondSize: second, secondRoot: secondRoot, proof: proof)
    }

    /// The proof with one bit turned, nil for an empty one.
    private static func altered(_ proof: [Digest], _ random: inout SeededGenerator) -> [Digest]? {
        guard let place = proof.indices.randomElement(using: &random) else { return nil }
        var bytes = proof[place].bytes
        bytes[Int.random(in: 0..<32, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        var altered = proof
        altered[place] = bytes.withUnsafeBytes { source in Digest { $0.copyMemory(from: source) } }
        return altered
    }
}

/// MTH, PATH and SUBPROOF of RFC 9162, word for word and slow: every node is hashed from its leaves each time.
private enum Definition {
    static func root(_ leaves: ArraySlice<Bytes>) -> Digest {
        MerkleTreeHashTests.referenceRoot(leaves)
    }

    /// The largest power of two below `count`.
    static func split(_ count: Int) -> Int {
        var half = 1
        while half * 2 < count { half *= 2 }
        return half
    }

    /// PATH(m, D_n), section 2.1.3.1.
    static func path(_ index: Int, _ leaves: ArraySlice<Bytes>) -> [Digest] {
        if leaves.count == 1 { return [] }
        let half = split(leaves.count)
        return index < half
            ? path(index, leaves.prefix(half)) + [root(leaves.dropFirst(half))]
            : path(index - half, leaves.dropFirst(half)) + [root(leaves.prefix(half))]
    }

    /// SUBPROOF(m, D_n, b), section 2.1.4.1.
    static func consistency(_ first: Int, _ leaves: ArraySlice<Bytes>, isWhole: Bool) -> [Digest] {
        if first == leaves.count { return isWhole ? [] : [root(leaves)] }
        let half = split(leaves.count)
        return first <= half
            ? consistency(first, leaves.prefix(half), isWhole: isWhole) + [root(leaves.dropFirst(half))]
            : consistency(first - half, leaves.dropFirst(half), isWhole: false) + [root(leaves.prefix(half))]
    }
}
