import CollateralState
import Encoding
import Hummingbird
import NodeEngine
import NodeStorage
import Quorum

/// What other nodes read: the feed, waiting for what is new, and accepted messages to fill gaps.
struct ExchangeRoutes<Node: NodeInspection> {
    let node: Node

    /// Items in one page, and their content in bytes, unless one alone is larger.
    static var pageItems: Int { 1_024 }
    static var pageBytes: Int { 8 << 20 }
    /// The highest sequence that a database can hold.
    static var lastSequence: UInt64 { UInt64(Int64.max) }
    /// The longest a reader may wait, in milliseconds.
    static var longestWait: UInt64 { 30_000 }

    func add(to router: Router<ConnectionContext>) {
        router.read("/v1/exchange") { request, _ in try await page(request) }
        router.read("/v1/streams/:stream/bundles") { request, context in try bundles(request, context) }
    }

    private func page(_ request: Request) async throws -> BinaryAnswer {
        let query = try QueryReader(request, allowing: ["feed", "after", "wait"])
        let feed = try query.digest("feed")
        // A cursor of another feed means nothing here: the reader starts over.
        let cursor = try query.number("after", 0...UInt64.max) ?? 0
        let after = feed == node.store.feed ? cursor : 0
        let wait = try query.number("wait", 0...Self.longestWait) ?? 0
        let seen = await node.changes.version
        var page = try read(after: after)
        if page.items.isEmpty && wait > 0 {
            _ = await node.changes.wait(after: seen, atMost: .milliseconds(wait))
            page = try read(after: after)
        }
        let next = FeedCursor(feed: node.store.feed, item: page.last)
        return BinaryAnswer(bytes: try ExchangePage(cursor: next, items: page.items.map(\.item)).encoded())
    }

    private func read(after item: UInt64) throws -> FeedPage {
        try node.store.feed(after: item, limit: Self.pageItems, maximumBytes: Self.pageBytes)
    }

    private func bundles(_ request: Request, _ context: ConnectionContext) throws -> BinaryAnswer {
        let query = try QueryReader(request, allowing: ["from", "to"])
        let stream = StreamID(try PathReader(context).digest("stream"))
        guard let from = try query.number("from", 1...Self.lastSequence), let to = try query.number("to", from...Self.lastSequence) else {
            throw Problem.badRequest("from and to are needed: the first and the last sequence")
        }
        let log = try node.store.log(
            stream, from: SequenceNumber(from), limit: Int(min(to - from, 255)) + 1, maximumBytes: Self.pageBytes)
        return BinaryAnswer(
            bytes: try ExchangePage(cursor: FeedCursor(feed: node.store.feed, item: 0), items: log.map(ExchangeItem.message)).encoded())
    }
}
