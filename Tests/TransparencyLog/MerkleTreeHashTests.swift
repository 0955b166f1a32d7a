import Encoding
import Signatures
import TestVectors
import Testing
import TransparencyLog

struct MerkleTreeHashTests {
    /// The root straight from the recursive definition of RFC 9162 section 2.1.1.
    static func referenceRoot(_ leaves: ArraySlice<Bytes>) -> Digest {
        guard leaves.count > 1 else {
            return leaves.first.map { SHA256.hash([0] + $0) } ?? SHA256.hash(Bytes())
        }
        var half = 1
        while half * 2 < leaves.count { half *= 2 }
        return SHA256.hash([1] + referenceRoot(leaves.prefix(half)).bytes + referenceRoot(leaves.dropFirst(half)).bytes)
    }

    static func leaves(_ count: Int) -> [Bytes] {
        (0..<count).map { Bytes("leaf \($0)".utf8) }
    }

    @Test("the root of nothing is the hash of nothing")
    func emptyRoot() {
        #expect(MerkleTreeHash.root(of: []).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("roots equal the recursive definition for every size up to 70")
    func rootsEqualTheDefinition() {
        for count in 0...70 {
            let leaves = Self.leaves(count)
            #expect(MerkleTreeHash.root(of: leaves) == Self.referenceRoot(leaves[...]), "\(count) leaves")
        }
    }

    @Test("every leaf of every small list is proven, and in no other place")
    func inclusionRoundTrip() throws {
        for count in 1...33 {
            let leaves = Self.leaves(count)
            let root = MerkleTreeHash.root(of: leaves)
            for index in 0..<count {
                let proof = try MerkleTreeHash.inclusionProof(index: index, leaves: leaves)
                for claimed in 0..<count {
                    let holds = (try? verify(leaves[index], at: claimed, of: count, proof, root)) != nil
                    #expect(holds == (claimed == index), "leaf \(index) of \(count) claimed at \(claimed)")
                }
            }
        }
    }

    private func verify(_ leaf: Bytes, at index: Int, of count: Int, _ proof: [Digest], _ root: Digest) throws(TransparencyLogError) {
        try MerkleTreeHash.verifyInclusion(
            leafHash: MerkleTreeHash.leafHash(leaf), index: UInt64(index), treeSize: UInt64(count), proof: proof, root: root)
    }

    @Test("every list is proven to begin with each of its shorter states, and with no altered one")
    func consistencyRoundTrip() throws {
        for count in 1...33 {
            let leaves = Self.leaves(count)
            for first in 1...count {
                let proof = try MerkleTreeHash.consistencyProof(firstSize: first, leaves: leaves)
                let earlier = MerkleTreeHash.root(of: Array(leaves.prefix(first)))
                try verify(first, earlier, count, MerkleTreeHash.root(of: leaves), proof)
                #expect(throws: TransparencyLogError.self) {
                    try verify(first, MerkleTreeHash.leafHash([9]), count, MerkleTreeHash.root(of: leaves), proof)
                }
            }
        }
    }

    private func verify(
        _ first: Int, _ firstRoot: Digest, _ second: Int, _ secondRoot: Digest, _ proof: [Digest]
    ) throws(TransparencyLogError) {
        try MerkleTreeHash.verifyConsistency(
            firstSize: UInt64(first), firstRoot: firstRoot, secondSize: UInt64(second), secondRoot: secondRoot, proof: proof)
    }

    @Test("indices, sizes and lengths outside the list are named")
    func errorsNameTheirCause() {
        let leaves = Self.leaves(5)
        let root = MerkleTreeHash.root(of: leaves)
        #expect(throws: TransparencyLogError.indexOutOfRange(index: 5, treeSize: 5)) { try verify(leaves[0], at: 5, of: 5, [], root) }
        #expect(throws: TransparencyLogError.wrongProofLength(expected: 3, got: 0)) { try verify(leaves[0], at: 0, of: 5, [], root) }
        #expect(throws: TransparencyLogError.wrongProofLength(expected: 1, got: 0)) { try verify(leaves[4], at: 4, of: 5, [], root) }
        #expect(throws: TransparencyLogError.sizesOutOfOrder(first: 0, second: 5)) { try verify(0, root, 5, root, []) }
        #expect(throws: TransparencyLogError.sizesOutOfOrder(first: 6, second: 5)) { try verify(6, root, 5, root, []) }
        #expect(throws: TransparencyLogError.indexOutOfRange(index: 9, treeSize: 5)) {
            try MerkleTreeHash.inclusionProof(index: 9, leaves: leaves)
        }
    }

    @Test("sizes near 2^64 neither trap nor loop")
    func extremeSizes() {
        for size: UInt64 in [.max, .max - 1, 1 << 63, (1 << 63) + 1] {
            for index: UInt64 in [0, 1, size / 2, size - 1] {
                #expect(throws: TransparencyLogError.self) {
                    try MerkleTreeHash.verifyInclusion(
                        leafHash: .zero, index: index, treeSize: size, proof: Array(repeating: .zero, count: 64), root: .zero)
                }
                #expect(throws: TransparencyLogError.self) {
                    try MerkleTreeHash.verifyConsistency(
                        firstSize: index + 1, firstRoot: .zero, secondSize: size, secondRoot: .zero,
                        proof: Array(repeating: .zero, count: 65))
                }
            }
        }
    }
}
