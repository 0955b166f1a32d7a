import Encoding
import EthereumHeader
import EthereumState
import TestVectors
import Testing

/// Whole blocks of the consensus tests and of real networks.
@Suite(.enabled(if: VectorSet("eth_blocks").isPresent))
struct BlockVectorTests {
    static let vectors = VectorSet("eth_blocks")

    /// Where a block's shape can break: the places are finer here than in the consensus tests, which name but few of them.
    static let shapes = [
        "block-rlp", "block-transaction", "block-withdrawal", "block-withdrawals-missing", "block-withdrawals-needless", "header-rlp",
        "header-fields", "header-size", "header-quantity",
    ]

    /// The error that each exception of the consensus tests must come to here. The first exception found counts: the general ones are last.
    static let errors: [(exception: String, labels: [String])] = [
        ("RLP_WITHDRAWALS_NOT_READ", ["block-withdrawals-missing", "block-withdrawal", "block-rlp"]),
        ("RLP_INVALID_ADDRESS", ["block-withdrawal"]),
        ("RLP_INVALID_FIELD_OVERFLOW_64", ["block-withdrawal", "header-rlp"]),
        ("EXTRA_DATA_TOO_BIG", ["header-size"]),
        ("GASLIMIT_TOO_BIG", ["header-gas-limit-size"]),
        ("INVALID_GASLIMIT", ["header-gas-limit"]),
        ("GAS_USED_OVERFLOW", ["header-gas-used"]),
        ("INVALID_BASEFEE", ["header-base-fee"]),
        ("INVALID_BLOCK_NUMBER", ["header-height"]),
        ("INVALID_BLOCK_TIMESTAMP", ["header-time"]),
        ("UNKNOWN_PARENT", ["header-parent"]),
        ("INVALID_TRANSACTIONS_ROOT", ["block-transactions-root"]),
        ("INVALID_WITHDRAWALS_ROOT", ["block-withdrawals-root"]),
        ("IMPORT_IMPOSSIBLE_DIFFICULTY_OVER_PARIS", ["header-proof-of-work"]),
        ("UNCLES", ["header-proof-of-work", "block-uncles-hash"]),
        ("INCORRECT_EXCESS_BLOB_GAS", ["header-excess-blob-gas"]),
        ("INCORRECT_BLOB_GAS_USED", ["header-blob-gas"]),
        ("BLOB_GAS_USED_ABOVE_LIMIT", ["header-blob-gas"]),
        ("INCORRECT_BLOCK_FORMAT", shapes),
        ("RLP_", shapes),
    ]

    private func verify(_ node: JSONNode) throws -> EthereumBlock {
        let parent = try EthereumBlock(parsing: try node["parentBlockRlp"].hex0xBytes(), limits: .ethereum)
        return try EthereumBlock.verify(
            child: try node["blockRlp"].hex0xBytes(), of: parent.header, rules: .ethereumCancun, limits: .ethereum)
    }

    /// The encoded blocks of a set: arrays whose entries have a parent.
    private func encodedBlocks() throws -> [JSONNode] {
        try Self.vectors.files().flatMap { file -> [JSONNode] in
            guard case .array = try Self.vectors.json(file) else { return [] }
            return try Self.vectors.node(file).array(max: 100_000).filter { try $0.optional("parentBlockRlp") != nil }
        }
    }

    @Test("every valid block follows its parent, and its hash is the published one")
    func valid() throws {
        var count = 0
        for node in try encodedBlocks() where try node["valid"].bool() {
            let block = try verify(node)
            #expect(Hex.encode0x(block.header.hash.bytes) == (try node["blockHash"].string()))
            count += 1
        }
        print("eth_blocks: \(count) valid encoded blocks found and verified")
        #expect(count > 0)
    }

    @Test("every invalid block is refused for the rule it breaks")
    func invalid() throws {
        var count = 0
        for node in try encodedBlocks() where try !node["valid"].bool() {
            let name = try node["name"].string()
            let exception = try node["exception"].string()
            let error = #expect(throws: EthereumStateError.self, "\(name)") { try verify(node) }
            count += 1
            guard let expected = Self.errors.first(where: { exception.contains($0.exception) })?.labels else {
                // A name that upstream has given since: refused it must be, by which rule is for people to read.
                print("eth_blocks \(name): \(exception) is refused as \(String(describing: error))")
                continue
            }
            #expect(expected.contains(error?.shortDescription ?? ""), "\(name): \(exception), got \(String(describing: error))")
        }
        print("eth_blocks: \(count) invalid encoded blocks found and refused")
        #expect(count > 0)
    }

    @Test("whole blocks of real networks have the roots, hash and withdrawals of their headers")
    func wholeBlocks() throws {
        var (count, transactions) = (0, 0)
        for file in Self.vectors.files() {
            guard case .object = try Self.vectors.json(file) else { continue }
            let node = try Self.vectors.node(file)
            let header = SealedHeader(try BlockHeader(parsing: try node["header"], limits: .ethereum))
            #expect(Hex.encode0x(header.hash.bytes) == (try node["hash"].string()))
            let body = BlockBody(
                transactions: try node["transactions"].array(max: 100_000).map { try $0["raw"].hex0xBytes() }, uncles: [],
                withdrawals: try node.optionalOrNull("withdrawals")?.array(max: 1_000).map { try Withdrawal(parsing: $0) })
            let block = try EthereumBlock(header: header, body: body)
            try refuseChanged(block)
            count += 1
            transactions += body.transactions.count
        }
        print("eth_blocks: \(count) whole blocks with \(transactions) transactions found and verified")
        #expect(count > 0)
    }

    private func refuseChanged(_ block: EthereumBlock) throws {
        func label(_ change: (inout BlockBody) -> Void) -> String? {
            var body = block.body
            change(&body)
            return #expect(throws: EthereumStateError.self) { try EthereumBlock(header: block.header, body: body) }?.shortDescription
        }
        #expect(label { $0.transactions.removeLast() } == "block-transactions-root")
        #expect(label { $0.transactions.swapAt(0, 1) } == "block-transactions-root")
        #expect(label { $0.uncles.append(block.header.header) } == "block-uncles-hash")
        if block.body.withdrawals != nil {
            #expect(label { $0.withdrawals?[0].amount += 1 } == "block-withdrawals-root")
            #expect(label { $0.withdrawals = nil } == "block-withdrawals-missing")
        } else {
            #expect(label { $0.withdrawals = [] } == "block-withdrawals-needless")
        }
    }
}
