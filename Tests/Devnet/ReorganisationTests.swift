import CollateralState
import Devnet
import Encoding
import Quantities
import Testing

@Suite("Reorganisations of the development chain")
struct ReorganisationTests {
    private let farFinality = FinalityLag(safe: 50, finalized: 100)

    private func hashes(_ client: inout ChainClient) throws -> [JSON?] {
        try (0...(try client.height())).map { try client.block(ChainClient.quantity($0))["hash"] }
    }

    @Test("blocks change from the fork point on, and stay as they were below it")
    func hashesChangeFromTheFork() throws {
        var client = ChainClient(lag: farFinality)
        for amount in 1...6 { try client.act(.deposit, UInt64(amount)) }
        let before = try hashes(&client)
        let answer = try client.call("dev_reorg", ["depth": 2])
        let after = try hashes(&client)
        #expect(after.count == before.count + 1)
        #expect(after.prefix(5) == before.prefix(5))
        let isNew = after.dropFirst(5).allSatisfy { !before.contains($0) }
        #expect(isNew)
        #expect(answer["dropped"]?.arrayValue == before.suffix(2).compactMap { $0 })
        // The transactions are the same ones, in other blocks.
        #expect(try client.books() == 21)
        let logs = try JSONNode(try client.call("eth_getLogs", [["fromBlock": "0x0"]])).array(max: 10)
        #expect(try logs.map { try $0["blockHash"].value } == after.dropFirst().prefix(6).compactMap { $0 })
    }

    @Test("what is dropped never happened, and its blocks can still be read by hash")
    func dropForgets() throws {
        var client = ChainClient(lag: farFinality)
        try client.act(.deposit, 100)
        let transaction = try #require(try client.act(.deposit, 11)["transactionHash"])
        let orphan = try client.block("latest", full: true)
        _ = try client.call("dev_reorg", ["depth": 1, "drop": true])
        #expect(try client.books() == 100)
        #expect(try client.height() == 3)
        #expect(try client.call("eth_getTransactionReceipt", [transaction]) == .null)
        let hash = try #require(orphan["hash"])
        #expect(try client.call("eth_getBlockByHash", [hash, true]) == orphan)
        #expect(try client.call("eth_getLogs", [["blockHash": hash]]).arrayValue?.count == 1)
        #expect(try client.failure("eth_call", [["to": ChainClient.text(DevelopmentChain.defaultVault)], ["blockHash": hash]])?.code == -32_001)
    }

    @Test("replacement actions stand in the new blocks instead")
    func replacement() throws {
        var client = ChainClient(lag: farFinality)
        for amount in 1...3 { try client.act(.deposit, UInt64(amount)) }
        let deposit: JSON = [
            "action": "deposit", "account": ChainClient.text(ChainClient.bob), "asset": ChainClient.text(ChainClient.gold), "amount": "0x7",
        ]
        _ = try client.call("dev_reorg", ["depth": 2, "length": 2, "blocks": [[], [deposit, deposit]]])
        #expect(try client.height() == 3)
        #expect(try client.books() == 1)
        #expect(try client.books("balances", ChainClient.bob) == 14)
        #expect(try client.books("balances", ChainClient.bob, at: "0x2") == 0)
    }

    @Test("a shorter branch leaves the chain shorter; what does not fit waits for the next block")
    func shorterBranch() throws {
        var client = ChainClient(lag: farFinality)
        for amount in 1...4 { try client.act(.deposit, UInt64(amount)) }
        _ = try client.call("dev_reorg", ["depth": 3, "length": 1])
        #expect(try client.height() == 2)
        #expect(try client.books() == 3)
        #expect(client.chain.queuedActions == 2)
        _ = try client.call("dev_mine")
        #expect(try client.books() == 10)
        _ = try client.call("dev_reorg", ["depth": 1, "length": 0, "drop": true])
        #expect(try client.height() == 2)
    }

    @Test("finalized blocks go only when the caller says so")
    func finalityHolds() throws {
        var client = ChainClient(lag: FinalityLag(safe: 1, finalized: 2))
        _ = try client.call("dev_mine", [10])
        let failure = try #require(try client.failure("dev_reorg", ["depth": 3]))
        #expect(failure.code == -32_003 && failure.message.contains("allowFinalized"))
        #expect(try client.height() == 10)
        _ = try client.call("dev_reorg", ["depth": 2])
        #expect(client.chain.finalizedHeight == 9)
        _ = try client.call("dev_reorg", ["depth": 5, "length": 1, "allowFinalized": true])
        #expect(client.chain.finalizedHeight == 6)
    }

    @Test("a refused reorganisation changes nothing")
    func refusalIsWhole() throws {
        var client = ChainClient(lag: farFinality)
        try client.act(.deposit, 10)
        try client.act(.withdraw, 10)
        let before = try hashes(&client)
        let withdrawal: JSON = [
            "action": "withdraw", "account": ChainClient.text(ChainClient.alice), "asset": ChainClient.text(ChainClient.gold), "amount": "11",
        ]
        #expect(try client.failure("dev_reorg", ["depth": 1, "blocks": [[], [withdrawal]]])?.code == -32_003)
        #expect(try client.failure("dev_reorg", ["depth": 3])?.code == -32_003)
        #expect(try client.failure("dev_reorg", ["depth": 1, "length": 1, "blocks": [[], []]])?.code == -32_602)
        #expect(try client.failure("dev_reorg", ["depth": 0])?.code == -32_602)
        #expect(try client.failure("dev_reorg", ["depth": 1, "drop": true, "blocks": []])?.code == -32_602)
        #expect(try hashes(&client) == before)
        #expect(try client.books() == 0)
    }

    @Test("queued actions that a reorganisation makes impossible leave the queue")
    func queueIsRevalidated() throws {
        var client = ChainClient(automine: false, lag: farFinality)
        try client.act(.deposit, 10)
        _ = try client.call("dev_mine")
        try client.act(.withdraw, 8)
        try client.act(.deposit, ChainClient.bob, ChainClient.gold, 1)
        _ = try client.call("dev_reorg", ["depth": 1, "drop": true])
        #expect(client.chain.queuedActions == 1)
        _ = try client.call("dev_mine")
        #expect(try client.books() == 0)
        #expect(try client.books("balances", ChainClient.bob) == 1)
    }
}
