import Encoding
import MerklePatricia
import Signatures
import Testing

/// Nodes that hash to their root and are no nodes of a trie: each rule has its own error.
struct MalformedNodeTests {
    private func error(_ node: Bytes, key: Bytes = [0x12]) -> MerklePatriciaError? {
        let root = Keccak256.hash(node)
        return #expect(throws: MerklePatriciaError.self) { try TrieProof.verify([node], root: root, key: key, limits: .state) }
    }

    private func error(_ item: RLPItem, key: Bytes = [0x12]) -> MerklePatriciaError? {
        error(RLP.encode(item), key: key)
    }

    private func branch(_ children: [Int: RLPItem], value: RLPItem = .bytes([])) -> RLPItem {
        .list((0..<16).map { children[$0] ?? .bytes([]) } + [value])
    }

    private let leaf = RLPItem.list([.bytes([0x32]), .bytes([7])])

    @Test("a path's flag, padding and length are those of appendix C")
    func paths() {
        func path(_ bytes: Bytes) -> MerklePatriciaError? { error(.list([.bytes(bytes), .bytes([7])])) }
        #expect(path([]) == .malformedPath(node: 0, rule: .noFlag))
        #expect(path([0x40, 0x12]) == .malformedPath(node: 0, rule: .unknownFlag))
        #expect(path([0xf2]) == .malformedPath(node: 0, rule: .unknownFlag))
        #expect(path([0x21, 0x12]) == .malformedPath(node: 0, rule: .padding))
        #expect(path([0x0f, 0x12]) == .malformedPath(node: 0, rule: .padding))
        #expect(path([0x00]) == .malformedPath(node: 0, rule: .emptyExtension))
        #expect(error(.list([leaf, .bytes([7])])) == .malformedNode(node: 0, rule: .listAsPath))
    }

    @Test("a node is a list of 2 or 17 items")
    func itemCounts() {
        #expect(error(.bytes([1, 2, 3])) == .malformedNode(node: 0, rule: .notAList))
        for count in [0, 1, 3, 16, 18, 100] {
            let node = RLPItem.list([RLPItem](repeating: .bytes([]), count: count))
            #expect(error(node) == .wrongItemCount(node: 0, got: min(count, 18)))
        }
    }

    @Test("values are byte strings, and a leaf has one")
    func values() {
        #expect(error(.list([.bytes([0x20, 0x12]), .bytes([])])) == .malformedNode(node: 0, rule: .emptyValue))
        #expect(error(.list([.bytes([0x20, 0x12]), leaf])) == .malformedNode(node: 0, rule: .listAsValue))
        #expect(error(branch([1: leaf, 2: leaf], value: leaf)) == .malformedNode(node: 0, rule: .listAsValue))
    }

    @Test("a child is nothing, a hash, or a shorter node itself")
    func children() {
        let long = RLPItem.list([.bytes([0x32]), .bytes(Bytes(repeating: 1, count: 40))])
        #expect(error(branch([1: .bytes([1, 2]), 2: leaf])) == .malformedNode(node: 0, rule: .childLength))
        #expect(error(branch([5: .bytes(Bytes(repeating: 1, count: 33)), 2: leaf])) == .malformedNode(node: 0, rule: .childLength))
        #expect(error(branch([1: long, 2: leaf])) == .malformedNode(node: 0, rule: .embeddedTooLong))
        #expect(error(.list([.bytes([0x11]), .bytes([])])) == .malformedNode(node: 0, rule: .emptyChild))
    }

    @Test("an extension leads to a branch, in its parent or by hash")
    func extensions() {
        #expect(error(.list([.bytes([0x11]), leaf])) == .malformedNode(node: 0, rule: .extensionToNonBranch))
        let longLeaf = RLP.encode(.list([.bytes([0x32]), .bytes(Bytes(repeating: 1, count: 40))]))
        let node = RLP.encode(.list([.bytes([0x11]), .bytes(Keccak256.hash(longLeaf).bytes)]))
        #expect(throws: MerklePatriciaError.malformedNode(node: 1, rule: .extensionToNonBranch)) {
            try TrieProof.verify([node, longLeaf], root: Keccak256.hash(node), key: [0x12], limits: .state)
        }
    }

    @Test("a branch has two ways to go, and a short node is not hashed")
    func canonicalShape() {
        #expect(error(branch([1: leaf])) == .malformedNode(node: 0, rule: .loneBranch))
        #expect(error(branch([:], value: .bytes([1]))) == .malformedNode(node: 0, rule: .loneBranch))
        let short = RLP.encode(leaf)
        let node = RLP.encode(branch([1: .bytes(Keccak256.hash(short).bytes), 2: leaf]))
        #expect(throws: MerklePatriciaError.malformedNode(node: 1, rule: .hashedTooShort)) {
            try TrieProof.verify([node, short], root: Keccak256.hash(node), key: [0x12], limits: .state)
        }
    }

    @Test("what a node has beside the way is verified too")
    func besideTheWay() {
        let badLeaf = RLPItem.list([.bytes([0x52]), .bytes([7])])
        #expect(error(branch([1: leaf, 9: badLeaf])) == .malformedPath(node: 0, rule: .unknownFlag))
        #expect(error(branch([1: leaf, 9: .list([])])) == .wrongItemCount(node: 0, got: 0))
    }

    @Test("RLP in any but its one form is refused")
    func canonicalRLP() {
        let forms: [Bytes] = [
            [], [0xc4, 0x82, 0x20, 0x12, 0x05, 0x00], [0xc4, 0x82, 0x20, 0x12], [0xc5, 0x82, 0x20, 0x12, 0x81, 0x05],
            [0xf8, 0x04, 0x82, 0x20, 0x12, 0x05], [0xc6, 0xb8, 0x02, 0x20, 0x12, 0x05], [0xf9, 0x00, 0x04, 0x82, 0x20, 0x12, 0x05],
            [0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x05], [0xfb, 0xff, 0xff, 0xff, 0xff],
        ]
        for form in forms {
            #expect(error(form)?.shortDescription == "trie-rlp", "\(Hex.encode(form))")
        }
    }
}
