import Encoding
import MerklePatricia
import TestVectors
import Testing

/// A proof is one sequence of bytes; every other one is refused.
struct AlteredProofTests {
    private func sample() -> (trie: PatriciaTrie, keys: [Bytes]) {
        var trie = PatriciaTrie(keys: .hashed)
        let keys = (0..<40).map { Bytes("key \($0)".utf8) }
        for (index, key) in keys.enumerated() { trie[key] = Bytes(repeating: UInt8(index + 1), count: 1 + index % 5) }
        return (trie, keys + [Bytes("absent".utf8), Bytes("also absent".utf8)])
    }

    @Test("a proof with any one byte changed is refused")
    func everyByte() throws {
        let (trie, keys) = sample()
        var random = SeededGenerator()
        var count = 0
        for key in keys[38...] {
            let proof = trie.proof(of: key)
            for (node, bytes) in proof.enumerated() {
                for index in bytes.indices {
                    var altered = proof
                    altered[node][index] ^= UInt8.random(in: 1 ... .max, using: &random)
                    #expect(throws: MerklePatriciaError.self) {
                        try TrieProof.verify(altered, root: trie.root, key: trie.stored(key), limits: .state)
                    }
                    count += 1
                }
            }
        }
        print("\(count) altered proofs refused")
    }

    @Test("a proof that lacks a node, has one twice, or has one more at the end names what is wrong")
    func wrongNumber() throws {
        let (trie, keys) = sample()
        let proof = trie.proof(of: keys[0])
        let key = trie.stored(keys[0])
        try #require(proof.count >= 2)
        #expect(throws: MerklePatriciaError.unusedNodes(used: proof.count, got: proof.count + 1)) {
            try TrieProof.verify(proof + [proof[0]], root: trie.root, key: key, limits: .state)
        }
        let short = #expect(throws: MerklePatriciaError.self) {
            try TrieProof.verify(proof.dropLast(), root: trie.root, key: key, limits: .state)
        }
        #expect(short?.shortDescription == "trie-missing-node")
        let headless = #expect(throws: MerklePatriciaError.self) {
            try TrieProof.verify(Array(proof.dropFirst()), root: trie.root, key: key, limits: .state)
        }
        #expect(headless?.shortDescription == "trie-wrong-root")
        let doubled = #expect(throws: MerklePatriciaError.self) {
            try TrieProof.verify([proof[0]] + proof, root: trie.root, key: key, limits: .state)
        }
        #expect(doubled?.shortDescription == "trie-wrong-node")
        #expect(throws: MerklePatriciaError.missingNode(node: 0, expected: trie.root)) {
            try TrieProof.verify([], root: trie.root, key: key, limits: .state)
        }
    }

    @Test("a proof of one key shows nothing about another whose way parts from it")
    func otherKey() throws {
        let (trie, keys) = sample()
        for key in keys[1...] where trie.proof(of: key) != trie.proof(of: keys[0]) {
            let result = Result { try TrieProof.verify(trie.proof(of: keys[0]), root: trie.root, key: trie.stored(key), limits: .state) }
            if case .success(let entry) = result { #expect(entry.value == trie[key]) }
        }
    }

    @Test("the empty trie is proven by no node or by its own, and by nothing else")
    func emptyTrie() throws {
        for proof in [[], [[0x80]]] as [[Bytes]] {
            let entry = try TrieProof.verify(proof, root: TrieRoot.empty, key: [1], limits: .state)
            #expect(entry.finding == .absent(.emptyTrie))
        }
        #expect(throws: MerklePatriciaError.unusedNodes(used: 1, got: 2)) {
            try TrieProof.verify([[0x80], [0x80]], root: TrieRoot.empty, key: [1], limits: .state)
        }
        #expect(throws: MerklePatriciaError.self) { try TrieProof.verify([[0xc0]], root: TrieRoot.empty, key: [1], limits: .state) }
    }

    @Test("sizes are bounded before anything is hashed")
    func bounds() {
        let root = Digest.zero
        #expect(throws: MerklePatriciaError.keyTooLong(maximum: 32, got: 33)) {
            try TrieProof.verify([], root: root, key: Bytes(repeating: 0, count: 33), limits: .state)
        }
        #expect(throws: MerklePatriciaError.tooManyNodes(maximum: 65, got: 66)) {
            try TrieProof.verify([Bytes](repeating: [0x80], count: 66), root: root, key: [1], limits: .state)
        }
        #expect(throws: MerklePatriciaError.nodeTooLong(node: 0, maximum: 1_024, got: 1_025)) {
            try TrieProof.verify([Bytes(repeating: 0, count: 1_025)], root: root, key: [1], limits: .state)
        }
    }
}
