import Encoding
import MerklePatricia
import Signatures

/// Attacks on trie proofs, and the honest proofs beside them. The same every time.
struct Attacks {
    /// Hashed keys, long values: several levels, every node hashed.
    private let state: PatriciaTrie
    /// Plain short keys, short values: nodes within nodes, a value at a branch, an extension.
    private let short: PatriciaTrie

    private static func name(_ number: Int) -> Bytes { Bytes("account \(number)".utf8) }

    init() {
        var state = PatriciaTrie(keys: .hashed)
        for number in 0..<200 { state[Self.name(number)] = Bytes(repeating: UInt8(number), count: 70) }
        self.state = state
        var short = PatriciaTrie(keys: .plain)
        short[[0x12, 0x34]] = [1]
        short[[0x12, 0x34, 0x56]] = [2]
        short[[0x12, 0x39]] = Bytes(repeating: 3, count: 40)
        short[[0x12, 0x3f, 0x00]] = Bytes(repeating: 4, count: 40)
        short[[0x12, 0x3f, 0x10]] = Bytes(repeating: 5, count: 40)
        self.short = short
    }

    var all: [AttackVector] { honest + chain + substitution + nodes + encodings + sizes }

    private func of(_ trie: PatriciaTrie, _ key: Bytes, _ name: String, _ attack: String, _ expect: String) -> AttackVector {
        AttackVector(
            name: name, attack: attack, expect: expect, root: trie.root, key: trie.stored(key), value: trie[key] ?? [],
            proof: trie.proof(of: key))
    }

    private var honest: [AttackVector] {
        let absent = (0...).lazy.map { Bytes("nobody \($0)".utf8) }
        func first(_ absence: String) -> Bytes { absent.first { of(state, $0, "", "", "").outcome() == absence } ?? [] }
        return [
            of(state, Self.name(7), "honest-value", "None: a value under a hashed key.", "value"),
            of(short, [0x12, 0x34, 0x56], "honest-embedded", "None: a value in a node within a node.", "value"),
            of(short, [0x12, 0x34], "honest-branch-value", "None: a value at a branch.", "value"),
            of(state, first("absent, emptySlot"), "honest-empty-slot", "None: nothing at the branch's next place.", "absent, emptySlot"),
            of(state, first("absent, otherLeaf"), "honest-other-leaf", "None: the only leaf there is another's.", "absent, otherLeaf"),
            of(short, [0x12, 0x44], "honest-other-extension", "None: all below share what the key has not.", "absent, otherExtension"),
            of(
                short, [0x12, 0x3f], "honest-branch-without-value", "None: the key ends at a branch without value.",
                "absent, branchWithoutValue"),
            of(PatriciaTrie(keys: .plain), [1], "honest-empty-trie", "None: the empty trie, by its root alone.", "absent, emptyTrie"),
        ]
    }

    private var chain: [AttackVector] {
        func altered(_ name: String, _ attack: String, _ expect: String, _ change: (inout AttackVector) -> Void) -> AttackVector {
            var vector = of(state, Self.name(7), name, attack, expect)
            change(&vector)
            vector.value = []
            return vector
        }
        let empty = RLP.encode(.bytes([]))
        return [
            altered("root-of-another-trie", "A true proof is passed off under another root.", "trie-wrong-root") { $0.root = short.root },
            altered("first-node-left-out", "The proof begins below the root.", "trie-wrong-root") { $0.proof.removeFirst() },
            altered("middle-node-left-out", "A level is skipped.", "trie-wrong-node") { $0.proof.remove(at: 1) },
            altered("last-node-left-out", "The leaf is withheld, so that the account seems absent.", "trie-missing-node") {
                $0.proof.removeLast()
            },
            altered("no-nodes", "Nothing is shown, as for the empty trie.", "trie-missing-node") { $0.proof = [] },
            altered("empty-trie-node", "The empty trie's node is shown under a root that is not its.", "trie-wrong-root") {
                $0.proof = [empty]
            },
            altered("nodes-swapped", "Two levels are swapped.", "trie-wrong-node") { $0.proof.swapAt(1, 2) },
            altered("node-doubled", "The root is listed twice.", "trie-wrong-node") { $0.proof.insert($0.proof[0], at: 0) },
            altered("node-appended", "A node that nothing leads to follows the leaf.", "trie-unused-nodes") {
                $0.proof.append($0.proof[0])
            },
            altered("value-altered", "One byte of the leaf's value is changed.", "trie-wrong-node") {
                $0.proof[$0.proof.count - 1][60] ^= 1
            },
            altered("empty-trie-with-nodes", "A proof is shown under the empty trie's root.", "trie-wrong-root") {
                $0.root = TrieRoot.empty
            },
        ]
    }

    private var substitution: [AttackVector] {
        let other = (8..<200).map(Self.name).first { state.proof(of: $0)[1] != state.proof(of: Self.name(7))[1] } ?? []
        var sibling = of(state, other, "proof-of-another-key", "A true proof of one account is passed off as another's.", "trie-wrong-node")
        sibling.key = state.stored(Self.name(7))
        sibling.value = []
        // The node of another key, where this key's way needs its own.
        sibling.proof[0] = state.proof(of: Self.name(7))[0]
        var listed = of(
            short, [0x12, 0x34, 0x56], "embedded-node-listed", "A node that stands in its parent is listed as well.", "trie-unused-nodes")
        listed.proof.append(RLP.encode(.list([.bytes([0x36]), .bytes([2])])))
        listed.value = []
        var asNode = PatriciaTrie(keys: .hashed)
        let forged = RLP.encode(.list([.bytes([0x20] + Bytes(repeating: 0, count: 31)), .bytes([9])]))
        asNode[Self.name(1)] = forged
        var value = of(
            asNode, Self.name(1), "value-as-node", "A value that looks like a node is listed as one below its leaf.", "trie-unused-nodes")
        value.proof.append(forged)
        value.value = []
        return [sibling, listed, value]
    }
}
