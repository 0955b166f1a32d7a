import CommitmentProofs
import Encoding
import Signatures
import Testing

/// Forgeries that a careless verifier accepts, each with the error it must meet.
struct AttackTests {
    private let leaf = LeafOp(hash: .sha256, prehashKey: .sha256, prehashValue: .sha256, prefix: [0])

    private func membership(_ path: [InnerOp], leaf: LeafOp? = nil, key: Bytes = [1], value: Bytes = [2]) throws(CommitmentProofError) {
        let proof = ExistenceProof(key: key, value: value, leaf: leaf ?? self.leaf, path: path)
        let root = try proof.root()
        guard let digest = try? Digest(root) else { return }
        // The root is whatever the forgery leads to, so that only the checks of the steps can refuse it.
        try CommitmentProof.existence(proof).verifyMembership(spec: .smt, root: digest, key: key, value: value)
    }

    @Test("an inner step may not begin like a leaf")
    func innerLikeLeaf() {
        #expect(throws: CommitmentProofError.innerLooksLikeLeaf(layer: 1)) {
            try membership([InnerOp(hash: .sha256, prefix: [0], suffix: Bytes(repeating: 0, count: 32))])
        }
    }

    @Test("an inner step may not carry more than one sibling in its prefix or suffix")
    func oversizedSteps() {
        #expect(throws: CommitmentProofError.innerPrefixTooLong(layer: 1, maximum: 33, got: 65)) {
            try membership([InnerOp(hash: .sha256, prefix: Bytes(repeating: 1, count: 65), suffix: [])])
        }
        #expect(throws: CommitmentProofError.wrongInnerSuffix(layer: 1, childSize: 32, got: 33)) {
            try membership([InnerOp(hash: .sha256, prefix: [1], suffix: Bytes(repeating: 1, count: 33))])
        }
        #expect(throws: CommitmentProofError.wrongInnerSuffix(layer: 2, childSize: 32, got: 64)) {
            let good = InnerOp(hash: .sha256, prefix: [1], suffix: Bytes(repeating: 1, count: 32))
            try membership([good, InnerOp(hash: .sha256, prefix: [1], suffix: Bytes(repeating: 1, count: 64))])
        }
        #expect(throws: CommitmentProofError.innerPrefixTooShort(layer: 1, minimum: 1, got: 0)) {
            try membership([InnerOp(hash: .sha256, prefix: [], suffix: Bytes(repeating: 1, count: 32))])
        }
    }

    @Test("another hash, another leaf and too deep a path are refused")
    func otherOperations() {
        #expect(throws: CommitmentProofError.wrongInnerHash(layer: 1, expected: .sha256, got: .sha512_256)) {
            try membership([InnerOp(hash: .sha512_256, prefix: [1], suffix: Bytes(repeating: 1, count: 32))])
        }
        #expect(throws: CommitmentProofError.wrongLeafOperation(field: "value prehash", expected: "sha256", got: "none")) {
            try membership([], leaf: LeafOp(hash: .sha256, prehashKey: .sha256, prefix: [0]), value: Bytes(repeating: 3, count: 32))
        }
        #expect(throws: CommitmentProofError.depthTooLong(maximum: 256, got: 257)) {
            try membership(Array(repeating: InnerOp(hash: .sha256, prefix: [1], suffix: Bytes(repeating: 1, count: 32)), count: 257))
        }
    }

    @Test("absence is not proven by leaves that are not neighbours, nor by one leaf in the middle")
    func absenceWithoutNeighbours() throws {
        let tree = FourLeaves()
        let absent = tree.absentKey(between: 1, and: 2)
        func expect(_ left: Int?, _ right: Int?, _ error: CommitmentProofError?) {
            let proof = CommitmentProof.nonExistence(NonExistenceProof(key: absent, left: left.map(tree.proof), right: right.map(tree.proof)))
            if let error {
                #expect(throws: error) { try proof.verifyNonMembership(spec: .smt, root: tree.root, key: absent) }
            } else {
                #expect(throws: Never.self) { try proof.verifyNonMembership(spec: .smt, root: tree.root, key: absent) }
            }
        }
        expect(1, 2, nil)
        expect(0, 2, .notNeighbours)
        expect(1, 3, .notNeighbours)
        expect(nil, 2, .notLeftmost)
        expect(1, nil, .notRightmost)
        expect(2, 3, .notRightOfLeftNeighbour)
        expect(0, 1, .notLeftOfRightNeighbour)
        expect(1, 1, .notLeftOfRightNeighbour)
        expect(nil, nil, .noNeighbours)
    }

    @Test("a path that is the beginning of another is no neighbour of it, and nothing traps")
    func pathsOfOneAnother() throws {
        let tree = FourLeaves()
        let proof = CommitmentProof.nonExistence(NonExistenceProof(key: [1], left: tree.proof(0), right: tree.proof(0)))
        #expect(throws: CommitmentProofError.self) { try proof.verifyNonMembership(spec: .smt, root: tree.root, key: [1]) }
        let single = ExistenceProof(key: [1], value: [2], leaf: leaf, path: [])
        let root = try Digest(try single.root())
        for (left, right) in [(single, nil), (nil, single), (single, single)] as [(ExistenceProof?, ExistenceProof?)] {
            let absence = CommitmentProof.nonExistence(NonExistenceProof(key: [1], left: left, right: right))
            #expect(throws: CommitmentProofError.self) { try absence.verifyNonMembership(spec: .smt, root: root, key: [1]) }
        }
    }

    @Test("a specification in which left and right cannot be told apart is refused")
    func unsoundSpec() {
        #expect(throws: CommitmentProofError.self) {
            try ProofSpec(leaf: leaf, inner: ProofSpec.Inner(hash: .sha256, childSize: 32, prefixLength: 1...33))
        }
        #expect(throws: CommitmentProofError.self) {
            try ProofSpec(leaf: leaf, inner: ProofSpec.Inner(hash: .sha256, childSize: 0, prefixLength: 1...1))
        }
    }
}

/// A tree of four leaves in two pairs, made by hand; keys are chosen so that their hashes ascend.
private struct FourLeaves {
    let keys: [Bytes]
    private let leaf = LeafOp(hash: .sha256, prehashKey: .sha256, prehashValue: .sha256, prefix: [0])
    private let pool: [Bytes]

    init() {
        pool = (0..<64).map { [UInt8($0)] }.sorted { SHA256.hash($0) < SHA256.hash($1) }
        keys = [pool[5], pool[15], pool[25], pool[35]]
    }

    func absentKey(between low: Int, and high: Int) -> Bytes {
        pool.first { SHA256.hash(keys[low]) < SHA256.hash($0) && SHA256.hash($0) < SHA256.hash(keys[high]) } ?? []
    }

    private func hash(_ index: Int) -> Digest {
        SHA256.hash([0] + SHA256.hash(keys[index]).bytes + SHA256.hash([9]).bytes)
    }

    private func pair(_ index: Int) -> Digest {
        SHA256.hash(prefix: 1, hash(2 * index), hash(2 * index + 1))
    }

    var root: Digest { SHA256.hash(prefix: 1, pair(0), pair(1)) }

    func proof(_ index: Int) -> ExistenceProof {
        ExistenceProof(
            key: keys[index], value: [9], leaf: leaf,
            path: [step(index % 2, sibling: hash(index ^ 1)), step(index / 2, sibling: pair(index / 2 ^ 1))])
    }

    private func step(_ side: Int, sibling: Digest) -> InnerOp {
        side == 0
            ? InnerOp(hash: .sha256, prefix: [1], suffix: sibling.bytes)
            : InnerOp(hash: .sha256, prefix: [1] + sibling.bytes, suffix: [])
    }
}
