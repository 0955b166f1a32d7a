import Devnet
import Encoding
import EthereumHeader
import Quantities
import Testing

@Suite("Sources with faults")
struct FaultTests {
    /// Two sources: 0 is honest, 1 has `fault`.
    private func chain(_ fault: JSONObject) throws -> ChainClient {
        var client = ChainClient(sources: 2)
        try client.act(.deposit, 100)
        try client.act(.deposit, 11)
        var parameters = fault
        parameters["source"] = 1
        _ = try client.call("dev_fault", .object(parameters))
        return client
    }

    private func latestHeader(_ client: inout ChainClient, source: Int) throws -> SealedHeader {
        try SealedHeader(parsing: JSONNode(try client.block("latest", source: source)), limits: .ethereum)
    }

    @Test("a stalled source answers for ever as it did, even when its branch is gone")
    func stall() throws {
        var client = try chain(["kind": "stall"])
        let seen = try client.block("latest", source: 1)
        try client.act(.deposit, 5)
        _ = try client.call("dev_reorg", ["depth": 2, "drop": true])
        #expect(try client.block("latest", source: 1) == seen)
        #expect(try client.books(source: 1) == 111)
        #expect(try client.books(source: 0) == 100)
        _ = try client.call("dev_fault", ["source": 1, "kind": "none"])
        #expect(try client.block("latest", source: 1) == client.block("latest", source: 0))
    }

    @Test("a lagging source is that many blocks behind and knows nothing newer")
    func lag() throws {
        var client = try chain(["kind": "lag", "blocks": 1])
        #expect(try client.height(source: 1) == 1)
        #expect(try client.block("0x2", source: 1) == .null)
        let newest = try client.block("latest")
        #expect(try client.call("eth_getBlockByHash", [try #require(newest["hash"]), false], source: 1) == .null)
        let transaction = try #require(newest["transactions"]?[0])
        #expect(try client.call("eth_getTransactionReceipt", [transaction], source: 1) == .null)
        #expect(try client.books(source: 1) == 100)
        #expect(try client.failure("eth_getLogs", [["fromBlock": "0x1", "toBlock": "0x2"]], source: 1)?.code == -32_602)
        _ = try client.call("dev_fault", ["source": 1, "kind": "lag", "blocks": 900])
        #expect(try client.height(source: 1) == 0)
    }

    @Test("lying logs show another amount, which the receipts root gives away")
    func lieLogs() throws {
        var client = try chain(["kind": "lieLogs"])
        let truth = try client.call("eth_getLogs", [["fromBlock": "0x2"]])
        let lie = try client.call("eth_getLogs", [["fromBlock": "0x2"]], source: 1)
        #expect(truth[0]?["data"]?.stringValue?.hasSuffix("0b") == true)
        #expect(lie[0]?["data"]?.stringValue?.hasSuffix("0c") == true)
        #expect(lie[0]?["topics"] == truth[0]?["topics"])
        let receipts = try client.call("eth_getBlockReceipts", ["latest"], source: 1)
        #expect(receipts[0]?["logs"] == lie)
        #expect(try latestHeader(&client, source: 1) == latestHeader(&client, source: 0))
    }

    @Test("omitted logs look like nothing happened, which the bloom gives away")
    func omitLogs() throws {
        var client = try chain(["kind": "omitLogs"])
        #expect(try client.call("eth_getLogs", [["fromBlock": "0x0"]], source: 1) == [])
        #expect(try client.call("eth_getBlockReceipts", ["latest"], source: 1)[0]?["logs"] == [])
        #expect(try !latestHeader(&client, source: 1).header.logsBloom.isEmpty)
        #expect(try client.failure("eth_getLogs", [["toBlock": "0x9"]], source: 1)?.code == -32_602)
    }

    @Test("a lying header no longer hashes to its hash")
    func lieHeader() throws {
        var client = try chain(["kind": "lieHeader"])
        #expect(try client.block("latest", source: 1)["hash"] == client.block("latest")["hash"])
        #expect(throws: EthereumHeaderError.self) { try latestHeader(&client, source: 1) }
    }

    @Test("a lying balance is one too large")
    func lieBalance() throws {
        var client = try chain(["kind": "lieBalance"])
        #expect(try client.books(source: 1) == 112)
        #expect(try client.books(source: 0) == 111)
    }

    @Test("a source with errors answers every read with one, and commands all the same")
    func errors() throws {
        var client = try chain(["kind": "errors"])
        #expect(try client.failure("eth_blockNumber", source: 1)?.code == -32_603)
        #expect(try client.call("dev_status", source: 1)["sources"] == ["none", "errors"])
        _ = try client.call("dev_fault", ["kind": "none"], source: 1)
        #expect(try client.height(source: 1) == 2)
    }

    @Test("a source that speaks garbage answers no JSON, and commands all the same")
    func garbage() throws {
        var client = try chain(["kind": "garbage"])
        let request = Bytes(#"{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber"}"#.utf8)
        #expect(throws: EncodingError.self) { try JSON.parse(client.rawBytes(request, source: 1)) }
        #expect(throws: EncodingError.self) { try JSON.parse(client.rawBytes([0x5b] + request + [0x5d], source: 1)) }
        #expect(try client.call("dev_fault", ["kind": "none"], source: 1)["sources"] == ["none", "none"])
        #expect(try client.height(source: 1) == 2)
    }

    @Test(
        "a malformed fault is refused",
        arguments: [
            ["kind": "lag"], ["kind": "stall", "blocks": 1], ["kind": "tired"], ["blocks": 1], ["kind": "none", "source": 2],
            ["kind": "none", "source": 999], ["kind": "lag", "blocks": -1], ["kind": "none", "until": 3],
        ] as [JSON])
    func malformedFaults(_ fault: JSON) throws {
        var client = ChainClient(sources: 2)
        #expect(try client.failure("dev_fault", fault)?.code == -32_602)
    }

    @Test("a source that is not there answers with an error")
    func noSuchSource() throws {
        var client = ChainClient(sources: 2)
        #expect(try client.raw(["jsonrpc": "2.0", "id": 1, "method": "eth_chainId"], source: 2)["error"]?["code"] == -32_602)
        #expect(try client.raw(["jsonrpc": "2.0", "id": 1, "method": "eth_chainId"], source: -1)["error"]?["code"] == -32_602)
    }
}
