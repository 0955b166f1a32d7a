import CollateralState
import Encoding
import Quorum
import StateTree
import TestVectors
import Testing

@testable import UnifiedView

@Suite("Restart from a snapshot")
struct SnapshotTests {
    let stream = try! SampleStream()

    private func ledger(_ messages: [SampleMessage]) throws -> StreamLedger {
        var ledger = try StreamLedger(description: stream.description, history: stream.genesisHistory)
        for message in messages { _ = try ledger.insert(message.certified) }
        return ledger
    }

    @Test("a restarted ledger goes on as one that never stopped, from every place")
    func goesOn() throws {
        let messages = try stream.run(6)
        let whole = try ledger(messages)
        for place in 0...messages.count {
            var restored = try StreamLedger(restoring: ledger(Array(messages.prefix(place))).snapshot)
            for message in messages.dropFirst(place) { _ = try restored.insert(message.certified) }
            #expect(restored.status == whole.status)
            #expect(restored.tree == whole.tree)
        }
    }

    @Test("leaves, tip and heartbeats alone bring back the same view")
    func leavesAreEnough() throws {
        var whole = try ledger(try stream.run(5))
        for signer in 0..<2 { _ = try whole.insert(stream.heartbeat(signer, last: whole.tip?.digest ?? .zero, height: 900)) }
        let leaves = Array(whole.tree.leaves)
        let snapshot = LedgerSnapshot(
            description: stream.description, history: try stream.genesisHistory, tip: whole.tip, tree: try AccountTree(bulk: leaves),
            heartbeats: whole.highestHeartbeats)
        #expect(try StreamLedger(restoring: snapshot).status == whole.status)
    }

    @Test("a stopped stream stays stopped, with its evidence")
    func staysStopped() throws {
        let messages = try stream.run(3)
        let fork = try stream.message(after: messages[0], [2: 2], salt: 6)
        let frozen = try ledger(messages + [fork])
        var restored = try StreamLedger(restoring: frozen.snapshot)
        #expect(restored.stop == frozen.stop)
        #expect(try restored.insert(messages[1].certified) == [.alreadyKnown(messages[1].certified.position)])
        #expect(try restored.insert(messages[2].certified) == [.countsNoMore(messages[2].certified.position)])

        let halted = try ledger([messages[0], try stream.message(after: messages[0], [2: 2], flaw: .root)])
        #expect(try StreamLedger(restoring: halted.snapshot).status == halted.status)
    }

    @Test("refuses a snapshot whose accounts are not the certified ones, or whose stop lies elsewhere")
    func refusesDamage() throws {
        let messages = try stream.run(3)
        let good = try ledger(messages).snapshot
        let damaged = LedgerSnapshot(description: good.description, history: good.history, tip: good.tip, tree: messages[0].tree)
        #expect(throws: UnifiedViewError.snapshotRoot(stream.id, expected: good.tree.root, got: messages[0].tree.root)) {
            try StreamLedger(restoring: damaged)
        }
        let orphaned = LedgerSnapshot(description: good.description, history: good.history, tip: nil, tree: messages[0].tree)
        #expect(throws: UnifiedViewError.snapshotRoot(stream.id, expected: .zero, got: messages[0].tree.root)) {
            try StreamLedger(restoring: orphaned)
        }
        let stop = StreamStop(place: .first, cause: .disputed, evidence: [])
        let misplaced = LedgerSnapshot(description: good.description, history: good.history, tip: good.tip, tree: good.tree, stop: stop)
        #expect(throws: UnifiedViewError.snapshotStop(stream.id, tip: 3, got: .first)) { try StreamLedger(restoring: misplaced) }
        let other = try SampleStream(1)
        let foreign = LedgerSnapshot(description: other.description, history: try other.genesisHistory, tip: good.tip, tree: good.tree)
        #expect(throws: UnifiedViewError.foreignStream(expected: other.id, got: stream.id)) { try StreamLedger(restoring: foreign) }
    }

    @Test("a dispute older than the restart asks for the log and ends as if there had been no restart")
    func disputesBeforeRestart() throws {
        let messages = try stream.run(5)
        let fork = try stream.message(after: messages[4], [1: 1], salt: 5)
        let child = try stream.message(after: fork, [1: 2])
        var restored = try StreamLedger(restoring: ledger(messages).snapshot)
        let other = try stream.message(after: messages[3], [3: 3], salt: 7)
        #expect(try restored.insert(other.certified) == [.disputed(other.certified), .replayNeeded(upTo: messages[4].header.sequence)])
        _ = try restored.rebuild(from: (messages + [other]).map(\.certified))
        #expect(try restored.status == ledger(messages + [other]).status)
        #expect(try restored.insert(child.certified) == [.countsNoMore(child.certified.position)])
    }

    @Test("a pruned log is rebuilt from the snapshot it begins after")
    func rebuildsPrunedLog() throws {
        let messages = try stream.run(8)
        let start = try ledger(Array(messages.prefix(4))).snapshot
        let fork = try stream.message(after: messages[5], [1: 1], salt: 5)
        var restored = try StreamLedger(restoring: ledger(messages).snapshot)
        let outcomes = try restored.rebuild(from: (messages[4..<7] + [fork] + messages[7...]).map(\.certified), after: start)
        #expect(outcomes == [.disputed(fork.certified), .frozen(at: messages[6].header.sequence)])
        #expect(restored.tip?.digest == messages[5].header.digest)
    }
}
