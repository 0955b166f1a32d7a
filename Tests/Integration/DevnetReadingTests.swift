import ChainIdentity
import ChainModel
import CollateralState
import Devnet
import EVM
import Encoding
import Quantities
import Signatures
import TestVectors
import Testing

@Suite("The EVM adapter reads the development chain")
struct DevnetReadingTests {
    @Test("three honest sources: what is observed adds up to the vault's own books at the finalized block")
    func honest() throws {
        var reading = try DevnetReading()
        try reading.useVault(blocks: 60)
        reading.readAll()
        #expect(reading.progress?.isCaughtUp == true)
        #expect(reading.alarms.isEmpty)
        let evidence = try Evidence(.quorumRead, agreeingSources: 3, distinctOperators: 3)
        #expect(reading.observations.allSatisfy { $0.evidence == evidence })
        try reading.expectBooks()
    }

    /// Faults of one source of three; two of three must agree.
    static let faults: [SourceFault] = [.stall, .lag(3), .lieLogs, .omitLogs, .lieHeader, .lieBalance, .errors, .garbage]

    @Test("one faulty source of three changes nothing but the evidence", arguments: faults)
    func oneFault(_ fault: SourceFault) throws {
        var reading = try DevnetReading()
        try reading.useVault(blocks: 20)
        try reading.chain.setFault(fault, ofSource: 1)
        try reading.useVault(blocks: 40)
        reading.readAll()
        #expect(reading.position?.height == reading.chain.finalizedHeight)
        try reading.expectBooks()
        let isLie = [.lieLogs, .omitLogs, .lieHeader].contains(fault)
        #expect(reading.alarms.contains { $0.sources.contains(SourceID(1)) } == (isLie || fault == .garbage))
    }

    @Test("two faulty sources of three: nothing is observed that is not so", arguments: faults)
    func twoFaults(_ fault: SourceFault) throws {
        var reading = try DevnetReading()
        try reading.useVault(blocks: 20)
        for source in [1, 2] { try reading.chain.setFault(fault, ofSource: source) }
        try reading.useVault(blocks: 20)
        reading.readAll()
        // Two sources that lie alike outvote the honest one: what they cannot forge is the hash and the bloom.
        if fault != .lieLogs { try reading.expectBooks() }
    }

    @Test("a reorganisation above the finalized block is never noticed, one below it halts the reading")
    func reorganisations() throws {
        var reading = try DevnetReading()
        try reading.useVault(blocks: 20)
        reading.readAll()
        try reading.chain.reorganise(Reorganisation(depth: 4, transactions: .drop), now: reading.now)
        try reading.useVault(blocks: 10)
        reading.readAll()
        try reading.expectBooks()

        let finalized = reading.chain.head.height - reading.chain.finalizedHeight
        try reading.chain.reorganise(Reorganisation(depth: Int(finalized) + 1, transactions: .drop, allowsFinalized: true), now: reading.now)
        try reading.useVault(blocks: 10)
        reading.readAll()
        guard case .rejected(.finalityViolation) = reading.last else {
            Issue.record("expected a finality violation, got \(String(describing: reading.last))")
            return
        }
    }
}

/// A development chain with three sources, and an adapter that reads it as an engine would.
struct DevnetReading {
    var chain: DevelopmentChain
    var now = Timestamp(milliseconds: 1_800_000_000_000)
    private(set) var observations: [Observation] = []
    private(set) var alarms: [SourceAlarm] = []
    private(set) var last: Verdict<RoundResult>?
    private(set) var progress: ReadProgress?
    private let adapter: EVMAdapter
    private var cursor = Cursor(position: nil)
    private var random = SeededGenerator()
    private let accounts: [EthereumAddress]
    private let asset: EthereumAddress

    private static let chainID: UInt64 = 31_337
    private static let minimum = 3
    private static let roundLimit = 50

    init() throws {
        chain = DevelopmentChain(
            .init(chainID: Self.chainID, genesisTime: Timestamp(milliseconds: 1_799_000_000_000), sources: 3))
        accounts = try (1...Self.minimum).map { try EthereumAddress(bytes: Bytes(repeating: UInt8($0), count: 20)) }
        asset = try EthereumAddress(bytes: Bytes(repeating: 0xaa, count: 20))
        adapter = try Self.adapter()
    }

    private static func adapter() throws -> EVMAdapter {
        let stream = try StreamDescription(
            network: NetworkName(parsing: "test"),
            vault: AccountID(chain: ChainID(eip155: chainID), key: AccountKey(DevelopmentChain.defaultVault.bytes)),
            finality: .finalized, firstHeight: 1, mapping: EVMFamily().mapping(parsing: description))
        let sources = try (0..<3).map { try Source(id: SourceID($0), name: "source-\($0)", operatorName: "operator-\($0)") }
        let rule = try ReadRule(requiredOperators: 2, of: 3, minimumEvidence: .quorumRead)
        return try EVMAdapter(stream: stream, panel: SourcePanel(sources: sources, rule: rule), settings: ReadSettings())
    }

    private static var description: JSON {
        let effects = [("Deposit", "collateral", "add"), ("Withdraw", "collateral", "subtract"), ("Borrow", "debt", "add"), ("Repay", "debt", "subtract")]
        return [
            "name": "development vault",
            "event": .array(
                effects.map { name, kind, change in
                    [
                        "signature": .string("\(name)(address indexed account, address indexed asset, uint256 amount)"),
                        "effect": [["account": "account", "kind": .string(kind), "change": .string(change), "asset": ["token": "asset"], "amount": "amount"]],
                    ]
                }),
        ]
    }

    /// Makes blocks with up to three random actions each; what the vault refuses is left out.
    mutating func useVault(blocks: Int) throws {
        for _ in 0..<blocks {
            now = Timestamp(milliseconds: now.milliseconds + 1_000)
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let kind = try #require(VaultAction.Kind.allCases.randomElement(using: &random))
                let account = try #require(accounts.randomElement(using: &random))
                let amount = UInt256(UInt64.random(in: 1...100, using: &random))
                _ = try? chain.submit(VaultAction(kind, account: account, asset: asset, amount: amount), now: now)
            }
            try chain.mine(now: now)
        }
    }

    /// Rounds until nothing is left to read, or nothing more comes of it.
    mutating func readAll() {
        for _ in 0..<Self.roundLimit {
            exchange()
            if case .accepted(.finished(let progress)) = last, progress.isCaughtUp { return }
            if case .rejected = last { return }
        }
    }

    private mutating func exchange() {
        var answers: [SourceAnswer] = []
        for request in adapter.requests(for: cursor) {
            let body = chain.answer(request.body, source: request.source.index, now: now)
            answers.append(SourceAnswer(request: request, outcome: .body(body)))
        }
        let step = adapter.step(on: answers, for: cursor)
        cursor = step.next
        alarms += step.alarms
        last = step.verdict
        if case .accepted(.finished(let finished)) = step.verdict {
            observations += finished.observations
            progress = finished
        }
    }

    var position: BlockReference? { cursor.position?.block }

    /// Compares the sum of all observed effects with `eth_call` of an honest source at the block that was read to.
    mutating func expectBooks() throws {
        let height = position?.height ?? 0
        for account in accounts {
            for (view, kind) in [("balances", HoldingKind.collateral), ("debts", .debt)] {
                #expect(try observed(kind, account) == (try books(view, account, at: height)), "\(view) of \(account) at \(height)")
            }
        }
    }

    private func observed(_ kind: HoldingKind, _ account: EthereumAddress) throws -> Int256 {
        let key = try AccountKey(account.bytes)
        var sum = Int256.zero
        for effect in observations.flatMap(\.effects) where effect.account == key && effect.key.kind == kind {
            guard case .add(let amount) = effect.change else { continue }
            sum = try sum.adding(amount)
        }
        return sum
    }

    private mutating func books(_ view: String, _ account: EthereumAddress, at height: UInt64) throws -> Int256 {
        let padding = Bytes(repeating: 0, count: 12)
        let data = Bytes(Keccak256.hash(Bytes("\(view)(address,address)".utf8)).bytes.prefix(4)) + padding + account.bytes + padding + asset.bytes
        let call: JSON = ["to": .string(Hex.encode0x(DevelopmentChain.defaultVault.bytes)), "data": .string(Hex.encode0x(data))]
        let body: JSON = ["jsonrpc": "2.0", "id": 1, "method": "eth_call", "params": [call, .string("0x" + String(height, radix: 16))]]
        let answer = try JSON.parse(chain.answer(Bytes(body.printed().utf8), now: now))
        let value = try UInt256(bigEndian: JSONNode(answer)["result"].hex0xBytes())
        return try Int256(isNegative: false, magnitude: value)
    }
}
