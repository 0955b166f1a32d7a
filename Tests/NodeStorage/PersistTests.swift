import ChainModel
import CollateralState
import Encoding
import GRDB
import NodeEngine
import Quorum
import Signatures
import StateTree
import Testing

@testable import NodeStorage

@Suite("What is persisted")
struct PersistTests {
    let folder: TemporaryFolder
    let store: Store
    var stream: TestStream

    init() throws {
        folder = try TemporaryFolder()
        store = try folder.open()
        stream = try TestStream()
    }

    private func root(_ store: Store) throws -> Digest {
        try AccountTree(bulk: try store.restore(stream.id).accounts).root
    }

    @Test("every kind of record comes back from the file")
    mutating func everyKindComesBack() throws {
        let first = try stream.next([1: 100, 2: 200])
        let (open, _) = try stream.message([1: 150], on: stream.head)
        let own = try stream.attestation(of: open.header, by: 0)
        let foreign = try stream.attestation(of: open.header, by: 1)
        let rival = try stream.certified(stream.message([3: 1], on: .start).message)
        let heartbeat = try stream.heartbeat(height: 40, by: 2)
        let equivocation = try stream.equivocation(by: 4, on: stream.head)
        let change = try stream.setChange(from: 90)
        let cursor = FeedCursor(feed: SHA256.hash([7]), item: .max)
        let peer = try PeerID(parsing: "peer")
        try store.persist([
            .accepted(first), .proposal(open, own), .attestation(open.header, foreign), .heartbeat(heartbeat), .disputed(rival),
            .position(stream.id, TestStream.position(.max)), .equivocation(equivocation), .attesterSetChange(change),
            .link(try TestStream.link()), .peerCursor(peer, cursor), .halted(stream.id, reason: "look"),
        ])

        for store in [store, try folder.openReadOnly()] {
            let restored = try store.restore(stream.id)
            #expect(restored.tip?.header == first.header)
            #expect(restored.tip?.attestations == first.certificate.attestations)
            #expect(restored.accounts.map(\.account) == first.message.changes.map(\.account))
            #expect(restored.accounts.map(\.encodedState) == first.message.changes.map(\.encodedState))
            #expect(restored.proposals.map(\.message) == [open])
            #expect(restored.proposals.map(\.attestation) == [own])
            #expect(restored.position == TestStream.position(.max))
            #expect(restored.heartbeats == [heartbeat])
            #expect(restored.setChanges == [change])
            #expect(restored.halted == "look")
            #expect(restored.frozenAt == nil)
            #expect(Set(restored.statements.map(\.attestation)) == Set(first.certificate.attestations + [own, foreign]))
            #expect(try store.messages(at: first.position).map(\.standing) == [.accepted, .disputed])
            #expect(try store.messages(at: first.position).last?.bundle == rival.bundle())
            #expect(try store.equivocations() == [equivocation])
            #expect(try store.equivocations(of: StreamID(.zero)).isEmpty)
            #expect(try store.links() == [try TestStream.link()])
            #expect(try store.peerCursors() == [peer: cursor])
        }
    }

    @Test("an account that leaves is gone, and its removal twice is damage")
    mutating func accountsLeave() throws {
        try store.persist([.accepted(try stream.next([1: 1, 2: 2])), .accepted(try stream.next([1: 0, 3: 3]))])
        #expect(try store.account(TestStream.account(1), in: stream.id) == nil)
        #expect(try store.account(TestStream.account(3), in: stream.id)?.changedAt.value == 2)
        #expect(try root(store) == stream.head.tree.root)

        try store.pool.write { try $0.execute(sql: "DELETE FROM accounts") }
        let gone = try stream.next([2: 0])
        #expect { try store.persist([.accepted(gone)]) } throws: { ($0 as? NodeStorageError)?.shortDescription == "corrupt" }
    }

    @Test("the same message accepted twice is there once")
    mutating func acceptanceIsIdempotent() throws {
        let message = try stream.next([1: 1])
        try store.persist([.accepted(message), .accepted(message)])
        let feed = try store.feed(after: 0, limit: 100, maximumBytes: .max)
        try store.persist([.accepted(message)])
        #expect(try store.feed(after: 0, limit: 100, maximumBytes: .max).last == feed.last)
        #expect(feed.items.count == 1)
    }

    @Test("a gap, a fork and another digest for an accepted place are refused by name")
    mutating func onlyTheNextIsAccepted() throws {
        let first = try stream.next([1: 1])
        let afterFirst = stream.head
        _ = try stream.next([1: 2])
        let third = try stream.next([1: 3])
        try store.persist([.accepted(first)])
        #expect(throws: NodeStorageError.wrongSequence(stream.id, expected: 2, got: 3)) { try store.persist([.accepted(third)]) }

        let (otherFirst, otherHead) = try stream.message([1: 7], on: .start)
        let fork = try stream.certified(stream.message([1: 8], on: otherHead).message)
        #expect(throws: NodeStorageError.brokenChain(fork.position, expected: first.digest, got: otherFirst.digest)) {
            try store.persist([.accepted(fork)])
        }
        let rival = try stream.certified(otherFirst)
        #expect(throws: NodeStorageError.conflictingMessage(first.position, expected: first.digest, got: rival.digest)) {
            try store.persist([.accepted(rival)])
        }
        #expect(try root(store) == afterFirst.tree.root)
    }

    @Test("a second digest for a promised place is refused, for ever, and takes its whole transaction with it")
    mutating func intentsNeverConflict() throws {
        let first = try stream.next([1: 1])
        let (promised, _) = try stream.message([2: 2], on: stream.head)
        let (other, _) = try stream.message([2: 3], on: stream.head)
        let attestation = try stream.attestation(of: promised.header, by: 0)
        try store.persist([.accepted(first), .proposal(promised, attestation)])
        let before = try Fingerprint(store)

        let second = try stream.next([2: 2])
        let third = try stream.next([3: 3])
        let error = NodeStorageError.conflictingIntent(other.position, expected: promised.digest, got: other.digest)
        #expect(throws: error) {
            try store.persist(batches: [
                [.accepted(second), .heartbeat(try stream.heartbeat(height: 9, by: 1)), .position(stream.id, TestStream.position(7))],
                [.accepted(third), .link(try TestStream.link()), .proposal(other, try stream.attestation(of: other.header, by: 0))],
            ])
        }
        #expect(try Fingerprint(store) == before)

        try store.persist([.proposal(promised, try stream.attestation(of: promised.header, by: 0, observedAt: 99))])
        #expect(try Fingerprint(store) == before, "the same promise again changes nothing")
        try store.persist([.accepted(second), .accepted(third)])
        #expect(throws: error) { try store.persist([.proposal(other, try stream.attestation(of: other.header, by: 0))]) }
        #expect(try store.intents(of: stream.id, limit: 9).map(\.header) == [promised.header])
        #expect(try store.restore(stream.id).proposals.isEmpty)
    }

    @Test("a promise and its certified message keep their changes once")
    mutating func changesAreKeptOnce() throws {
        let (promised, _) = try stream.message([1: 1, 2: 2], on: .start)
        try store.persist([.proposal(promised, try stream.attestation(of: promised.header, by: 0))])
        try store.persist([.accepted(try stream.next([1: 1, 2: 2]))])
        let rows = try store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM changes") }
        #expect(rows == 1)
    }

    @Test("an attestation that is of another message than it comes with is refused")
    mutating func attestationsBelong() throws {
        let (one, _) = try stream.message([1: 1], on: .start)
        let (other, _) = try stream.message([1: 2], on: .start)
        let attestation = try stream.attestation(of: other.header, by: 0)
        let error = NodeStorageError.foreignAttestation(one.position, expected: one.digest, got: other.digest)
        #expect(throws: error) { try store.persist([.proposal(one, attestation)]) }
        #expect(throws: error) { try store.persist([.attestation(one.header, attestation)]) }
    }

    @Test("a second change to the same attester set is refused, the same one again is not")
    mutating func setChangesDoNotFork() throws {
        let change = try stream.setChange(from: 10)
        try store.persist([.attesterSetChange(change), .attesterSetChange(change)])
        #expect(throws: NodeStorageError.conflictingSetChange(stream.id, number: 1)) {
            try store.persist([.attesterSetChange(try stream.setChange(from: 11))])
        }
        #expect(try store.attesterSetChanges(of: stream.id) == [change])
    }

    @Test("a full disk keeps nothing of the step, and the store works on when there is room again")
    mutating func diskFull() throws {
        try store.persist([.accepted(try stream.next([1: 1]))])
        let before = try Fingerprint(store)
        let head = stream.head
        let large = try stream.next(Dictionary(uniqueKeysWithValues: (1...2_000).map { ($0, $0) }))
        try limitPages { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
        #expect(throws: NodeStorageError.diskFull(file: store.file)) { try store.persist([.accepted(large)]) }
        #expect(try Fingerprint(store) == before)
        #expect(try root(store) == head.tree.root)

        try limitPages { _ in 1_000_000 }
        try store.persist([.accepted(large)])
        #expect(try root(store) == stream.head.tree.root)
        try store.verifyIntegrity()
    }

    private func limitPages(_ count: (Database) throws -> Int) throws {
        try store.pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA max_page_count = \(try count(database))")
        }
    }

    @Test("what was acknowledged is in the files before they are closed: a copy of them opens whole")
    mutating func acknowledgedIsDurable() throws {
        for number in 1...20 {
            try store.persist([.accepted(try stream.next([number: number, 0: number]))])
            try folder.copyFiles(as: "crash-\(number).sqlite")
            let copy = try folder.open("crash-\(number).sqlite")
            #expect(try root(copy) == stream.head.tree.root)
            #expect(try copy.restore(stream.id).tip?.header == stream.head.last)
            #expect(copy.feed == store.feed)
            try copy.verifyIntegrity()
        }
    }

    @Test("transactions wait for the disk: write-ahead log, full synchronisation, foreign keys")
    func durabilitySettings() throws {
        let settings = try store.pool.writeWithoutTransaction { database in
            try ["journal_mode", "synchronous", "foreign_keys"].map { try String.fetchOne(database, sql: "PRAGMA \($0)") }
        }
        #expect(settings == ["wal", "2", "1"])
    }
}
