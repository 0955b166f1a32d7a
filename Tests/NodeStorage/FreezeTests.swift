import CollateralState
import Encoding
import NodeEngine
import Quorum
import Signatures
import StateTree
import TestVectors
import Testing
import UnifiedView

@testable import NodeStorage

@Suite("A frozen stream")
struct FreezeTests {
    let folder: TemporaryFolder
    let store: Store
    var stream: TestStream

    init() throws {
        folder = try TemporaryFolder()
        store = try folder.open()
        stream = try TestStream()
    }

    private func root(of id: StreamID) throws -> Digest {
        try AccountTree(bulk: try store.restore(id).accounts).root
    }

    @Test("accounts go back to what they were before the disputed message: changed, new and removed ones; nothing of the log is lost")
    mutating func accountsGoBack() throws {
        try store.persist([.accepted(try stream.next([1: 1, 2: 2, 3: 3])), .accepted(try stream.next([1: 10, 4: 4]))])
        let kept = stream.head
        let third = try stream.next([1: 0, 2: 20, 5: 5])
        let fourth = try stream.next([1: 7, 4: 0])
        try store.persist([.accepted(third), .accepted(fourth)])
        let rival = try stream.certified(stream.message([2: 99], on: kept).message)
        try store.persist([.disputed(rival), .frozen(stream.id, at: rival.position.sequence)])

        #expect(try root(of: stream.id) == kept.tree.root)
        let restored = try store.restore(stream.id)
        #expect(restored.tip?.header == kept.last)
        #expect(restored.frozenAt == rival.position.sequence)
        #expect(Set(restored.disputed.map(\.header)) == [third.header, rival.header])
        #expect(try store.messages(at: third.position).map(\.standing) == [.reverted, .disputed])
        #expect(try store.message(fourth.digest)?.standing == .reverted)
        #expect(try store.message(rival.digest)?.standing == .disputed)
        #expect(try store.log(stream.id, from: .first, limit: 99).count == 2)
        #expect(try store.certifiedLog(stream.id, from: .first, limit: 99).count == 5)
        try store.verifyIntegrity()
    }

    @Test("nothing from the disputed place on is accepted any more; a lower dispute moves the stop, a higher one does not")
    mutating func stopsForGood() throws {
        var roots = [Digest.zero]
        var messages: [CertifiedMessage] = []
        for number in 1...6 {
            messages.append(try stream.next([number: number]))
            roots.append(stream.head.tree.root)
        }
        try store.persist(messages.map { .accepted($0) })
        let places = try (1...6).map { try SequenceNumber($0) }
        try store.persist([.frozen(stream.id, at: places[4])])
        #expect(try root(of: stream.id) == roots[4])
        for message in messages[4...] {
            #expect(throws: NodeStorageError.frozenStream(stream.id, at: places[4], got: message.position.sequence)) {
                try store.persist([.accepted(message)])
            }
        }
        try store.persist([.frozen(stream.id, at: places[5])])
        #expect(try store.restore(stream.id).frozenAt == places[4])
        try store.persist([.frozen(stream.id, at: places[1])])
        #expect(try root(of: stream.id) == roots[1])
        try store.persist([.frozen(stream.id, at: places[0])])
        #expect(try root(of: stream.id) == roots[0])
        #expect(try store.restore(stream.id).tip == nil)
    }

    @Test("a dispute ahead of the tip lets the messages before it in")
    mutating func freezeAhead() throws {
        let first = try stream.next([1: 1])
        let second = try stream.next([1: 2])
        let third = try stream.next([1: 3])
        try store.persist([.accepted(first), .frozen(stream.id, at: third.position.sequence)])
        try store.persist([.accepted(second)])
        #expect(throws: NodeStorageError.frozenStream(stream.id, at: third.position.sequence, got: third.position.sequence)) {
            try store.persist([.accepted(third)])
        }
    }

    @Test("a freeze and what led to it are one transaction: a refused record undoes both")
    mutating func freezeIsAtomic() throws {
        let first = try stream.next([1: 1])
        let second = try stream.next([1: 2])
        try store.persist([.accepted(first), .accepted(second)])
        let before = try Fingerprint(store)
        let (other, _) = try stream.message([1: 9], on: .start)
        let rival = try stream.certified(other)
        #expect(throws: (any Error).self) {
            try store.persist([.disputed(rival), .frozen(stream.id, at: .first), .accepted(second)])
        }
        #expect(try Fingerprint(store) == before)
    }

    @Test("frozen at any place of any history, the accounts are those of the tree at that place")
    mutating func randomHistories() throws {
        var random = SeededGenerator()
        for round in 0..<40 {
            var stream = try TestStream(vault: UInt8(round + 1))
            var trees = [AccountTree()]
            var present: Set<Int> = []
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                var amounts: [Int: Int] = [:]
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    let account = Int.random(in: 0..<10, using: &random)
                    let leaves = present.contains(account) && Bool.random(using: &random)
                    amounts[account] = leaves ? 0 : Int.random(in: 1...99, using: &random)
                }
                for (account, amount) in amounts { if amount == 0 { present.remove(account) } else { present.insert(account) } }
                try store.persist([.accepted(try stream.next(amounts))])
                trees.append(stream.head.tree)
            }
            while trees.count > 1 {
                let at = Int.random(in: 1..<trees.count, using: &random)
                trees.removeSubrange(at...)
                try store.persist([.frozen(stream.id, at: try SequenceNumber(UInt64(at)))])
                #expect(try root(of: stream.id) == trees[at - 1].root)
            }
        }
        try store.verifyIntegrity()
    }
}
