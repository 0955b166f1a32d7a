import CollateralState
import Encoding
import EthereumHeader
import Quantities
import Signatures
import TestVectors

struct ScriptedLog: Hashable {
    var address: EthereumAddress
    var topics: [Digest]
    var data: Bytes
}

struct ScriptedBlock {
    var header: SealedHeader
    /// The logs of each transaction.
    var transactions: [(hash: Digest, logs: [ScriptedLog])]
    var events: [VaultEvent]

    var reference: BlockReference { BlockReference(height: header.number, hash: header.hash) }
}

/// A chain with true header hashes and blooms.
struct ScriptedChain {
    private(set) var blocks: [ScriptedBlock] = []
    private var salt: UInt64 = 0

    init() throws { try mine() }

    var tip: UInt64 { UInt64(blocks.count - 1) }
    subscript(height: UInt64) -> ScriptedBlock? { height < UInt64(blocks.count) ? blocks[Int(height)] : nil }
    func block(_ hash: Digest) -> ScriptedBlock? { blocks.first { $0.header.hash == hash } }

    /// Adds a block with these events of the vault, and whatever else goes on in it.
    ///
    /// - Parameter extra: logs that are not the vault's, or not of events the description knows.
    mutating func mine(_ events: [VaultEvent] = [], extra: [ScriptedLog] = []) throws {
        salt += 1
        var transactions: [(hash: Digest, logs: [ScriptedLog])] = []
        for logs in try events.map({ [try $0.log] }) + extra.map({ [$0] }) {
            transactions.append((Keccak256.hash(Array("tx \(tip(after: blocks)) \(transactions.count) \(salt)".utf8)), logs))
        }
        var bloom = LogsBloom.empty
        for log in transactions.flatMap(\.logs) { bloom.insert(address: log.address, topics: log.topics) }
        blocks.append(ScriptedBlock(header: try header(bloom), transactions: transactions, events: events))
    }

    private func tip(after blocks: [ScriptedBlock]) -> Int { blocks.count }

    private func header(_ bloom: LogsBloom) throws -> SealedHeader {
        let fields = CancunFields(
            blobGasUsed: 0, excessBlobGas: 0, parentBeaconBlockRoot: .zero, prague: PragueFields(requestsHash: .zero))
        return SealedHeader(
            BlockHeader(
                parentHash: blocks.last?.header.hash ?? .zero, unclesHash: .zero, beneficiary: try PlainVault.address(),
                stateRoot: Keccak256.hash(Array("\(salt)".utf8)), transactionsRoot: .zero, receiptsRoot: .zero, logsBloom: bloom,
                difficulty: .zero, number: UInt64(blocks.count), gasLimit: 30_000_000, gasUsed: 0,
                timestamp: 1_700_000_000 + 12 * UInt64(blocks.count), extraData: [], mixHash: .zero, nonce: 0,
                london: LondonFields(baseFeePerGas: .one, shanghai: ShanghaiFields(withdrawalsRoot: .zero, cancun: fields))))
    }

    /// Forgets all blocks above `height`; what is mined next differs from what was.
    mutating func revert(to height: UInt64) {
        blocks.removeLast(blocks.count - 1 - Int(height))
        salt += 1_000_000
    }

    /// What reading from `first` to `last` must give.
    func observed(_ first: UInt64, through last: UInt64) throws -> [(block: BlockReference, effects: [HoldingEffect])] {
        try (first...max(first, last)).compactMap { self[$0] }.filter { !$0.events.isEmpty && $0.header.number <= last }
            .map { ($0.reference, try $0.events.map { try $0.effect }) }
    }
}

extension ScriptedChain {
    /// A block of random events, strangers' logs and events of the vault that the description does not know.
    mutating func mineRandom(using random: inout SeededGenerator) throws {
        func address(_ random: inout SeededGenerator) throws -> EthereumAddress { try EthereumAddress(bytes: random.bytes(20)) }
        var events: [VaultEvent] = []
        if Int.random(in: 0..<3, using: &random) == 0 {
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                events.append(
                    VaultEvent(
                        kind: VaultEvent.Kind.allCases.randomElement(using: &random) ?? .deposit, account: try address(&random),
                        asset: try address(&random), amount: random.next()))
            }
        }
        var extra: [ScriptedLog] = []
        if Int.random(in: 0..<3, using: &random) == 0 { extra = try Self.decoys(using: &random) }
        try mine(events, extra: extra)
    }

    /// Logs that mark the vault and one of its events in the bloom, and are neither: a stranger's deposit, and an unknown event.
    static func decoys(using random: inout SeededGenerator) throws -> [ScriptedLog] {
        let stranger = try EthereumAddress(bytes: random.bytes(20))
        let deposit = try VaultEvent(kind: .deposit, account: stranger, asset: stranger, amount: 1).log
        return [
            ScriptedLog(address: stranger, topics: deposit.topics, data: deposit.data),
            ScriptedLog(address: try PlainVault.address(), topics: [try Digest(random.bytes(32))], data: [1]),
        ]
    }
}
