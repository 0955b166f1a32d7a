import Encoding
import EthereumHeader
import Foundation
import Quantities
import Signatures
import Testing

@Suite("The rig of the real EVM", .enabled(if: RigLocation.isPresent))
struct RealEVMTests {
    private static let gold = try! EthereumAddress(bytes: Bytes(repeating: 0xaa, count: 20))
    private static let silver = try! EthereumAddress(bytes: Bytes(repeating: 0xbb, count: 20))

    private func headers(_ evm: RealEVM) async throws -> [SealedHeader] {
        var found: [SealedHeader] = []
        for height in 0...(try await evm.height()) {
            let block = try await evm.call("eth_getBlockByNumber", [.string("0x" + String(height, radix: 16)), false])
            found.append(try SealedHeader(parsing: JSONNode(block), limits: .ethereum))
        }
        return found
    }

    @Test("its headers hash to their hashes and follow each other, and its vault keeps the books")
    func chainIsTrue() async throws {
        let evm = try await RealEVM.start(chainID: 31_337, finalityLag: 2)
        #expect(try await evm.call("eth_chainId") == "0x7a69")
        let vault = try await evm.deployVault()
        let accounts = try await evm.accounts()
        try await evm.transact(vault, account: 1, .deposit, asset: Self.gold, amount: 100)
        try await evm.transact(vault, account: 1, .withdraw, asset: Self.gold, amount: 40)
        let refused = try await evm.transact(vault, account: 1, .withdraw, asset: Self.gold, amount: 61)
        #expect(try await evm.call("eth_getTransactionReceipt", [refused])["status"] == "0x0")
        try await evm.transact(vault, account: 2, .borrow, asset: Self.silver, amount: .max)
        try await evm.transact(vault, account: 2, .repay, asset: Self.silver, amount: 1)
        #expect(try await evm.read(.balances, vault, account: accounts[1], asset: Self.gold) == 60)
        #expect(try await evm.read(.balances, vault, account: accounts[1], asset: Self.gold, at: "0x2") == 100)
        #expect(try await evm.read(.debts, vault, account: accounts[2], asset: Self.silver) == UInt256.max.subtracting(1))

        let chain = try await headers(evm)
        #expect(chain.count == 7)
        for (parent, child) in zip(chain, chain.dropFirst()) { try child.verifyFollows(parent, time: .later) }
        #expect(try await evm.call("eth_getBlockByNumber", ["finalized", false])["number"] == "0x4")
        #expect(try await evm.call("eth_getBlockByNumber", ["safe", false])["number"] == "0x5")
    }

    @Test("a revert starts another branch from the snapshot, and the old blocks stay readable by hash")
    func revertIsAReorganisation() async throws {
        let evm = try await RealEVM.start()
        let vault = try await evm.deployVault()
        let accounts = try await evm.accounts()
        try await evm.transact(vault, account: 1, .deposit, asset: Self.gold, amount: 5)
        let snapshot = try await evm.snapshot()
        try await evm.transact(vault, account: 1, .deposit, asset: Self.gold, amount: 1_000)
        let old = try await headers(evm)

        try await evm.revert(to: snapshot)
        #expect(try await evm.height() == 2)
        #expect(try await evm.call("eth_getBlockByNumber", ["0x3", false]) == .null)
        try await evm.mine(2)
        let new = try await headers(evm)
        #expect(new.prefix(3) == old.prefix(3))
        #expect(new[3] != old[3])
        #expect(try await evm.read(.balances, vault, account: accounts[1], asset: Self.gold) == 5)
        let orphan = JSON.string("0x" + old[3].hash.hex)
        #expect(try await evm.call("eth_getBlockByHash", [orphan, false])["number"] == "0x3")
        #expect(try await evm.read(.balances, vault, account: accounts[1], asset: Self.gold, at: orphan) == 1_005)
    }

    @Test("logs by block hash are those of the receipts, and a batch is answered in order")
    func logsAgree() async throws {
        let evm = try await RealEVM.start()
        let vault = try await evm.deployVault()
        try await evm.setAutomine(false)
        for amount in 1...3 { try await evm.transact(vault, account: amount, .deposit, asset: Self.gold, amount: UInt256(UInt64(amount))) }
        try await evm.mine()
        let block = try await evm.call("eth_getBlockByNumber", ["latest", false])
        let hash = try #require(block["hash"])
        let receipts = try await JSONNode(evm.call("eth_getBlockReceipts", [hash])).array(max: 10)
        #expect(receipts.count == 3)
        let logs = try await evm.call("eth_getLogs", [["blockHash": hash]])
        #expect(try receipts.flatMap { try $0["logs"].array(max: 10).map(\.value) } == logs.arrayValue)

        let batch: JSON = [
            ["jsonrpc": "2.0", "id": "a", "method": "eth_blockNumber"], ["jsonrpc": "2.0", "id": "b", "method": "eth_nothing"],
        ]
        let answers = try JSON.parse(try await evm.post(Bytes(batch.printed().utf8)))
        #expect(answers[0]?["result"] == "0x2")
        #expect(answers[1]?["error"]?["code"] == -32_601)
    }
}
