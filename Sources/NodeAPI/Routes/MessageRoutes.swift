import CollateralState
import Encoding
import Hummingbird
import NodeStorage

/// State messages: of one stream, of all in the order in which this node took them, one alone, and as they come.
struct MessageRoutes<Node: NodeInspection> {
    let node: Node
    let slots: EventSlots

    func add(to router: Router<ConnectionContext>) {
        router.read("/v1/streams/:stream/messages") { request, context in try await ofStream(request, context) }
        router.read("/v1/messages") { request, _ in try feed(request) }
        router.read("/v1/messages/events") { request, _ in try events(request) }
        router.read("/v1/messages/:digest") { request, context in try await one(request, context) }
    }

    private func ofStream(_ request: Request, _ context: ConnectionContext) async throws -> JSONAnswer {
        let query = try QueryReader(request, allowing: ["after", "limit"])
        let stream = StreamID(try PathReader(context).digest("stream"))
        let after = try query.number("after", 0...UInt64.max) ?? 0
        let limit = try query.limit(100, maximum: MessagesAnswer.maximumPage)
        return JSONAnswer(try await MessagesAnswer(of: stream, after: after, limit: limit, in: AnswerContext(node)).json)
    }

    private func feed(_ request: Request) throws -> JSONAnswer {
        let query = try QueryReader(request, allowing: ["after", "limit"])
        let limit = try query.limit(100, maximum: MessagesAnswer.maximumPage)
        let start = try cursor(query.text("after"))
        return JSONAnswer(try MessageFeedAnswer(after: start, limit: limit, store: node.store, trust: node.trust).json)
    }

    private func one(_ request: Request, _ context: ConnectionContext) async throws -> JSONAnswer {
        let query = try QueryReader(request, allowing: ["after", "limit"])
        let digest = try PathReader(context).digest("digest")
        let first = Int(try query.number("after", 0...UInt64(StateMessage.maximumChanges)) ?? 0)
        let limit = try query.limit(100, maximum: MessageAnswer.maximumPage)
        return JSONAnswer(try await MessageAnswer(digest, changesFrom: first, limit: limit, in: AnswerContext(node)).json())
    }

    /// Goes on after the last event a reconnecting reader names, else after the cursor that is asked for, else begins with the first message.
    private func events(_ request: Request) throws -> Response {
        let query = try QueryReader(request, allowing: ["after"])
        let start = try cursor(request.lastEventID ?? query.text("after"))
        return try slots.response(request, MessageEvents(node: node, after: start))
    }

    private func cursor(_ text: String?) throws(NodeAPIError) -> MessageCursor? {
        try text.map { (text) throws(NodeAPIError) in try MessageCursor(parsing: text, feed: node.store.feed) }
    }
}

/// The feed as events: `id` is the cursor, `event` is `message`, `data` what the feed's page shows of it.
struct MessageEvents<Node: NodeInspection>: EventSource {
    /// Events read at once: what one reader may have in memory.
    static var batch: Int { 256 }

    let node: Node
    private var cursor: MessageCursor?

    /// - Parameter start: nil: from the first message on.
    init(node: Node, after start: MessageCursor?) {
        self.node = node
        cursor = start
    }

    var changes: ChangeSignal { node.changes }

    mutating func take() throws(NodeAPIError) -> [ServerSentEvent] {
        let page = try MessageFeedAnswer(after: cursor, limit: Self.batch, store: node.store, trust: node.trust)
        cursor = page.cursor
        return page.messages.map { ServerSentEvent(id: "\($0.cursor)", name: "message", data: $0.json) }
    }
}
