import CollateralState
import Devnet
import Encoding
import TestVectors
import Testing

@Suite("Determinism of the development chain")
struct DeterminismTests {
    /// The same requests at the same times; every answer.
    private func run(seed: UInt64) throws -> [Bytes] {
        var random = SeededGenerator(seed: seed)
        var client = ChainClient(automine: false, lag: FinalityLag(safe: 1, finalized: 3), sources: 3)
        var answers: [Bytes] = []
        for _ in 0..<150 {
            let (method, parameters) = Self.request(&random)
            let body: JSON = ["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": parameters]
            answers.append(client.rawBytes(Bytes(body.printed().utf8), source: Int.random(in: 0..<3, using: &random)))
        }
        return answers
    }

    private static func request(_ random: inout SeededGenerator) -> (String, JSON) {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: ("dev_mine", [.integer(Int.random(in: 1...3, using: &random))])
        case 1: ("dev_reorg", ["depth": .integer(Int.random(in: 1...4, using: &random)), "drop": .bool(.random(using: &random))])
        case 2: ("dev_fault", ["kind": ["none", "stall", "lieLogs", "lieHeader"].randomElement(using: &random)!])
        case 3: ("eth_getLogs", [["fromBlock": "earliest", "toBlock": "latest"]])
        case 4: ("eth_getBlockByNumber", [["latest", "safe", "finalized"].randomElement(using: &random)!, true])
        default:
            (
                ["dev_deposit", "dev_withdraw", "dev_borrow", "dev_repay"].randomElement(using: &random)!,
                [
                    "account": ChainClient.text(ChainClient.address(UInt8.random(in: 0...9, using: &random))),
                    "asset": ChainClient.text(ChainClient.gold), "amount": .string("\(UInt8.random(in: 0...255, using: &random))"),
                ]
            )
        }
    }

    @Test("the same requests at the same times give the same bytes")
    func sameRequestsSameBytes() throws {
        let seed = SeededGenerator.runSeed
        let first = try run(seed: seed)
        #expect(try run(seed: seed) == first)
        #expect(try run(seed: seed &+ 1) != first)
    }

    @Test("the genesis block of a chain never changes")
    func genesisIsPinned() throws {
        var client = ChainClient(chainID: 1)
        #expect(try client.block("earliest")["hash"] == "0xd08ad6867669125de4e21cbbba433a558c033a2b039d56f0fc4a1f916c0e6bc2")
    }
}
