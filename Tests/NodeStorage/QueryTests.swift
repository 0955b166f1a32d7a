import CollateralState
import Encoding
import NodeEngine
import Quorum
import Signatures
import StateTree
import Testing

@testable import NodeStorage

@Suite("Questions to the store")
struct QueryTests {
    let folder: TemporaryFolder
    let store: Store
    var stream: TestStream

    init() throws {
        folder = try TemporaryFolder()
        store = try folder.open()
        stream = try TestStream()
    }

    @Test("a message is found by its place and by its digest, with its evidence and its number in the feed")
    mutating func messages() throws {
        let messages = try (1...20).map { try stream.next([$0: $0]) }
        try store.persist(messages.map { .accepted($0) })
        for message in messages {
            let found = try #require(try store.message(message.digest))
            #expect(found.bundle == message.bundle())
            #expect(found.evidence == .singleRead)
            #expect(found.standing == .accepted)
            #expect(found.feedItem == message.position.sequence.value)
            #expect(try store.messages(at: message.position).map(\.bundle) == [found.bundle])
            #expect(try store.acceptedDigest(at: message.position) == message.digest)
        }
        #expect(try store.message(SHA256.hash([])) == nil)
        let absent = MessagePosition(stream: stream.id, sequence: try SequenceNumber(21))
        #expect(try store.messages(at: absent).isEmpty)
        #expect(try store.acceptedDigest(at: absent) == nil)
    }

    @Test("pages of messages tell what is in them without their changes")
    mutating func messagePages() throws {
        try store.persist(try (1...20).map { .accepted(try stream.next([$0: $0, $0 + 1: 1], by: [0, 1, 2, 3])) })
        let page = try store.messages(of: stream.id, after: 5, limit: 7)
        #expect(page.map(\.header.sequence.value) == Array(6...12))
        #expect(page.allSatisfy { $0.changeCount == 2 && $0.attestationCount == 4 && $0.standing == .accepted })
        #expect(try store.messages(of: stream.id, after: 20, limit: 7).isEmpty)
        #expect(try store.messages(of: stream.id, after: .max, limit: 7).isEmpty)
        #expect(try store.messages(of: stream.id, after: 0, limit: -1).isEmpty)
    }

    @Test("pages of accounts go through all of them in the order of their paths")
    mutating func accountPages() throws {
        try store.persist([.accepted(try stream.next(Dictionary(uniqueKeysWithValues: (1...50).map { ($0, $0) })))])
        var leaves: [AccountLeaf] = []
        while true {
            let page = try store.accounts(of: stream.id, after: leaves.last?.path, limit: 8)
            if page.isEmpty { break }
            leaves += page.map(\.leaf)
        }
        #expect(leaves == Array(stream.head.tree.leaves))
        let account = try TestStream.account(7)
        #expect(try store.account(account, in: stream.id)?.leaf.encodedState == TestStream.state(7).encoded())
        #expect(try store.account(TestStream.account(51), in: stream.id) == nil)
    }

    @Test("logs end at the limit and at the size, but never inside a sequence")
    mutating func logPages() throws {
        let messages = try (1...10).map { try stream.next([$0: $0]) }
        try store.persist(messages.map { .accepted($0) })
        let rivals = try (1...3).map { try stream.certified(stream.message([1: 100 + $0], on: .start).message) }
        try store.persist(rivals.map { .disputed($0) })
        #expect(try store.log(stream.id, from: .first, limit: 4).count == 4)
        #expect(try store.log(stream.id, from: .first, limit: 0).isEmpty)
        #expect(try store.log(stream.id, from: .first, limit: 99, maximumBytes: 0).count == 1)
        #expect(try store.certifiedLog(stream.id, from: .first, limit: 1).count == 4)
        #expect(try store.certifiedLog(stream.id, from: .first, limit: 5).count == 5)
        #expect(try store.certifiedLog(stream.id, from: try SequenceNumber(2), limit: 99).count == 9)
    }

    @Test("streams are listed with their tips; two vaults do not touch each other")
    mutating func streams() throws {
        var other = try TestStream(vault: 2)
        try store.persist([.accepted(try stream.next([1: 1])), .accepted(try other.next([1: 2])), .accepted(try other.next([2: 3]))])
        try store.persist([.position(stream.id, TestStream.position(77)), .halted(other.id, reason: "why")])
        let summaries = try store.streams()
        #expect(summaries.map(\.stream) == [stream.id, other.id].sorted())
        let byStream = Dictionary(uniqueKeysWithValues: summaries.map { ($0.stream, $0) })
        #expect(byStream[stream.id]?.tip == stream.head.last)
        #expect(byStream[stream.id]?.position == TestStream.position(77))
        #expect(byStream[other.id]?.tip == other.head.last)
        #expect(byStream[other.id]?.halted == "why")
        try store.persist([.frozen(stream.id, at: .first)])
        #expect(try store.restore(stream.id).accounts.isEmpty)
        #expect(try store.restore(other.id).accounts.count == 2)
    }

    @Test("of a stream that nobody has heard of there is nothing, and no row is made by asking")
    func unknownStream() throws {
        let id = StreamID(SHA256.hash([9]))
        #expect(try store.restore(id).tip == nil)
        #expect(try store.log(id, from: .first, limit: 9).isEmpty)
        #expect(try store.heartbeats(of: id).isEmpty)
        #expect(throws: NodeStorageError.unknownStream(id)) { try store.rebuildAccounts(id) }
        #expect(throws: NodeStorageError.unknownStream(id)) { try store.clearHalt(of: id) }
        #expect(try store.streams().isEmpty)
    }

    @Test("readers beside a writer see whole steps only")
    mutating func readersSeeWholeSteps() async throws {
        var messages: [CertifiedMessage] = []
        for number in 1...60 { messages.append(try stream.next([number: number, 0: number])) }
        let (store, id) = (store, stream.id)
        let reader = try folder.openReadOnly()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for source in [store, reader] {
                group.addTask {
                    for _ in 0..<150 {
                        let restored = try source.restore(id)
                        let root = try AccountTree(bulk: restored.accounts).root
                        #expect(root == restored.tip?.header.stateRoot ?? .zero)
                    }
                }
            }
            let records = messages.map { StoredRecord.accepted($0) }
            group.addTask { for record in records { try store.persist([record]) } }
            try await group.waitForAll()
        }
    }
}
