import Encoding
import MerklePatricia
import Signatures
import TestVectors
import Testing

/// Nodes that hash to their root and have anything in them: whatever comes is answered or refused, never trapped on.
struct RandomNodeTests {
    static var rounds: Int {
        #if DEBUG
            20_000
        #else
            1_000_000
        #endif
    }

    /// An honest node with some bytes changed, cut or put in, and true references upward.
    private func mutated(_ node: Bytes, using random: inout SeededGenerator) -> Bytes {
        var node = node
        for _ in 0...Int.random(in: 0..<3, using: &random) where !node.isEmpty {
            let place = Int.random(in: node.indices, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: node.remove(at: place)
            case 1: node.insert(UInt8.random(in: 0 ... .max, using: &random), at: place)
            case 2: node[place] = [0x00, 0x80, 0x81, 0xa0, 0xb8, 0xbf, 0xc0, 0xc1, 0xd1, 0xf8, 0xff].randomElement(using: &random) ?? 0
            default: node[place] = UInt8.random(in: 0 ... .max, using: &random)
            }
        }
        return node
    }

    @Test("a root node with anything in it is answered or refused")
    func mutatedRoots() {
        var random = SeededGenerator()
        var (answered, refused) = (0, 0)
        for _ in 0..<Self.rounds / 10 {
            let sample = RandomTrie(using: &random)
            guard let key = sample.candidates.randomElement(using: &random), let node = sample.trie.proof(of: key).first else { continue }
            for _ in 0..<10 {
                let bad = mutated(node, using: &random)
                do throws(MerklePatriciaError) {
                    _ = try TrieProof.verify([bad], root: Keccak256.hash(bad), key: key, limits: .state)
                    answered += 1
                } catch {
                    refused += 1
                    if error.description.isEmpty { Issue.record("an error without text: \(error)") }
                }
            }
        }
        #expect(answered > 0 && refused > 0)
    }

    @Test("random bytes that are no RLP are refused")
    func randomBytes() {
        var random = SeededGenerator()
        for _ in 0..<Self.rounds / 10 {
            let node = random.bytes(Int.random(in: 0..<80, using: &random))
            // Now and then chance writes RLP: the empty trie, or a short leaf.
            guard (try? RLP.decode(node, limits: RLPLimits(maximumDepth: 4, maximumItems: 64))) == nil else { continue }
            #expect(throws: MerklePatriciaError.self) {
                try TrieProof.verify([node], root: Keccak256.hash(node), key: [0x12], limits: .state)
            }
        }
    }
}
