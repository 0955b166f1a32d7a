import CollateralState
import Encoding
import GRDB
import NodeEngine
import Quorum
import Signatures
import Testing
import TransparencyLog

@testable import NodeStorage

@Suite("The node's log of certified messages")
struct MessageLogTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("accepted and disputed messages are appended once, in the order in which they became durable, and never leave")
    func order() throws {
        var stream = try TestStream()
        let store = try folder.open()
        let first = try stream.next([1: 1])
        let second = try stream.next([1: 2])
        let rival = try stream.certified(stream.message([1: 9], on: .start).message)
        try store.persist([.accepted(first), .accepted(second)])
        try store.persist([.accepted(second), .disputed(rival)])
        try store.persist([.disputed(rival), .frozen(stream.id, at: .first)])
        let log = try store.messageLog()
        #expect(log.size == 3)
        #expect(try [first, second, rival].map { try store.logIndex(of: $0.digest) } == [0, 1, 2])
        #expect(try store.logIndex(of: SHA256.hash([1])) == nil)
    }

    @Test("roots and proofs of every size are those of the list of digests")
    func proofs() throws {
        var stream = try TestStream()
        let store = try folder.open()
        var digests: [Digest] = []
        var roots: [Digest] = []
        for number in 1...21 {
            let message = try stream.next([number % 5: number])
            try store.persist([.accepted(message)])
            digests.append(message.digest)
            roots.append(try store.messageLog().root(size: UInt64(number)))
            #expect(roots.last == MerkleTreeHash.root(of: digests.map(\.bytes)))
        }
        let log = try store.messageLog()
        for (index, digest) in digests.enumerated() {
            let proof = try log.inclusionProof(index: UInt64(index), size: log.size)
            try MerkleTreeHash.verifyInclusion(
                leafHash: MerkleTreeHash.leafHash(digest.bytes), index: UInt64(index), treeSize: log.size, proof: proof, root: roots[20])
            let growth = try log.consistencyProof(from: UInt64(index) + 1, to: log.size)
            try MerkleTreeHash.verifyConsistency(
                firstSize: UInt64(index) + 1, firstRoot: roots[index], secondSize: log.size, secondRoot: roots[20], proof: growth)
        }
    }

    @Test("a database from before the log takes its messages into it when it is opened")
    func older() throws {
        var stream = try TestStream()
        let messages = try (1...5).map { try stream.next([$0: $0]) }
        var store: Store? = try folder.open()
        try store?.persist(messages.map { .accepted($0) })
        let root = try store?.messageLog().root(size: 5)
        try store?.pool.write { try $0.execute(sql: "DELETE FROM log_entries; DELETE FROM log_nodes") }
        store = nil
        let again = try folder.open()
        #expect(try again.messageLog().size == 5)
        #expect(try again.messageLog().root(size: 5) == root)
    }

    @Test("what was seen of another log is kept, its first evidence never replaced, and two readers do not undo each other")
    func witnessed() throws {
        let store = try folder.open()
        func stored(_ origin: String) throws -> WitnessedLog? { try folder.openReadOnly().witnessed().first { $0.origin == origin } }
        try store.keep(WitnessedLog(origin: "b", latest: [1], conflicting: nil), replacing: nil)
        try store.keep(WitnessedLog(origin: "a", latest: [2], conflicting: nil), replacing: nil)
        try store.keep(WitnessedLog(origin: "b", latest: [1], conflicting: [4]), replacing: [1])
        try store.keep(WitnessedLog(origin: "b", latest: [1], conflicting: [6]), replacing: [1])
        #expect(try stored("b") == WitnessedLog(origin: "b", latest: [1], conflicting: [4]), "the first evidence stays")
        // What was decided on an older checkpoint, or on none, changes nothing.
        try store.keep(WitnessedLog(origin: "b", latest: [7], conflicting: nil), replacing: [9])
        try store.keep(WitnessedLog(origin: "b", latest: [7], conflicting: nil), replacing: nil)
        #expect(try stored("b") == WitnessedLog(origin: "b", latest: [1], conflicting: [4]))
        try store.keep(WitnessedLog(origin: "b", latest: [8], conflicting: nil), replacing: [1])
        #expect(try stored("b") == WitnessedLog(origin: "b", latest: [8], conflicting: nil), "growth was proven after all")
        #expect(try stored("a") == WitnessedLog(origin: "a", latest: [2], conflicting: nil))
    }
}
