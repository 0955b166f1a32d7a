import CollateralState
import Devnet
import Encoding
import EthereumHeader
import MerklePatricia
import Quantities
import Signatures
import Testing

@Suite("Blocks of the development chain")
struct BlockTests {
    /// A chain with every kind of action, empty blocks, and blocks with several transactions.
    private func busyChain() throws -> ChainClient {
        var client = ChainClient(automine: false)
        try client.act(.deposit, 1_000)
        _ = try client.call("dev_mine", [2])
        try client.act(.withdraw, 400)
        try client.act(.borrow, ChainClient.bob, ChainClient.silver, 77)
        try client.act(.deposit, ChainClient.bob, ChainClient.gold, 5)
        _ = try client.call("dev_mine")
        try client.act(.repay, ChainClient.bob, ChainClient.silver, 7)
        for amount in 1...200 { try client.act(.deposit, ChainClient.bob, ChainClient.silver, UInt64(amount)) }
        _ = try client.call("dev_mine", [3])
        return client
    }

    private func allBlocks(_ client: inout ChainClient) throws -> [JSON] {
        var blocks: [JSON] = []
        for height in 0...(try client.height()) { blocks.append(try client.block(ChainClient.quantity(height), full: true)) }
        return blocks
    }

    @Test("every header hashes to the hash beside it and follows its parent")
    func headersAreTrue() throws {
        var client = try busyChain()
        var parent: SealedHeader?
        for block in try allBlocks(&client) {
            let header = try SealedHeader(parsing: JSONNode(block), limits: .ethereum)
            #expect(header.header.fork == .prague)
            if let parent { try header.verifyFollows(parent, time: .later) }
            parent = header
        }
        #expect(parent?.header.number == 6)
    }

    @Test("the transactions root is recomputed from the transactions, and each recovers to the operator")
    func transactionsAreTrue() throws {
        var client = try busyChain()
        var nonce: UInt64 = 1
        for block in try allBlocks(&client) {
            let transactions = try JSONNode(block)["transactions"].array(max: 1_000)
            let encoded = try transactions.map { try TransactionTwin($0) }
            for twin in encoded {
                #expect(try twin.sender() == twin.from)
                #expect(twin.hash == twin.claimedHash)
                #expect(twin.nonce == nonce)
                nonce += 1
            }
            #expect(Hex.encode0x(OrderedTrie.root(of: encoded.map(\.signed)).bytes) == block["transactionsRoot"]?.stringValue)
        }
        #expect(nonce == 206)
    }

    @Test("the receipts root and the bloom are recomputed from the receipts")
    func receiptsAreTrue() throws {
        var client = try busyChain()
        for block in try allBlocks(&client) {
            let receipts = try JSONNode(try client.call("eth_getBlockReceipts", [try #require(block["hash"])])).array(max: 1_000)
            let root = OrderedTrie.root(of: try receipts.map { try ReceiptTwin($0).encoded })
            #expect(Hex.encode0x(root.bytes) == block["receiptsRoot"]?.stringValue)
            let bloom = try receipts.reduce(into: LogsBloom.empty) { $0.formUnion(try ReceiptTwin($1).recomputedBloom) }
            #expect(Hex.encode0x(bloom.bytes) == block["logsBloom"]?.stringValue)
            for receipt in receipts {
                let hash = try receipt["transactionHash"].value
                #expect(try client.call("eth_getTransactionReceipt", [hash]) == receipt.value)
                #expect(try client.call("eth_getTransactionByHash", [hash])["hash"] == hash)
            }
            #expect(try ChainClient.number(block["gasUsed"]) == UInt64(receipts.count) * 65_000)
        }
    }

    @Test("time goes on by at least a second a block, and never before the clock")
    func timeIsStrict() throws {
        var client = ChainClient()
        #expect(try ChainClient.number(client.block("earliest")["timestamp"]) == 1_799_999_999)
        try client.act(.deposit, 1)
        #expect(try ChainClient.number(client.block("latest")["timestamp"]) == client.now.milliseconds / 1_000 - 1)
        // Twenty blocks at one moment, or under a clock that runs back.
        _ = try client.call("dev_mine", [20])
        client.now = ChainClient.genesisTime
        _ = try client.call("dev_mine", [2])
        let times = try allBlocks(&client).map { try ChainClient.number($0["timestamp"]) }
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test("the state root depends on the books alone, not on how they came about")
    func stateRootIsACommitment() throws {
        var direct = ChainClient()
        try direct.act(.deposit, 60)
        var roundabout = ChainClient()
        let empty = try roundabout.block("latest")["stateRoot"]
        try roundabout.act(.deposit, ChainClient.bob, ChainClient.silver, 9)
        try roundabout.act(.deposit, 100)
        try roundabout.act(.withdraw, 40)
        #expect(try roundabout.block("latest")["stateRoot"] != direct.block("latest")["stateRoot"])
        try roundabout.act(.withdraw, ChainClient.bob, ChainClient.silver, 9)
        #expect(try roundabout.block("latest")["stateRoot"] == direct.block("latest")["stateRoot"])
        try roundabout.act(.withdraw, 60)
        #expect(try roundabout.block("latest")["stateRoot"] == empty)
        // A debt of the same size is another line.
        try roundabout.act(.borrow, 60)
        #expect(try roundabout.block("latest")["stateRoot"] != direct.block("latest")["stateRoot"])
    }

    @Test("two chains of different ids share no block")
    func chainsDiffer() throws {
        var one = ChainClient(chainID: 1)
        var other = ChainClient(chainID: 2)
        #expect(try one.block("earliest")["hash"] != other.block("earliest")["hash"])
        #expect(try one.call("eth_chainId") == "0x1")
        #expect(try other.call("net_version") == "2")
    }

    @Test("a block by hash is the block by number, and an unknown one is null")
    func blocksByHash() throws {
        var client = try busyChain()
        let block = try client.block("0x3", full: true)
        #expect(try client.call("eth_getBlockByHash", [try #require(block["hash"]), true]) == block)
        #expect(try client.call("eth_getBlockByHash", [.string("0x" + String(repeating: "00", count: 32)), false]) == .null)
        #expect(try client.block("0x7") == .null)
        #expect(try client.call("eth_getBlockReceipts", ["0x7"]) == .null)
        #expect(try client.call("eth_getTransactionReceipt", [try #require(block["hash"])]) == .null)
    }
}
