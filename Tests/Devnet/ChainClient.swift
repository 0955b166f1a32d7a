import CollateralState
import Devnet
import Encoding
import Quantities
import Signatures
import Testing

/// A development chain and the JSON-RPC calls that tests make to it. The clock moves one second a call unless a test sets it.
struct ChainClient {
    struct RPCFailure: Error, Equatable {
        let code: Int
        let message: String
    }

    var chain: DevelopmentChain
    var now = Timestamp(milliseconds: 1_800_000_000_000)

    static let genesisTime = Timestamp(milliseconds: 1_799_999_999_500)
    static let alice = address(0xa1)
    static let bob = address(0xb0)
    static let gold = address(0x60)
    static let silver = address(0x51)

    init(chainID: UInt64 = 31_337, automine: Bool = true, lag: FinalityLag = .standard, sources: Int = 1) {
        chain = DevelopmentChain(
            .init(chainID: chainID, genesisTime: Self.genesisTime, finalityLag: lag, automine: automine, sources: sources))
    }

    static func address(_ byte: UInt8) -> EthereumAddress {
        // Twenty bytes are always an address.
        try! EthereumAddress(bytes: Bytes(repeating: byte, count: 20))
    }

    static func text(_ address: EthereumAddress) -> JSON { .string(Hex.encode0x(address.bytes)) }

    /// The `result` of a call.
    mutating func call(_ method: String, _ parameters: JSON = [], source: Int = 0) throws -> JSON {
        let answer = try raw(["jsonrpc": "2.0", "id": 7, "method": .string(method), "params": parameters], source: source)
        #expect(answer["jsonrpc"] == "2.0")
        #expect(answer["id"] == 7)
        if let error = answer["error"] {
            throw RPCFailure(code: try JSONNode(error)["code"].integer(in: -40_000...10), message: error["message"]?.stringValue ?? "")
        }
        return try #require(answer["result"])
    }

    /// The error of a call that must fail.
    mutating func failure(_ method: String, _ parameters: JSON = [], source: Int = 0) throws -> RPCFailure? {
        do {
            let result = try call(method, parameters, source: source)
            Issue.record("\(method) succeeded: \(result.printed().prefix(200))")
            return nil
        } catch let failure as RPCFailure {
            return failure
        }
    }

    mutating func raw(_ body: JSON, source: Int = 0) throws -> JSON {
        try JSON.parse(rawBytes(Bytes(body.printed().utf8), source: source))
    }

    mutating func rawBytes(_ body: Bytes, source: Int = 0) -> Bytes {
        now = Timestamp(milliseconds: now.milliseconds + 1_000)
        return chain.answer(body, source: source, now: now)
    }

    /// Alice's action with gold.
    @discardableResult
    mutating func act(_ kind: VaultAction.Kind, _ amount: UInt64) throws -> JSON {
        try act(kind, Self.alice, Self.gold, amount)
    }

    @discardableResult
    mutating func act(_ kind: VaultAction.Kind, _ account: EthereumAddress, _ asset: EthereumAddress, _ amount: UInt64) throws -> JSON {
        try call(
            "dev_\(kind.rawValue)",
            ["account": Self.text(account), "asset": Self.text(asset), "amount": .string(String(amount))])
    }

    mutating func block(_ tag: JSON, full: Bool = false, source: Int = 0) throws -> JSON {
        try call("eth_getBlockByNumber", [tag, .bool(full)], source: source)
    }

    mutating func height(source: Int = 0) throws -> UInt64 {
        try ChainClient.number(try call("eth_blockNumber", source: source))
    }

    /// `balances` or `debts` of the vault by `eth_call`.
    mutating func books(
        _ view: String = "balances", _ account: EthereumAddress = alice, _ asset: EthereumAddress = gold, at block: JSON = "latest",
        source: Int = 0
    ) throws -> UInt256 {
        let padding = Bytes(repeating: 0, count: 12)
        let selector = Keccak256.hash(Bytes("\(view)(address,address)".utf8)).bytes.prefix(4)
        let data = Bytes(selector) + padding + account.bytes + padding + asset.bytes
        let answer = try call(
            "eth_call", [["to": Self.text(DevelopmentChain.defaultVault), "data": .string(Hex.encode0x(data))], block], source: source)
        return try UInt256(bigEndian: Hex.decode0x(try #require(answer.stringValue)))
    }

    static func number(_ json: JSON?) throws -> UInt64 {
        let value = try UInt256(hexQuantity: try #require(json?.stringValue))
        return try #require(UInt64(exactly: value))
    }

    static func quantity(_ value: UInt64) -> JSON { .string("0x" + String(value, radix: 16)) }
}
