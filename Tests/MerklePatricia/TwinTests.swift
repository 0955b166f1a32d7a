import Encoding
import MerklePatricia
import TestVectors
import Testing

/// The trie that is changed step by step, the root computed at once, and the verifier: three who must say the same.
struct TwinTests {
    static let count = 100_000
    /// Run beside each other.
    static let parts = 8

    @Test("a trie changed step by step has the root of its entries at once, and its proofs show just them", arguments: 0..<parts)
    func threeAgree(part: Int) throws {
        var random = SeededGenerator(seed: SeededGenerator.runSeed &+ UInt64(part))
        var absences: [Absence: Int] = [:]
        for round in 0..<Self.count / Self.parts {
            let sample = RandomTrie(using: &random)
            let root = TrieRoot.root(of: sample.entries)
            guard sample.trie.root == root else {
                Issue.record("part \(part), round \(round): the roots differ for \(sample.entries)")
                return
            }
            for key in sample.candidates {
                let entry = try TrieProof.verify(sample.trie.proof(of: key), root: root, key: key, limits: .state)
                guard entry.value == sample.entries[key], sample.trie[key] == sample.entries[key] else {
                    Issue.record("part \(part), round \(round): \(key) is \(entry.finding) in \(sample.entries)")
                    return
                }
                if case .absent(let absence) = entry.finding { absences[absence, default: 0] += 1 }
            }
        }
        #expect(absences.count == Absence.allCases.count, "not every way of absence came up: \(absences)")
    }

    @Test("tries of hashed keys give back what was put in, whatever the order")
    func hashedKeys() throws {
        var random = SeededGenerator()
        for _ in 0..<20 {
            let entries = (0..<60).map { _ in (key: random.bytes(20), value: random.bytes(70)) }
            var (one, other) = (PatriciaTrie(keys: .hashed), PatriciaTrie(keys: .hashed))
            for entry in entries { one[entry.key] = entry.value }
            for entry in entries.shuffled(using: &random) { other[entry.key] = entry.value }
            #expect(one.root == other.root)
            for entry in entries {
                let proven = try TrieProof.verify(other.proof(of: entry.key), root: one.root, key: one.stored(entry.key), limits: .state)
                #expect(proven.value == entry.value)
            }
            for entry in entries.shuffled(using: &random) { one[entry.key] = nil }
            #expect(one.isEmpty && one.root == TrieRoot.empty)
        }
    }
}
