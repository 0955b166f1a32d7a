import CollateralState
import Encoding
import NodeEngine
import Quorum
import Signatures
import Testing

@testable import NodeStorage

@Suite("The feed")
struct FeedTests {
    let folder: TemporaryFolder
    let store: Store
    var stream: TestStream

    init() throws {
        folder = try TemporaryFolder()
        store = try folder.open()
        stream = try TestStream()
    }

    private func labels(after item: UInt64 = 0) throws -> [String] {
        try store.feed(after: item, limit: 1_000, maximumBytes: .max).items.map(\.item.label)
    }

    @Test("every kind of item is served as it was kept, in the order in which it became durable")
    mutating func everyKind() throws {
        let message = try stream.next([1: 1])
        let rival = try stream.certified(stream.message([1: 2], on: .start).message)
        let heartbeat = try stream.heartbeat(height: 3, by: 1)
        let change = try stream.setChange(from: 9)
        let conflict = try stream.equivocation(by: 4, on: stream.head)
        let (open, _) = try stream.message([1: 5], on: stream.head)
        let attestation = try stream.attestation(of: open.header, by: 2)
        try store.persist([.accepted(message), .disputed(rival), .heartbeat(heartbeat)])
        try store.persist([
            .attesterSetChange(change), .equivocation(conflict), .link(try TestStream.link()), .attestation(open.header, attestation),
            .position(stream.id, TestStream.position(1)), .halted(stream.id, reason: "not for peers"),
        ])
        let page = try store.feed(after: 0, limit: 1_000, maximumBytes: .max)
        #expect(
            page.items.map(\.item) == [
                .message(message.bundle()), .message(rival.bundle()), .heartbeat(heartbeat), .attesterSetChange(change),
                .equivocation(conflict.first, conflict.second), .link(try TestStream.link()), .attestation(open.header, attestation),
            ])
        #expect(page.last == page.items.last?.number)
    }

    @Test("attestations are told one by one until their message stands there with its certificate")
    mutating func attestationsLeave() throws {
        let (message, _) = try stream.message([1: 1], on: .start)
        try store.persist([.proposal(message, try stream.attestation(of: message.header, by: 0))])
        try store.persist([.attestation(message.header, try stream.attestation(of: message.header, by: 1))])
        try store.persist([.attestation(message.header, try stream.attestation(of: message.header, by: 3))])
        #expect(try labels() == ["attestation", "attestation", "attestation"])
        try store.persist([.accepted(try stream.next([1: 1], by: [0, 1, 2]))])
        #expect(try labels() == ["attestation", "message"], "the one that is not in the certificate stays")
        try store.persist([.attestation(message.header, try stream.attestation(of: message.header, by: 2))])
        #expect(try labels() == ["attestation", "message"], "one that is in the certificate does not come back")
        try store.persist([.attestation(message.header, try stream.attestation(of: message.header, by: 4))])
        #expect(try labels() == ["attestation", "message", "attestation"], "one that came late is told")
    }

    @Test("an attester's better evidenced statement takes the place of the one before; the same again changes nothing")
    mutating func betterStatementsReplace() throws {
        let (message, _) = try stream.message([1: 1], on: .start)
        let first = try stream.attestation(of: message.header, by: 1)
        let better = try stream.attestation(of: message.header, by: 1, .stateProved)
        try store.persist([.attestation(message.header, first), .attestation(message.header, first)])
        let seen = try store.feed(after: 0, limit: 9, maximumBytes: .max)
        #expect(seen.items.map(\.item) == [.attestation(message.header, first)])
        try store.persist([.attestation(message.header, better)])
        #expect(try store.feed(after: seen.last, limit: 9, maximumBytes: .max).items.map(\.item) == [.attestation(message.header, better)])
        #expect(try store.feed(after: 0, limit: 9, maximumBytes: .max).items.count == 1)
        #expect(try store.restore(stream.id).statements.map(\.attestation) == [better])
    }

    @Test("messages of all streams are listed in the order in which they became durable, disputed ones among them")
    mutating func messagesOfAllStreams() throws {
        var other = try TestStream(vault: 2)
        let rival = try stream.certified(stream.message([1: 9], on: .start).message)
        let messages = [try stream.next([1: 1]), try other.next([1: 1]), try stream.next([1: 2])]
        try store.persist(messages.map { .accepted($0) } + [.heartbeat(try stream.heartbeat(height: 1, by: 0)), .disputed(rival)])
        let all = try store.messageFeed(after: 0, limit: 9)
        #expect(all.map(\.summary.header) == (messages + [rival]).map(\.header))
        #expect(all.map(\.summary.standing) == [.accepted, .accepted, .accepted, .disputed])
        #expect(try store.messageFeed(after: all[1].item, limit: 1).map(\.item) == [all[2].item])
        #expect(try store.messageFeed(after: all[3].item, limit: 9).isEmpty)
        try store.persist([.frozen(stream.id, at: .first)])
        #expect(try store.messageFeed(after: 0, limit: 9).map(\.summary.standing) == [.reverted, .accepted, .reverted, .disputed])
    }

    @Test("only an attester's highest heartbeat is there, at the end; numbers are never used twice")
    mutating func heartbeatsMove() throws {
        try store.persist([.heartbeat(try stream.heartbeat(height: 10, by: 0)), .heartbeat(try stream.heartbeat(height: 10, by: 1))])
        let first = try store.feed(after: 0, limit: 9, maximumBytes: .max)
        try store.persist([.heartbeat(try stream.heartbeat(height: 12, by: 1))])
        let second = try store.feed(after: first.last, limit: 9, maximumBytes: .max)
        #expect(second.items.map(\.item) == [.heartbeat(try stream.heartbeat(height: 12, by: 1))])
        #expect(second.last > first.last)
        try store.persist([.heartbeat(try stream.heartbeat(height: 11, by: 1)), .heartbeat(try stream.heartbeat(height: 10, by: 0))])
        #expect(try store.feed(after: second.last, limit: 9, maximumBytes: .max).items.isEmpty)
        #expect(try store.heartbeats(of: stream.id).map(\.record.block.height).sorted() == [10, 12])
    }

    @Test("pages end at the limit and at the size, but one item always comes; read on from page to page, each item comes once")
    mutating func pages() throws {
        for number in 1...30 { try store.persist([.accepted(try stream.next([number: 1]))]) }
        let all = try store.feed(after: 0, limit: 1_000, maximumBytes: .max).items.map(\.item)
        #expect(all.count == 30)
        for (limit, bytes) in [(7, Int.max), (1_000, 2_000), (1_000, 0), (3, 5_000)] {
            var collected: [ExchangeItem] = []
            var cursor: UInt64 = 0
            while true {
                let page = try store.feed(after: cursor, limit: limit, maximumBytes: bytes)
                #expect(page.items.count <= limit)
                if page.items.isEmpty { break }
                collected += page.items.map(\.item)
                cursor = page.last
            }
            #expect(collected == all)
            #expect(try store.feed(after: cursor, limit: limit, maximumBytes: bytes).last == cursor)
        }
        #expect(try store.feed(after: .max, limit: 5, maximumBytes: 5).items.isEmpty)
        #expect(try store.feed(after: 0, limit: 0, maximumBytes: 5).last == 0)
    }

    @Test("a peer that takes the whole feed gets everything it needs to stand where this node stands")
    mutating func feedRebuildsAPeer() throws {
        for number in 1...10 { try store.persist([.accepted(try stream.next([number: 1, number + 1: number]))]) }
        var history = stream.history
        let change = try stream.setChange(from: 11)
        try stream.apply(change)
        try store.persist([.attesterSetChange(change), .accepted(try stream.next([3: 0]))])

        let peer = try folder.open("peer.sqlite")
        for (_, item) in try store.feed(after: 0, limit: 1_000, maximumBytes: .max).items {
            switch item {
            case .message(let bundle): try peer.persist([.accepted(try history.certify(bundle))])
            case .attesterSetChange(let change):
                try history.apply(change)
                try peer.persist([.attesterSetChange(change)])
            default: Issue.record("unexpected \(item.label)")
            }
        }
        #expect(try peer.restore(stream.id).accounts == store.restore(stream.id).accounts)
        #expect(try peer.restore(stream.id).tip == store.restore(stream.id).tip)
    }
}
