import CollateralState
import Devnet
import Encoding
import Quantities
import Signatures
import TestVectors
import Testing

@Suite("The development vault")
struct VaultTests {
    @Test("more than was deposited cannot be withdrawn, more than is owed cannot be repaid")
    func vaultRules() throws {
        var client = ChainClient()
        try client.act(.deposit, 10)
        try client.act(.borrow, 4)
        let failure = try #require(
            try client.failure(
                "dev_withdraw",
                ["account": ChainClient.text(ChainClient.alice), "asset": ChainClient.text(ChainClient.gold), "amount": "11"]))
        #expect(failure.code == -32_003)
        #expect(failure.message.contains("withdraw of 11 refused") && failure.message.contains("hold 10"))
        #expect(throws: ChainClient.RPCFailure.self) { try client.act(.repay, 5) }
        #expect(throws: ChainClient.RPCFailure.self) { try client.act(.withdraw, ChainClient.bob, ChainClient.gold, 1) }
        #expect(throws: ChainClient.RPCFailure.self) { try client.act(.withdraw, ChainClient.alice, ChainClient.silver, 1) }
        #expect(try client.height() == 2)
        try client.act(.withdraw, 10)
        try client.act(.repay, 4)
        #expect(try client.books() == 0)
        #expect(try client.books("debts") == 0)
    }

    @Test("queued actions count when the next is checked")
    func queueIsChecked() throws {
        var client = ChainClient(automine: false)
        try client.act(.deposit, 10)
        try client.act(.withdraw, 6)
        #expect(throws: ChainClient.RPCFailure.self) { try client.act(.withdraw, 5) }
        try client.act(.withdraw, 4)
        #expect(try client.books() == 0)
        _ = try client.call("dev_mine")
        #expect(try client.block("latest")["transactions"]?.arrayValue?.count == 3)
        #expect(try client.books() == 0)
    }

    @Test("a sum beyond 256 bits is refused")
    func overflow() throws {
        var client = ChainClient()
        let all: JSON = ["account": ChainClient.text(ChainClient.alice), "asset": ChainClient.text(ChainClient.gold), "amount": .string("\(UInt256.max)")]
        _ = try client.call("dev_deposit", all)
        #expect(try client.books() == .max)
        #expect(throws: ChainClient.RPCFailure.self) { try client.act(.deposit, 1) }
    }

    @Test("the books of every height can be read")
    func historicBooks() throws {
        var client = ChainClient()
        for amount in [5, 6, 7] { try client.act(.deposit, UInt64(amount)) }
        #expect(try ["0x0", "0x1", "0x2", "0x3"].map { try client.books(at: .string($0)) } == [0, 5, 11, 18])
        let hash = try #require(client.block("0x2")["hash"])
        #expect(try client.books(at: ["blockHash": hash, "requireCanonical": true]) == 11)
        #expect(try client.books(at: ["blockNumber": "0x1"]) == 5)
        #expect(try client.books(at: hash) == 11)
    }

    @Test("a call that is none of the vault's views reverts, and one to another address returns nothing")
    func calls() throws {
        var client = ChainClient()
        let vault = ChainClient.text(DevelopmentChain.defaultVault)
        #expect(try client.failure("eth_call", [["to": vault, "data": "0x12345678"], "latest"])?.code == 3)
        #expect(try client.failure("eth_call", [["to": vault]])?.code == 3)
        #expect(try client.failure("eth_call", [["to": vault, "data": "0x1"]])?.code == -32_602)
        #expect(try client.failure("eth_call", [["data": "0x"]])?.code == -32_602)
        #expect(try client.failure("eth_call", [["to": vault], "0x99"])?.code == -32_001)
        #expect(try client.call("eth_call", [["to": ChainClient.text(ChainClient.bob)]]) == "0x")
    }

    @Test("the deposit's hash is its transaction's, mined at once or later")
    func transactionHashes() throws {
        var client = ChainClient(automine: false)
        let queued = try client.act(.deposit, 1)
        #expect(queued["blockNumber"] == .null)
        _ = try client.call("dev_mine")
        #expect(try client.block("latest")["transactions"] == [try #require(queued["transactionHash"])])
        _ = try client.call("dev_setAutomine", [true])
        #expect(try client.act(.deposit, 1)["blockNumber"] == "0x2")
    }

    @Test("the queue is bounded")
    func queueLimit() throws {
        var chain = ChainClient(automine: false).chain
        let action = VaultAction(.deposit, account: ChainClient.alice, asset: ChainClient.gold, amount: 1)
        for _ in 0..<10_000 { try chain.submit(action, now: ChainClient.genesisTime) }
        #expect(throws: DevnetError.queueFull(maximum: 10_000)) { try chain.submit(action, now: ChainClient.genesisTime) }
        try chain.mine(now: ChainClient.genesisTime)
        #expect(chain.queuedActions == 0)
    }

    /// Random actions, blocks and reorganisations beside the slowest possible books: every canonical log added up.
    @Test("the books are the sum of the canonical chain's events, whatever was reorganised")
    func booksMatchEvents() throws {
        var random = SeededGenerator()
        var client = ChainClient(automine: false, lag: FinalityLag(safe: 100_000, finalized: 100_000))
        let accounts = [ChainClient.alice, ChainClient.bob]
        let assets = [ChainClient.gold, ChainClient.silver]
        for _ in 0..<400 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: _ = try client.call("dev_mine", [.integer(Int.random(in: 1...3, using: &random))])
            case 1: try reorganise(&client, &random)
            default:
                let kind = try #require(VaultAction.Kind.allCases.randomElement(using: &random))
                _ = try? client.act(kind, accounts.randomElement(using: &random)!, assets.randomElement(using: &random)!, .random(in: 0...40, using: &random))
            }
        }
        _ = try client.call("dev_mine")
        for account in accounts {
            for asset in assets {
                let sum = try summedEvents(&client, account, asset)
                #expect(try client.books("balances", account, asset) == UInt256(UInt64(sum.balance)))
                #expect(try client.books("debts", account, asset) == UInt256(UInt64(sum.debt)))
            }
        }
    }

    private func reorganise(_ client: inout ChainClient, _ random: inout SeededGenerator) throws {
        let height = try client.height()
        guard height > 0 else { return }
        let depth = Int.random(in: 1...Int(min(height, 6)), using: &random)
        _ = try client.call(
            "dev_reorg",
            ["depth": .integer(depth), "length": .integer(Int.random(in: 0...7, using: &random)), "drop": .bool(.random(using: &random))])
    }

    private func summedEvents(_ client: inout ChainClient, _ account: EthereumAddress, _ asset: EthereumAddress) throws -> (balance: Int, debt: Int) {
        func topic(_ address: EthereumAddress) -> JSON { .string("0x" + String(repeating: "0", count: 24) + Hex.encode(address.bytes)) }
        let filter: JSON = ["fromBlock": "earliest", "topics": [.null, topic(account), topic(asset)]]
        var sum = (balance: 0, debt: 0)
        for log in try JSONNode(try client.call("eth_getLogs", [filter])).array(max: 10_000) {
            let amount = Int(try UInt64(#require(UInt64(exactly: UInt256(bigEndian: log["data"].hex0xBytes())))))
            let event = try Digest(try log["topics"].array(max: 3)[0].hex0xBytes())
            switch event {
            case VaultAction.Kind.deposit.eventTopic: sum.balance += amount
            case VaultAction.Kind.withdraw.eventTopic: sum.balance -= amount
            case VaultAction.Kind.borrow.eventTopic: sum.debt += amount
            default: sum.debt -= amount
            }
        }
        return sum
    }
}
