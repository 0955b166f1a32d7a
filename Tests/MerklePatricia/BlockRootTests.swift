import Encoding
import MerklePatricia
import TestVectors
import Testing

/// The ordered tries of real blocks.
@Suite(.enabled(if: VectorSet("eth_blocks").isPresent))
struct BlockRootTests {
    static let vectors = VectorSet("eth_blocks")

    @Test("the transactions and withdrawals of whole blocks hash to the roots in their headers")
    func wholeBlocks() throws {
        var count = 0
        for file in Self.vectors.files() {
            guard case .object = try Self.vectors.json(file) else { continue }
            let block = try Self.vectors.node(file)
            let transactions = try block["transactions"].array(max: 100_000).map { try $0["raw"].hex0xBytes() }
            let expected = try block["header"]["transactionsRoot"].string()
            #expect(Hex.encode0x(OrderedTrie.root(of: transactions).bytes) == expected, "\(file)")
            if let withdrawals = try block.optionalOrNull("withdrawals"), let root = try block["header"].optionalOrNull("withdrawalsRoot") {
                let encoded = try withdrawals.array(max: 1_000).map(withdrawal)
                #expect(try Hex.encode0x(OrderedTrie.root(of: encoded).bytes) == root.string(), "\(file)")
            }
            count += 1
        }
        #expect(count > 0)
    }

    private func withdrawal(_ node: JSONNode) throws -> Bytes {
        RLP.encode(
            .list([
                try quantity(node["index"]), try quantity(node["validatorIndex"]), .bytes(try node["address"].hex0xBytes()),
                try quantity(node["amount"]),
            ]))
    }

    /// A number as JSON-RPC writes it: `0x`, no leading zero, any number of digits.
    private func quantity(_ node: JSONNode) throws -> RLPItem {
        let digits = try node.string().dropFirst(2)
        return .integer(bigEndian: try Hex.decode(digits.count.isMultiple(of: 2) ? String(digits) : "0" + digits))
    }

    @Test("the bodies of valid encoded blocks hash to the roots in their headers")
    func encodedBlocks() throws {
        var count = 0
        for file in Self.vectors.files() where file.hasSuffix("block_rlp.json") {
            for node in try Self.vectors.node(file).array(max: 10_000) where try node["valid"].bool() {
                let parts = try RLP.decode(try node["blockRlp"].hex0xBytes()).items()
                let header = try parts[0].items()
                let name = try node["name"].string()
                #expect(try OrderedTrie.root(of: parts[1].items().map(encoded)).bytes == header[4].byteString(), "\(name)")
                if parts.count > 3 {
                    #expect(try OrderedTrie.root(of: parts[3].items().map(encoded)).bytes == header[16].byteString(), "\(name)")
                }
                count += 1
            }
        }
        #expect(count > 0)
    }

    /// A typed transaction stands in the body as a byte string, a legacy one or a withdrawal as a list.
    private func encoded(_ item: RLPItem) -> Bytes {
        if case .bytes(let bytes) = item { bytes } else { RLP.encode(item) }
    }
}
