import Encoding
import NodeEngine
import NodeStorage
import Quorum

/// Durable account changes a second: certified messages that were accepted, kept by a store, several a transaction.
struct ChangeBenchmark {
    let plan: BenchPlan
    let vault: BenchVault

    private static let messagesPerTransaction = 4

    func figures() throws -> [Figure] {
        let name = "durable account changes"
        Output.progress("measuring \(name)")
        var source = MessageSource(vault, changes: BenchVault.changesPerMessage)
        let store = try Store(path: vault.copy(as: "ours.sqlite"), mode: .readWrite(newFeed: .zero))
        let writer = try PlainWriter(vault.copy(as: "limit.sqlite"))
        let groups = try (0..<plan.changeTurns).map { _ in try (0..<Self.messagesPerTransaction).map { _ in try source.next() } }
        let rows = Self.messagesPerTransaction * BenchVault.changesPerMessage
        let turns = try Turns(plan.changeTurns) { turn in
            let batches = groups[turn].map { [StoredRecord.accepted($0)] }
            return try Stopwatch.rate(of: rows) { try store.persist(batches: batches) }
        } limit: { turn in
            let messages = try groups[turn].map { try PlainMessage($0) }
            return try Stopwatch.rate(of: rows) { try writer.writeAccounts(messages) }
        }
        return [Figure(.changes, name, .perSecond, ours: turns.ours, limit: turns.limit, target: .ratio(atLeast: 0.6))]
    }
}
