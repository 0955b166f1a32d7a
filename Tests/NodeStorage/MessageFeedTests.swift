import CollateralState
import Encoding
import NodeEngine
import Quorum
import Testing

@testable import NodeStorage

@Suite("The feed's messages")
struct MessageFeedTests {
    let folder: TemporaryFolder
    let store: Store

    init() throws {
        folder = try TemporaryFolder()
        store = try folder.open()
    }

    private func pages(_ limit: Int) throws -> [FeedMessage] {
        var (found, last) = ([FeedMessage](), UInt64(0))
        while true {
            let page = try store.messageFeed(after: last, limit: limit)
            #expect(page.count <= limit)
            guard let end = page.last else { return found }
            found += page
            last = end.item
        }
    }

    @Test("messages of all streams come in the order in which they became durable, accepted and disputed, without what lies between")
    func order() throws {
        var (first, second) = (try TestStream(vault: 1), try TestStream(vault: 2))
        var expected: [Digest] = []
        for number in 1...6 {
            let messages = [try first.next([number: 1, number + 1: 2]), try second.next([number: 3])]
            try store.persist(messages.map { .accepted($0) } + [.heartbeat(try first.heartbeat(height: UInt64(number), by: 1))])
            expected += messages.map(\.digest)
        }
        for limit in [1, 2, 5, 100] { #expect(try pages(limit).map(\.summary.header.digest) == expected) }
        let summary = try #require(try pages(100).first?.summary)
        #expect(summary.changeCount == 2)
        #expect(summary.attestationCount == 3)
        #expect(summary.evidence == .singleRead)
        #expect(summary.standing == .accepted)
    }

    @Test("a frozen stream's messages say that they count no more, and their rivals that they are disputed")
    func standing() throws {
        var stream = try TestStream()
        let first = try stream.next([1: 1])
        let head = stream.head
        let second = try stream.next([1: 2])
        let rival = try stream.certified(stream.message([1: 3], on: head).message)
        try store.persist([.accepted(first), .accepted(second)])
        try store.persist([.disputed(rival), .frozen(stream.id, at: rival.header.sequence)])
        let found = try store.messageFeed(after: 0, limit: 10)
        #expect(found.map(\.summary.standing) == [.accepted, .reverted, .disputed])
        #expect(found.map(\.summary.header.digest) == [first.digest, second.digest, rival.digest])
        for entry in found { #expect(try store.message(entry.summary.header.digest)?.feedItem == entry.item) }
    }

    @Test("nothing comes from an empty database, after the end, or with no room")
    func nothing() throws {
        #expect(try store.messageFeed(after: 0, limit: 10).isEmpty)
        var stream = try TestStream()
        try store.persist([.accepted(try stream.next([1: 1]))])
        #expect(try store.messageFeed(after: .max, limit: 10).isEmpty)
        #expect(try store.messageFeed(after: 0, limit: 0).isEmpty)
        #expect(try store.messageFeed(after: 0, limit: -1).isEmpty)
    }
}
