import Devnet
import Encoding
import Signatures
import Testing

@Suite("Logs of the development chain")
struct LogTests {
    private static func topic(_ address: EthereumAddress) -> JSON {
        .string("0x" + String(repeating: "0", count: 24) + Hex.encode(address.bytes))
    }

    private static func topic(_ event: String) -> JSON {
        .string(Hex.encode0x(Keccak256.hash(Bytes("\(event)(address,address,uint256)".utf8)).bytes))
    }

    private func chain() throws -> ChainClient {
        var client = ChainClient()
        try client.act(.deposit, 100)  // 1
        try client.act(.borrow, 30)  // 2
        try client.act(.repay, 10)  // 3
        try client.act(.withdraw, 1)  // 4
        try client.act(.deposit, ChainClient.bob, ChainClient.silver, 5)  // 5
        return client
    }

    private func heights(_ client: inout ChainClient, _ filter: JSONObject) throws -> [UInt64] {
        let logs = try JSONNode(try client.call("eth_getLogs", [.object(filter)])).array(max: 100)
        return try logs.map { try ChainClient.number(try $0["blockNumber"].value) }
    }

    @Test("each action leaves exactly its event: account and asset indexed, the amount as data")
    func eventsAreExact() throws {
        var client = try chain()
        let logs = try JSONNode(try client.call("eth_getLogs", [["fromBlock": "0x0"]])).array(max: 100)
        let events = ["Deposit", "Borrow", "Repay", "Withdraw", "Deposit"]
        #expect(try logs.map { try $0["topics"].array(max: 4)[0].value } == events.map { Self.topic($0) })
        #expect(try logs[0]["topics"].value == [Self.topic("Deposit"), Self.topic(ChainClient.alice), Self.topic(ChainClient.gold)])
        #expect(try logs[0]["data"].string() == "0x" + String(repeating: "0", count: 62) + "64")
        #expect(try logs[0]["removed"].bool() == false)
        #expect(VaultAction.Kind.allCases.map { "0x" + $0.eventTopic.hex } == ["Deposit", "Withdraw", "Borrow", "Repay"].map { Self.topic($0).stringValue })
    }

    @Test("logs by range, by block hash and in the receipts are the same")
    func logsAgree() throws {
        var client = ChainClient(automine: false)
        for amount in 1...5 { try client.act(.deposit, UInt64(amount)) }
        _ = try client.call("dev_mine")
        let hash = try #require(client.block("latest")["hash"])
        let byHash = try client.call("eth_getLogs", [["blockHash": hash]])
        let receipts = try JSONNode(try client.call("eth_getBlockReceipts", ["latest"])).array(max: 100)
        #expect(try receipts.flatMap { try $0["logs"].array(max: 9).map(\.value) } == byHash.arrayValue)
        #expect(try client.call("eth_getLogs", [["fromBlock": "0x1", "toBlock": "0x1"]]) == byHash)
        #expect(try JSONNode(byHash).array(max: 9).map { try ChainClient.number(try $0["logIndex"].value) } == [0, 1, 2, 3, 4])
    }

    @Test("a filter takes addresses and topics as one, as alternatives, or as anything")
    func filters() throws {
        var client = try chain()
        let vault = ChainClient.text(DevelopmentChain.defaultVault)
        let elsewhere = ChainClient.text(ChainClient.bob)
        func found(_ members: JSONObject) throws -> [UInt64] {
            var filter: JSONObject = ["fromBlock": "earliest", "toBlock": "latest"]
            for member in members.members { filter[member.key] = member.value }
            return try heights(&client, filter)
        }
        #expect(try found([:]) == [1, 2, 3, 4, 5])
        #expect(try found(["address": vault]) == [1, 2, 3, 4, 5])
        #expect(try found(["address": elsewhere]) == [])
        #expect(try found(["address": [elsewhere, vault]]) == [1, 2, 3, 4, 5])
        #expect(try found(["topics": []]) == [1, 2, 3, 4, 5])
        #expect(try found(["topics": [Self.topic("Deposit")]]) == [1, 5])
        #expect(try found(["topics": [[Self.topic("Deposit"), Self.topic("Repay")]]]) == [1, 3, 5])
        #expect(try found(["topics": [.null, Self.topic(ChainClient.bob)]]) == [5])
        #expect(try found(["topics": [[], .null, Self.topic(ChainClient.gold)]]) == [1, 2, 3, 4])
        #expect(try found(["topics": [.null, .null, .null, .null]]) == [])
        #expect(try heights(&client, ["fromBlock": "0x2", "toBlock": "0x3"]) == [2, 3])
        #expect(try heights(&client, [:]) == [5])
    }

    @Test("a range that the source cannot see whole is an error, never an empty answer")
    func rangesAreHonest() throws {
        var client = try chain()
        #expect(try client.failure("eth_getLogs", [["fromBlock": "0x0", "toBlock": "0x6"]])?.code == -32_602)
        #expect(try client.failure("eth_getLogs", [["fromBlock": "0x3", "toBlock": "0x2"]])?.code == -32_602)
        #expect(try client.failure("eth_getLogs", [["blockHash": .string("0x" + String(repeating: "ab", count: 32))]])?.code == -32_001)
        _ = try client.call("dev_mine", [10_000])
        #expect(try client.failure("eth_getLogs", [["fromBlock": "0x0", "toBlock": "0x2710"]])?.code == -32_005)
        #expect(try heights(&client, ["fromBlock": "0x1", "toBlock": "0x2710"]) == [1, 2, 3, 4, 5])
    }

    @Test(
        "a malformed filter is refused",
        arguments: [
            ["fromBlock": "0x01"], ["fromBlock": "newest"], ["fromBlock": 1], ["blockHash": "0x12"], ["address": "0x12"],
            ["topics": ["0x12"]], ["topics": .array(Array(repeating: .null, count: 5))], ["topics": "0x12"], ["from": "0x0"],
            ["blockHash": .string("0x" + String(repeating: "ab", count: 32)), "fromBlock": "0x0"],
        ] as [JSON])
    func malformedFilters(_ filter: JSON) throws {
        var client = ChainClient()
        #expect(try client.failure("eth_getLogs", [filter])?.code == -32_602)
    }
}
