import CollateralState
import Devnet
import Encoding
import Quantities
import TestVectors
import Testing

@Suite("JSON-RPC of the development chain")
struct JSONRPCTests {
    private func code(_ text: String) throws -> (code: JSON?, id: JSON?) {
        var client = ChainClient()
        let answer = try JSON.parse(client.rawBytes(Bytes(text.utf8)))
        return (answer["error"]?["code"], answer["id"])
    }

    @Test(
        "a body that is no request gets the error of JSON-RPC 2.0",
        arguments: [
            ("", -32_700), ("{", -32_700), ("nonsense", -32_700), (#"{"id":1,"id":2}"#, -32_700), ("\u{feff}{}", -32_700),
            ("1", -32_600), ("{}", -32_600), ("[]", -32_600), (#"{"jsonrpc":"1.0","id":1,"method":"eth_chainId"}"#, -32_600),
            (#"{"jsonrpc":"2.0","id":1}"#, -32_600), (#"{"jsonrpc":"2.0","id":1,"method":5}"#, -32_600),
            (#"{"jsonrpc":"2.0","id":[],"method":"eth_chainId"}"#, -32_600),
            (#"{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":"x"}"#, -32_600),
        ])
    func malformedBodies(_ body: String, _ expected: Int) throws {
        let answer = try code(body)
        #expect(answer.code == .integer(expected))
        #expect(answer.id == .null)
    }

    @Test(
        "a request with wrong parameters or an unknown method says so",
        arguments: [
            ("eth_unknown", "[]", -32_601), ("dev_unknown", "{}", -32_601), ("eth_getBlockByNumber", "[]", -32_602),
            ("eth_getBlockByNumber", #"["0x01", false]"#, -32_602), ("eth_getBlockByNumber", #"["0x1", 1]"#, -32_602),
            ("eth_getBlockByNumber", #"["0x1ffffffffffffffff", true]"#, -32_602), ("eth_getBlockByNumber", #"{"a":1}"#, -32_602),
            ("eth_getBlockByHash", #"["0x12", true]"#, -32_602), ("eth_getBlockReceipts", "[]", -32_602),
            ("eth_getTransactionReceipt", "[1]", -32_602), ("eth_call", "[]", -32_602), ("dev_mine", "[0]", -32_602),
            ("dev_mine", "[10001]", -32_602), ("dev_mine", #"["1"]"#, -32_602), ("dev_deposit", "{}", -32_602),
            ("dev_deposit", #"{"account":"0x12","asset":"0x12","amount":"1"}"#, -32_602), ("dev_setFinality", #"{"safe":1}"#, -32_602),
            ("dev_reorg", #"[{"depth":1},{}]"#, -32_602),
        ])
    func wrongParameters(_ method: String, _ parameters: String, _ expected: Int) throws {
        let answer = try code(#"{"jsonrpc":"2.0","id":"a","method":"\#(method)","params":\#(parameters)}"#)
        #expect(answer.code == .integer(expected))
        #expect(answer.id == "a")
    }

    @Test("an amount is a decimal number in a string or a quantity, and nothing looser", arguments: ["-1", "01", "1.0", "", "0x", "0x01", "1e3", " 1"])
    func amounts(_ text: String) throws {
        var client = ChainClient()
        let action: JSON = ["account": ChainClient.text(ChainClient.alice), "asset": ChainClient.text(ChainClient.gold), "amount": .string(text)]
        #expect(try client.failure("dev_deposit", action)?.code == -32_602)
        #expect(try client.failure("dev_deposit", [action, action])?.code == -32_602)
    }

    @Test("a batch is answered in order, each request on its own")
    func batches() throws {
        var client = ChainClient()
        let answer = try client.raw([
            ["jsonrpc": "2.0", "id": 1, "method": "dev_mine", "params": [2]], ["jsonrpc": "2.0", "id": "two", "method": "eth_blockNumber"],
            ["jsonrpc": "2.0", "method": "dev_mine"], 5, ["jsonrpc": "2.0", "id": .null, "method": "eth_blockNumber", "params": []],
        ])
        #expect(answer.arrayValue?.count == 4)
        #expect(answer[1] == ["jsonrpc": "2.0", "id": "two", "result": "0x2"])
        #expect(answer[2]?["error"]?["code"] == -32_600)
        #expect(answer[3] == ["jsonrpc": "2.0", "id": .null, "result": "0x3"])
    }

    @Test("notifications are carried out and not answered")
    func notifications() throws {
        var client = ChainClient()
        let notification: JSON = ["jsonrpc": "2.0", "method": "dev_mine"]
        #expect(client.rawBytes(Bytes(notification.printed().utf8)).isEmpty)
        #expect(client.rawBytes(Bytes(JSON.array([notification, notification]).printed().utf8)).isEmpty)
        #expect(try client.height() == 3)
    }

    @Test("batches, bodies, nesting and answers are bounded")
    func limits() throws {
        var client = ChainClient(automine: false)
        let ask: JSON = ["jsonrpc": "2.0", "id": 1, "method": "eth_blockNumber"]
        #expect(try client.raw(.array(Array(repeating: ask, count: 256))).arrayValue?.count == 256)
        #expect(try client.raw(.array(Array(repeating: ask, count: 257)))["error"]?["code"] == -32_600)
        let long = Bytes(repeating: UInt8(ascii: " "), count: DevelopmentChain.maximumBodyBytes + 1)
        #expect(try JSON.parse(client.rawBytes(long))["error"]?["code"] == -32_600)
        let deep = Bytes((String(repeating: "[", count: 17) + String(repeating: "]", count: 17)).utf8)
        #expect(try JSON.parse(client.rawBytes(deep))["error"]?["code"] == -32_700)

        let action = VaultAction(.deposit, account: ChainClient.alice, asset: ChainClient.gold, amount: 1)
        for _ in 0..<1_000 { try client.chain.submit(action, now: client.now) }
        try client.chain.mine(now: client.now)
        let all: JSON = ["jsonrpc": "2.0", "id": 9, "method": "eth_getLogs", "params": [["fromBlock": "0x0"]]]
        let answers = try #require(try client.raw(.array(Array(repeating: all, count: 30))).arrayValue)
        #expect(answers.count == 30)
        #expect(answers.first?["result"]?.arrayValue?.count == 1_000)
        #expect(answers.last?["error"]?["code"] == -32_005)
        #expect(answers.last?["id"] == 9)
    }

    @Test("broken bodies are answered with an error or as the request they still are, never with a crash")
    func mutatedBodies() throws {
        var random = SeededGenerator()
        var client = ChainClient(sources: 2)
        try client.act(.deposit, 5)
        let seeds = [
            #"{"jsonrpc":"2.0","id":1,"method":"eth_getLogs","params":[{"fromBlock":"0x0","toBlock":"latest","topics":[null,["0x00"]]}]}"#,
            #"[{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["finalized",true]},{"jsonrpc":"2.0","id":2,"method":"dev_mine","params":[1]}]"#,
            #"{"jsonrpc":"2.0","id":1,"method":"dev_reorg","params":{"depth":1,"blocks":[[]],"allowFinalized":true}}"#,
            #"{"jsonrpc":"2.0","id":1,"method":"dev_fault","params":{"source":1,"kind":"lag","blocks":2}}"#,
        ].map { Bytes($0.utf8) }
        for _ in 0..<3_000 {
            var body = seeds.randomElement(using: &random)!
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = body.indices.randomElement(using: &random)!
                switch Int.random(in: 0..<3, using: &random) {
                case 0: body[place] = UInt8.random(in: 0x20...0x7e, using: &random)
                case 1: body.remove(at: place)
                default: body.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            let answer = client.rawBytes(body)
            if !answer.isEmpty { _ = try JSON.parse(answer) }
        }
        #expect(try client.call("eth_chainId") == "0x7a69")
    }
}
