import Encoding
import MerklePatricia
import Signatures

/// Nodes that no trie has, under roots that commit to them: a chain that was made to hold one must not be believed.
extension Attacks {
    private var leaf: RLPItem { .list([.bytes([0x32]), .bytes([7])]) }
    private var longLeaf: RLPItem { .list([.bytes([0x32]), .bytes(Bytes(repeating: 1, count: 40))]) }

    private func branch(_ children: [Int: RLPItem], value: RLPItem = .bytes([])) -> RLPItem {
        .list((0..<16).map { children[$0] ?? .bytes([]) } + [value])
    }

    private func vector(_ name: String, _ attack: String, _ expect: String, _ nodes: Bytes...) -> AttackVector {
        AttackVector(name: name, attack: attack, expect: expect, root: Keccak256.hash(nodes[0]), key: [0x12], proof: nodes)
    }

    private func vector(_ name: String, _ attack: String, _ expect: String, _ node: RLPItem) -> AttackVector {
        vector(name, attack, expect, RLP.encode(node))
    }

    private func path(_ name: String, _ attack: String, _ expect: String, _ path: Bytes) -> AttackVector {
        vector(name, attack, expect, .list([.bytes(path), .bytes([7])]))
    }

    var nodes: [AttackVector] {
        let (hashedLeaf, hashedShort) = (Keccak256.hash(RLP.encode(longLeaf)).bytes, Keccak256.hash(RLP.encode(leaf)).bytes)
        return [
            path("path-without-flag", "A path of no bytes.", "trie-path, noFlag", []),
            path("path-flag-unknown", "A path flag above 3.", "trie-path, unknownFlag", [0x40, 0x12]),
            path("path-padding", "A second spelling of an even path: its padding is not zero.", "trie-path, padding", [0x21, 0x12]),
            path("extension-of-nothing", "An extension that extends nothing, to stretch the proof.", "trie-path, emptyExtension", [0x00]),
            vector("node-is-a-string", "A byte string in place of a node.", "trie-node, notAList", .bytes([1, 2, 3])),
            vector("path-is-a-list", "A list in place of a path.", "trie-node, listAsPath", .list([leaf, .bytes([7])])),
            vector("value-is-a-list", "A list in place of a value.", "trie-node, listAsValue", .list([.bytes([0x20, 0x12]), leaf])),
            vector(
                "leaf-without-value", "A leaf with an empty value: present and absent at once.", "trie-node, emptyValue",
                .list([.bytes([0x20, 0x12]), .bytes([])])),
            vector("extension-to-nothing", "An extension without a child.", "trie-node, emptyChild", .list([.bytes([0x11]), .bytes([])])),
            vector(
                "hash-too-short", "A child by a hash of 31 bytes.", "trie-node, childLength",
                branch([1: .bytes(Bytes(repeating: 1, count: 31)), 2: leaf])),
            vector(
                "embedded-too-long", "A node of more than 31 bytes within its parent.", "trie-node, embeddedTooLong",
                branch([1: longLeaf, 2: leaf])),
            vector(
                "short-node-hashed", "A node of less than 32 bytes by its hash: two roots for one trie.", "trie-node, hashedTooShort",
                RLP.encode(branch([1: .bytes(hashedShort), 2: leaf])), RLP.encode(leaf)),
            vector(
                "extension-to-leaf", "An extension before a leaf: two roots for one trie.", "trie-node, extensionToNonBranch",
                RLP.encode(.list([.bytes([0x11]), .bytes(hashedLeaf)])), RLP.encode(longLeaf)),
            vector("lone-branch", "A branch with one way to go: two roots for one trie.", "trie-node, loneBranch", branch([1: leaf])),
            vector(
                "sibling-malformed", "A malformed node beside the key's way.", "trie-path, unknownFlag",
                branch([1: leaf, 9: .list([.bytes([0x52]), .bytes([7])])])),
            vector("branch-of-18", "A branch with an item more.", "trie-item-count", .list([RLPItem](repeating: .bytes([]), count: 18))),
            vector(
                "branch-of-16", "A branch without a place for its value.", "trie-item-count",
                .list([RLPItem](repeating: .bytes([]), count: 16))),
        ]
    }

    var encodings: [AttackVector] {
        [
            vector("bytes-after-node", "A byte follows the node.", "trie-rlp", [0xc4, 0x82, 0x20, 0x12, 0x05, 0x00]),
            vector("node-cut-short", "The node ends before its list does.", "trie-rlp", [0xc4, 0x82, 0x20, 0x12]),
            vector(
                "long-form-of-short-length", "A length in a longer form than it needs.", "trie-rlp", [0xf8, 0x04, 0x82, 0x20, 0x12, 0x05]),
            vector("length-with-leading-zero", "A length with a leading zero.", "trie-rlp", [0xf9, 0x00, 0x04, 0x82, 0x20, 0x12, 0x05]),
            vector(
                "byte-with-header", "A single byte with a header that it does not need.", "trie-rlp", [0xc5, 0x82, 0x20, 0x12, 0x81, 0x05]),
            vector(
                "length-beyond-memory", "A length of almost 2^63.", "trie-rlp",
                [0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x05]),
        ]
    }

    var sizes: [AttackVector] {
        var many = vector("too-many-nodes", "More nodes than the key has places.", "trie-too-many-nodes", RLP.encode(leaf))
        many.proof = [Bytes](repeating: RLP.encode(leaf), count: 66)
        var key = vector("key-too-long", "A key longer than any of the state.", "trie-key-too-long", RLP.encode(leaf))
        key.key = Bytes(repeating: 1, count: 33)
        return [
            many, key,
            vector("node-too-long", "A node longer than any of the state.", "trie-node-too-long", Bytes(repeating: 0, count: 1_025)),
        ]
    }
}
