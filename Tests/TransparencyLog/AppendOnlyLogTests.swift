import Encoding
import Testing
import TransparencyLog

struct AppendOnlyLogTests {
    @Test("roots and proofs between all states of a log equal those from all its leaves")
    func equalsTheWholeList() throws {
        let leaves = MerkleTreeHashTests.leaves(40)
        let log = AppendOnlyLog(leafHashes: leaves.map { MerkleTreeHash.leafHash($0) })
        for size in 1...40 {
            let state = Array(leaves.prefix(size))
            #expect(try log.root(size: UInt64(size)) == MerkleTreeHash.root(of: state))
            for index in 0..<size {
                let inclusion = try log.inclusionProof(index: UInt64(index), size: UInt64(size))
                #expect(try inclusion == MerkleTreeHash.inclusionProof(index: index, leaves: state))
                let consistency = try log.consistencyProof(from: UInt64(index + 1), to: UInt64(size))
                #expect(try consistency == MerkleTreeHash.consistencyProof(firstSize: index + 1, leaves: state))
            }
        }
    }

    @Test("a frontier that was kept goes on as if it had never stopped")
    func frontierResumes() throws {
        var whole = TreeFrontier()
        for number in 0..<100 {
            let resumed = try TreeFrontier(size: whole.size, hashes: whole.hashes)
            #expect(resumed == whole && resumed.root == MerkleTreeHash.root(of: MerkleTreeHashTests.leaves(number)))
            whole.append(MerkleTreeHash.leafHash(MerkleTreeHashTests.leaves(number + 1)[number]))
            #expect(whole.hashes.count == whole.size.nonzeroBitCount)
        }
        #expect(throws: TransparencyLogError.wrongFrontierLength(expected: 2, got: 1)) { try TreeFrontier(size: 3, hashes: [.zero]) }
        #expect(throws: TransparencyLogError.tooManyLeaves(maximum: TreeFrontier.maximumSize, got: .max)) {
            try TreeFrontier(size: .max, hashes: Array(repeating: .zero, count: 64))
        }
    }

    @Test("every complete node is handed out once, when its last leaf comes")
    func completeNodes() {
        var frontier = TreeFrontier()
        var nodes: [Int: [UInt64]] = [:]
        for _ in 0..<64 {
            for node in frontier.append(.zero) { nodes[node.level, default: []].append(node.index) }
        }
        for level in 0...6 { #expect(nodes[level] == Array(0..<UInt64(64 >> level))) }
        #expect(nodes.count == 7)
    }

    @Test("states the log never had are named")
    func unknownStates() throws {
        let log = try SampleLog(leaves: 5).log
        #expect(throws: TransparencyLogError.missingNode(level: 1, index: 2)) { try log.root(size: 6) }
        #expect(throws: TransparencyLogError.indexOutOfRange(index: 5, treeSize: 5)) { try log.inclusionProof(index: 5, size: 5) }
        #expect(throws: TransparencyLogError.sizesOutOfOrder(first: 0, second: 5)) { try log.consistencyProof(from: 0, to: 5) }
        #expect(throws: TransparencyLogError.sizesOutOfOrder(first: 6, second: 5)) { try log.consistencyProof(from: 6, to: 5) }
        #expect(throws: TransparencyLogError.missingNode(level: 63, index: 0)) { try log.root(size: .max) }
    }

    @Test("a proof file made by a log is verified by anybody with the log's key, and only for its own entry and place")
    func proofFile() throws {
        let sample = try SampleLog(leaves: 11)
        let note = try sample.signer.sign(sample.log.checkpoint(origin: sample.origin))
        let proof = try LogInclusionProof(
            extra: [1, 2, 3], index: 4, hashes: sample.log.inclusionProof(index: 4, size: 11), checkpoint: note)
        let read = try LogInclusionProof(parsing: proof.encoded)
        #expect(read == proof)
        let entry = try read.verify(leafHash: MerkleTreeHash.leafHash(Bytes("leaf 4".utf8)), log: sample.trusted())
        #expect(entry.index == 4 && entry.checkpoint.size == 11)
        let error = #expect(throws: TransparencyLogError.self) {
            try read.verify(leafHash: MerkleTreeHash.leafHash(Bytes("leaf 5".utf8)), log: sample.trusted())
        }
        #expect(error?.shortDescription == "wrong-root")
        let stranger = try SampleLog("log.example/7", secret: 2).trusted()
        #expect(throws: TransparencyLogError.noKnownSigner(signatures: 1, known: 1)) {
            try read.verify(leafHash: entry.leafHash, log: stranger)
        }
    }
}
