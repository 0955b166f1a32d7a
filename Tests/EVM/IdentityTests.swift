import ChainIdentity
import ChainModel
import CollateralState
import Encoding
import Testing

@testable import EVM

struct IdentityTests {
    private func panel(_ minimum: EvidenceClass) throws -> SourcePanel {
        let sources = try ["a", "b"].enumerated().map { try Source(id: SourceID($0.offset), name: $0.element, operatorName: $0.element) }
        return try SourcePanel(sources: sources, rule: try ReadRule(requiredOperators: 2, of: 2, minimumEvidence: minimum))
    }

    @Test("sources that answer JSON-RPC cannot give more than a quorum read, and an adapter says so at once")
    func evidence() throws {
        #expect(throws: EVMError.outOfRange(field: "minimum evidence", expected: "single read or quorum read", got: "receipts recomputed")) {
            try EVMAdapter(stream: try PlainVault.stream(), panel: try panel(.receiptsRecomputed), settings: try ReadSettings())
        }
    }

    @Test("a stream of another namespace, or with another kind of mapping, is refused")
    func foreignStream() throws {
        let cosmos = try StreamDescription(
            network: try NetworkName(parsing: "test"), vault: try AccountID(parsing: "cosmos:cosmoshub-4:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0"),
            finality: .finalized, firstHeight: 1, mapping: [1])
        #expect(throws: EVMError.wrongNamespace(expected: "eip155", got: "cosmos")) {
            try EVMAdapter(stream: cosmos, panel: try panel(.quorumRead), settings: try ReadSettings())
        }
        let empty = try StreamDescription(
            network: try NetworkName(parsing: "test"), vault: try PlainVault.stream().vault, finality: .finalized, firstHeight: 1, mapping: [])
        #expect(throws: EVMError.self) { try EVMAdapter(stream: empty, panel: try panel(.quorumRead), settings: try ReadSettings()) }
    }

    @Test("settings are read strictly")
    func settings() throws {
        #expect(try ReadSettings(parsing: [:]) == ReadSettings())
        #expect(
            try ReadSettings(parsing: ["blocks-per-round": 8, "calls-per-request": 1, "empty-answers": "agreement"])
                == ReadSettings(blocksPerRound: 8, callsPerRequest: 1, emptyAnswers: .agreement))
        for bad: JSON in [["blocks-per-round": 0], ["calls-per-request": 257], ["empty-answers": "never"], ["blocks": 1], []] {
            #expect(throws: EVMError.self, "\(bad.printed())") { try ReadSettings(parsing: bad) }
        }
    }

    @Test("the requests are JSON-RPC, pinned to a block's hash where they ask for logs, and bounded")
    func requests() throws {
        var chain = try ScriptedChain()
        try chain.mine([VaultEvent(kind: .deposit, account: try PlainVault.address(), asset: try PlainVault.address(), amount: 1)])
        for _ in 0..<3 { try chain.mine() }
        let adapter = try PlainVault.adapter(operators: ["a", "b"], required: 2)
        var reader = Reader(adapter, Array(repeating: ScriptedSource(chain: chain), count: 2))
        var bodies: [String] = []
        repeat {
            for request in adapter.requests(for: reader.cursor) where request.source == SourceID(0) {
                bodies.append(String(decoding: request.body, as: UTF8.self))
                #expect(request.maximumAnswerBytes <= 64 << 20)
            }
            reader.exchange()
        } while reader.last == .accepted(.unfinished)
        let hash = try #require(chain[1]?.reference.hash)
        #expect(bodies.count == 3)
        #expect(
            bodies[0] == #"[{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]},{"jsonrpc":"2.0","id":2,"method":"eth_getBlockByNumber","params":["finalized",false]}]"#)
        #expect(bodies[1].contains(#""method":"eth_getBlockByNumber","params":["0x1",false]"#))
        #expect(bodies[2].contains(#""method":"eth_getLogs","params":[{"blockHash":"0x\#(hash.hex)","address":"0x5a5a"#))
    }
}
