import CollateralState
import Encoding
import NodeEngine
import NodeStorage
import Quorum
import Signatures
import UnifiedView

/// State messages accepted a second, from bytes to durable: parse, verify three signatures of five attesters, merge, keep.
struct MessageBenchmark {
    let plan: BenchPlan
    let vault: BenchVault

    /// How many a transaction takes: about what one page of a peer's feed brings.
    private static let sizes: [(changes: Int, perTransaction: Int)] = [(1, 256), (100, 32), (1_000, 8)]

    func figures() throws -> [Figure] {
        try Self.sizes.map { try figure(changes: $0.changes, perTransaction: $0.perTransaction) }
    }

    private func figure(changes: Int, perTransaction: Int) throws -> Figure {
        let name = "messages accepted, \(Double(changes).grouped) \(changes == 1 ? "change" : "changes") each"
        Output.progress("measuring \(name)")
        var source = MessageSource(vault, changes: changes)
        var receiver = try Receiver(vault, file: vault.copy(as: "ours.sqlite"))
        let writer = try PlainWriter(vault.copy(as: "limit.sqlite"))
        let signatures = try RawSignatures(vault.maker.stream)
        let pages = try (0..<plan.messageTurns).map { _ in try (0..<perTransaction).map { _ in try source.next() } }
        let turns = try Turns(plan.messageTurns) { turn in
            let page = try pages[turn].map { try $0.bundle().encoded() }
            return try Stopwatch.rate(of: page.count) { try receiver.accept(page) }
        } limit: { turn in
            let page = try pages[turn].map { (rows: try PlainMessage($0), statements: signatures.statements(of: $0)) }
            return try Stopwatch.rate(of: page.count) {
                for message in page { try signatures.verify(message.statements) }
                try writer.write(page.map(\.rows))
            }
        }
        return Figure(.messages, name, .perSecond, ours: turns.ours, limit: turns.limit)
    }
}

/// What a node does with what a peer sends.
private struct Receiver {
    private var ledger: StreamLedger
    private let store: Store

    init(_ vault: BenchVault, file: String) throws {
        let stream = vault.maker.stream
        ledger = try StreamLedger(
            restoring: LedgerSnapshot(
                description: stream.trusted.description, history: stream.history, tip: vault.maker.tip, tree: vault.maker.tree))
        store = try Store(path: file, mode: .readWrite(newFeed: .zero))
    }

    mutating func accept(_ page: [Bytes]) throws {
        var records: [StoredRecord] = []
        for bytes in page {
            let certified = try ledger.history.certify(MessageBundle(parsing: bytes))
            for case .accepted(let message) in try ledger.insert(certified) { records.append(.accepted(message)) }
        }
        guard records.count == page.count else {
            throw BenchError.wrongAnswer(expected: "\(page.count) accepted messages", got: "\(records.count)")
        }
        try store.persist(records)
    }
}

/// Messages after the vault's last, each changing accounts that are there already.
struct MessageSource {
    private var maker: MessageMaker
    private var random = SeededGenerator(seed: 3)
    private let vault: BenchVault
    private let changes: Int

    init(_ vault: BenchVault, changes: Int) {
        self.vault = vault
        self.changes = changes
        maker = vault.maker
    }

    mutating func next() throws -> CertifiedMessage {
        let places = random.distinct(changes, below: vault.leaves.count)
        return try maker.next(vault.changes(at: places, &random))
    }
}

/// The signatures of messages, verified by OpenSSL itself.
private struct RawSignatures {
    private let verifiers: [KeyID: RawVerifier]

    init(_ stream: BenchStream) throws {
        verifiers = try Dictionary(uniqueKeysWithValues: stream.signers.map { ($0.publicKey.id, try RawVerifier($0.publicKey)) })
    }

    func statements(of message: CertifiedMessage) -> [(signer: KeyID, statement: RawStatement)] {
        message.certificate.attestations.map { ($0.signer, RawStatement($0.record.signingDigest, $0.signature, .ed25519)) }
    }

    func verify(_ statements: [(signer: KeyID, statement: RawStatement)]) throws {
        for (signer, statement) in statements where verifiers[signer]?.isValid(statement) != true {
            throw BenchError.wrongAnswer(expected: "a valid signature", got: "an invalid one")
        }
    }
}
