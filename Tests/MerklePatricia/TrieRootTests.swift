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

    @Test("every published trie has its root")
    func tries() throws {
        var count = 0
        for file in Self.vectors.files() {
            guard case .object(let cases) = try Self.vectors.json(file) else { continue }
            let isSecure = file.lowercased().contains("secure")
            for member in cases.members {
                let node = JSONNode(member.value, path: .member(.member(.root, file), member.key))
                let entries = try entries(of: try node["in"], isSecure: isSecure)
                let expected = try node["root"].string().lowercased()
                #expect(Hex.encode0x(TrieRoot.root(of: entries).bytes) == expected, "\(node.path)")
                count += 1
            }
        }
        #expect(count > 0)
    }

    /// A list of operations in order, in which null deletes, or an object in any order.
    private func entries(of node: JSONNode, isSecure: Bool) throws -> [Bytes: Bytes] {
        var entries: [Bytes: Bytes] = [:]
        func set(_ key: String, _ value: JSONNode) throws {
            let key = try bytes(of: key)
            entries[isSecure ? Keccak256.hash(key).bytes : key] = value.isNull ? nil : try bytes(of: value.string())
        }
        if case .object(let object) = node.value {
            for member in object.members { try set(member.key, JSONNode(member.value)) }
        } else {
            for pair in try node.array(max: 10_000).map({ try $0.array(max: 2) }) { try set(try pair[0].string(), pair[1]) }
        }
        return entries
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
