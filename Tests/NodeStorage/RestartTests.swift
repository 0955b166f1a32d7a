import CollateralState
import Encoding
import Foundation
import GRDB
import NodeEngine
import Quorum
import Signatures
import StateTree
import Testing
import UnifiedView

@testable import NodeStorage

@Suite("After a restart")
struct RestartTests {
    let folder: TemporaryFolder
    var stream: TestStream

    init() throws {
        folder = try TemporaryFolder()
        stream = try TestStream()
    }

    /// Merges a message in memory and keeps what that led to, as the engine does.
    private func take(_ message: CertifiedMessage, into ledger: inout StreamLedger, _ store: Store) throws {
        var records: [StoredRecord] = []
        for outcome in try ledger.insert(message) {
            switch outcome {
            case .accepted(let message): records.append(.accepted(message))
            case .disputed(let message): records.append(.disputed(message))
            case .frozen(let place): records.append(.frozen(stream.id, at: place))
            case .halted(_, let error): records.append(.halted(stream.id, reason: "\(error)"))
            case .joined(let certificate): records += certificate.attestations.map { .attestation(certificate.header, $0) }
            default: break
            }
        }
        try store.persist(records)
    }

    private func expectSame(_ ledger: StreamLedger) throws {
        let restarted = try StreamLedger(restoring: try folder.openReadOnly().restore(stream.trusted).ledger)
        #expect(restarted.status == ledger.status)
        #expect(restarted.tree == ledger.tree)
        #expect(restarted.stop == ledger.stop)
        #expect(restarted.history == ledger.history)
        #expect(restarted.highestHeartbeats == ledger.highestHeartbeats)
    }

    @Test("the ledger is what it was: tip, certificate, tree, sets, heartbeats")
    mutating func ledgerIsTheSame() throws {
        let store = try folder.open()
        var ledger = try StreamLedger(description: stream.trusted.description, history: stream.history)
        try expectSame(ledger)
        for number in 1...5 {
            try take(try stream.next([number: number, 0: number]), into: &ledger, store)
            try expectSame(ledger)
        }
        let heartbeats = try (0..<4).map { try stream.heartbeat(height: 90, by: $0) }
        for heartbeat in heartbeats { _ = try ledger.insert(heartbeat) }
        try store.persist(heartbeats.map { .heartbeat($0) })
        try expectSame(ledger)
        let change = try stream.setChange(from: 6)
        _ = try ledger.apply(change)
        try stream.apply(change)
        try store.persist([.attesterSetChange(change)])
        try take(try stream.next([2: 0]), into: &ledger, store)
        try expectSame(ledger)
    }

    @Test("a certificate that later attestations joined is as strong as it was")
    mutating func joinedCertificates() throws {
        let store = try folder.open()
        var ledger = try StreamLedger(description: stream.trusted.description, history: stream.history)
        let (message, _) = try stream.message([1: 1], on: .start)
        try take(try stream.certified(message), into: &ledger, store)
        let better = try [1, 2, 3].map { try stream.attestation(of: message.header, by: $0, .stateProved) }.sorted { $0.signer < $1.signer }
        try take(try stream.history.certify(MessageBundle(message: message, attestations: better)), into: &ledger, store)
        #expect(ledger.tip?.evidenceClass == .stateProved)
        #expect(ledger.tip?.attestations.count == 4)
        try expectSame(ledger)
    }

    @Test("a frozen stream is frozen at the same place by the same evidence")
    mutating func frozenStaysFrozen() throws {
        let store = try folder.open()
        var ledger = try StreamLedger(description: stream.trusted.description, history: stream.history)
        let first = try stream.next([1: 1])
        let afterFirst = stream.head
        for message in [first, try stream.next([1: 2]), try stream.next([1: 3])] { try take(message, into: &ledger, store) }
        let (other, otherHead) = try stream.message([1: 9], on: afterFirst)
        let fork = try stream.certified(stream.message([1: 10], on: otherHead).message)
        try take(fork, into: &ledger, store)
        #expect(ledger.standing == .frozen(since: other.header.sequence))
        try expectSame(ledger)
        try take(try stream.certified(other), into: &ledger, store)
        try expectSame(ledger)
        try take(try stream.certified(stream.message([1: 8], on: .start).message), into: &ledger, store)
        #expect(ledger.standing == .frozen(since: .first))
        try expectSame(ledger)
    }

    @Test("a stream halted by a certified contradiction is halted for the same reason; one that only this node stopped reading is live")
    mutating func haltedStaysHalted() throws {
        let store = try folder.open()
        var ledger = try StreamLedger(description: stream.trusted.description, history: stream.history)
        try take(try stream.next([1: 1]), into: &ledger, store)
        try store.persist([.halted(stream.id, reason: "the chain broke a rule")])
        try expectSame(ledger)
        #expect(try store.restore(stream.trusted).haltedReason == "the chain broke a rule")
        try store.clearHalt(of: stream.id)
        #expect(try store.restore(stream.trusted).haltedReason == nil)

        let (contradiction, _) = try stream.message([1: 2], on: stream.head, height: 3)
        try take(try stream.certified(contradiction), into: &ledger, store)
        #expect(ledger.standing.label == "halted")
        try expectSame(ledger)
    }

    @Test("open promises come back above the tip, in order, with the chain position; settled ones do not")
    mutating func promisesComeBack() throws {
        let store = try folder.open()
        var head = stream.head
        var messages: [StateMessage] = []
        for number in 1...4 {
            let (message, next) = try stream.message([number: number], on: head)
            messages.append(message)
            head = next
            try store.persist([
                .proposal(message, try stream.attestation(of: message.header, by: 0)), .position(stream.id, TestStream.position(UInt64(number))),
            ])
        }
        try store.persist([.accepted(try stream.next([1: 1]))])
        let restart = try folder.openReadOnly().restore(stream.trusted)
        #expect(restart.openProposals == Array(messages[1...]))
        #expect(restart.position == TestStream.position(4))
        #expect(Set(restart.statements.filter { $0.attestation.signer == stream.keys[0].publicKey.id }.map(\.header)) == Set(messages.map(\.header)))
    }

    @Test("statements reach back as far as the window and no further")
    mutating func statementWindow() throws {
        let store = try folder.open()
        try store.persist(try (1...1_030).map { .accepted(try stream.next([1: $0])) })
        let sequences = try store.restore(stream.id).statements.map(\.header.sequence.value)
        #expect(sequences.min() == 7)
        #expect(sequences.count == 3 * 1_024)
    }

    @Test("another trust file than the one the stream grew from is told apart from damage")
    mutating func foreignTrust() throws {
        let store = try folder.open()
        try store.persist([.accepted(try stream.next([1: 1]))])
        let strangers = try TestStream(vault: 9).keys.map { try Attester(key: $0.publicKey, weight: 1) }
        let genesis = try AttesterSet(stream: stream.id, number: 0, firstSequence: .first, threshold: 3, attesters: strangers)
        let trust = try TrustedStream(description: stream.trusted.description, genesis: genesis)
        #expect { try store.restore(trust) } throws: { ($0 as? NodeStorageError)?.shortDescription == "unverifiable" }
    }

    @Test("a lost account is found when the stream is restored, and made again from the log")
    mutating func lostAccountsAreFound() throws {
        let store = try folder.open()
        for number in 1...20 { try store.persist([.accepted(try stream.next([number: number, 0: number]))]) }
        try store.pool.write { try $0.execute(sql: "DELETE FROM accounts WHERE path = (SELECT min(path) FROM accounts)") }
        #expect { try store.restore(stream.id) } throws: { ($0 as? NodeStorageError)?.shortDescription == "corrupt" }
        #expect(try store.rebuildAccounts(stream.id) == 21)
        #expect(try AccountTree(bulk: store.restore(stream.id).accounts).root == stream.head.tree.root)
    }

    @Test("replaying the log from nothing gives the same roots, message by message")
    mutating func replayGivesTheSameRoots() throws {
        let store = try folder.open()
        for number in 1...50 { try store.persist([.accepted(try stream.next([number % 7: number, 10 + number % 5: 2 * number]))]) }
        var tree = AccountTree()
        var from: SequenceNumber? = .first
        while let first = from {
            let page = try store.log(stream.id, from: first, limit: 8)
            for bundle in page {
                tree = try tree.applying(bundle.message.changes)
                #expect(tree.root == bundle.message.header.stateRoot)
            }
            from = page.last?.message.header.sequence.next
        }
        #expect(tree.root == stream.head.tree.root)
        let log = try store.certifiedLog(of: stream.history)
        #expect(log.count == 50)
        var ledger = try StreamLedger(description: stream.trusted.description, history: stream.history)
        _ = try ledger.rebuild(from: log)
        #expect(ledger.tree == stream.head.tree)
    }

    @Test("accounts are not made from a log that was tampered with; what stood there stays")
    mutating func tamperedLog() throws {
        let store = try folder.open()
        for number in 1...5 { try store.persist([.accepted(try stream.next([number: number]))]) }
        let other = try AccountChange(account: TestStream.account(3), state: TestStream.state(1_000))
        var writer = BinaryWriter()
        writer.u32(1)
        writer.raw(try other.encoded())
        try store.pool.write { try $0.execute(sql: "UPDATE changes SET encoded = ? WHERE number = 3", arguments: [Data(writer.bytes)]) }
        let before = try Fingerprint(store)
        #expect { try store.rebuildAccounts(stream.id) } throws: { ($0 as? NodeStorageError)?.shortDescription == "corrupt" }
        #expect(try Fingerprint(store) == before)
    }
}
