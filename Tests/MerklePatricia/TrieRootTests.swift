import Encoding
import MerklePatricia
import Signatures
import TestVectors
import Testing

struct TrieRootTests {
    @Test("the empty trie has the root that every empty block has")
    func emptyTrie() {
        #expect(TrieRoot.empty.hex == "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")
        #expect(TrieRoot.root(of: [:]) == TrieRoot.empty)
        #expect(TrieRoot.root(of: [[1]: []]) == TrieRoot.empty)
        #expect(OrderedTrie.root(of: []) == TrieRoot.empty)
    }

    @Test("a short root node is hashed all the same")
    func shortRoot() {
        #expect(TrieRoot.root(of: [[0x12]: [5]]) == Keccak256.hash([0xc4, 0x82, 0x20, 0x12, 0x05]))
    }

    @Test("the order of items matters, and so does their number")
    func order() {
        let items = (0..<300).map { Bytes("item \($0)".utf8) }
        var swapped = items
        swapped.swapAt(127, 128)
        #expect(OrderedTrie.root(of: items) != OrderedTrie.root(of: swapped))
        #expect(OrderedTrie.root(of: items) != OrderedTrie.root(of: Array(items.dropLast())))
    }
}

/// Ethereum's own trie tests.
@Suite(.enabled(if: VectorSet("mpt_trie").isPresent))
struct TrieVectorTests {
    static let vectors = VectorSet("mpt_trie")

    @Test("every published trie has its root, computed at once and changed step by step, and its proofs show its entries")
    func tries() throws {
        var count = 0
        for file in Self.vectors.files() {
            guard case .object(let cases) = try Self.vectors.json(file) else { continue }
            let isSecure = file.lowercased().contains("secure")
            for member in cases.members {
                let node = JSONNode(member.value, path: .member(.member(.root, file), member.key))
                let changes = try changes(of: try node["in"])
                let expected = try node["root"].string().lowercased()
                var entries: [Bytes: Bytes] = [:]
                var trie = PatriciaTrie(keys: isSecure ? .hashed : .plain)
                for change in changes {
                    entries[trie.stored(change.key)] = change.value
                    trie[change.key] = change.value
                }
                #expect(Hex.encode0x(TrieRoot.root(of: entries).bytes) == expected, "\(node.path)")
                #expect(Hex.encode0x(trie.root.bytes) == expected, "\(node.path)")
                for change in changes {
                    let key = trie.stored(change.key)
                    let entry = try TrieProof.verify(
                        trie.proof(of: change.key), root: trie.root, key: key,
                        limits: TrieLimits(maximumKeyBytes: 64, maximumNodeBytes: 1 << 16))
                    #expect(entry.value == entries[key], "\(node.path)")
                }
                count += 1
            }
        }
        print("mpt_trie: \(count) tries found and run")
        #expect(count > 0)
    }

    /// A list of changes in order, in which null deletes, or an object in any order.
    private func changes(of node: JSONNode) throws -> [(key: Bytes, value: Bytes?)] {
        func change(_ key: String, _ value: JSONNode) throws -> (Bytes, Bytes?) {
            (try bytes(of: key), value.isNull ? nil : try bytes(of: value.string()))
        }
        if case .object(let object) = node.value { return try object.members.map { try change($0.key, JSONNode($0.value)) } }
        return try node.array(max: 10_000).map { try $0.array(max: 2) }.map { try change($0[0].string(), $0[1]) }
    }

    private func bytes(of text: String) throws -> Bytes {
        text.hasPrefix("0x") ? try Hex.decode0x(text) : Bytes(text.utf8)
    }

    @Test("whole allocations of accounts with their storage have their state roots")
    func allocations() throws {
        var count = 0
        for file in Self.vectors.files() {
            guard case .array = try Self.vectors.json(file) else { continue }
            for node in try Self.vectors.node(file).array(max: 10_000) {
                var accounts: [Bytes: Bytes] = [:]
                for member in try node["accounts"].object().members {
                    accounts[Keccak256.hash(try Hex.decode0x(member.key)).bytes] = try account(JSONNode(member.value))
                }
                let (name, expected) = (try node["name"].string(), try node["stateRoot"].string())
                #expect(Hex.encode0x(TrieRoot.root(of: accounts).bytes) == expected, "\(name)")
                count += 1
            }
        }
        print("mpt_trie: \(count) allocations found and run")
        #expect(count > 0)
    }

    /// RLP of nonce, balance, storage root and code hash.
    private func account(_ node: JSONNode) throws -> Bytes {
        var storage: [Bytes: Bytes] = [:]
        for member in try node["storage"].object().members {
            let slot = try Hex.decode0x(member.key)
            let padded = Bytes(repeating: 0, count: 32 - slot.count) + slot
            let value = RLPItem.integer(bigEndian: try Hex.decode0x(JSONNode(member.value).string()))
            storage[Keccak256.hash(padded).bytes] = RLP.encode(value)
        }
        return RLP.encode(
            .list([
                .integer(bigEndian: try node["nonce"].hex0xBytes()), .integer(bigEndian: try node["balance"].hex0xBytes()),
                .bytes(TrieRoot.root(of: storage).bytes), .bytes(Keccak256.hash(try node["code"].hex0xBytes()).bytes),
            ]))
    }
}
