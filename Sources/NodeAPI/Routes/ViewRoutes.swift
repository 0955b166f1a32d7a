import CollateralState
import Encoding
import Hummingbird
import UnifiedView

/// The whole unified view for an outside risk engine: in pages of one moment, and as a feed of its changes.
struct ViewRoutes<Node: NodeInspection> {
    let node: Node
    let slots: EventSlots
    let shelf = SnapshotShelf()

    func add(to router: Router<ConnectionContext>) {
        router.read("/v1/view") { request, _ in try await page(request) }
        router.read("/v1/view/events") { request, _ in
            _ = try QueryReader(request, allowing: [])
            return try slots.response(request, ViewEvents(node: node, seen: request.lastEventID))
        }
    }

    private func page(_ request: Request) async throws -> JSONAnswer {
        let query = try QueryReader(request, allowing: ["after", "limit"])
        let limit = try query.limit(1_000, maximum: ViewAnswer.maximumPage)
        let cursor = try query.text("after").map { (text) throws(NodeAPIError) in try ViewCursor(parsing: text) }
        let context = try await context(cursor?.view)
        let answer = try ViewAnswer(context, after: cursor?.account, limit: limit)
        if answer.next != nil { await shelf.keep(context.snapshot) }
        return JSONAnswer(answer.json)
    }

    /// The moment that earlier pages were of, or now.
    private func context(_ view: Digest?) async throws -> AnswerContext {
        guard let view else { return try await AnswerContext(node) }
        guard let snapshot = await shelf.snapshot(view) else { throw NodeAPIError.viewForgotten(view) }
        return AnswerContext(snapshot: snapshot, store: node.store, trust: node.trust, isLive: true)
    }
}

/// The view's changes as events: `id` is the view's digest, `event` is `view`, `data` where every stream stands.
///
/// Coalesced: a reader is told the newest view, at most a few times a second, not every one in between.
struct ViewEvents<Node: NodeInspection>: EventSource {
    let node: Node
    /// The view the reader knows.
    private var seen: String?

    init(node: Node, seen: String?) {
        self.node = node
        self.seen = seen
    }

    var changes: ChangeSignal { node.changes }
    var pause: Duration { .milliseconds(200) }

    mutating func take() async throws -> [ServerSentEvent] {
        let snapshot = try await node.snapshot()
        let (view, digest) = (snapshot.view, "\(snapshot.view.digest)")
        guard digest != seen else { return [] }
        seen = digest
        let data: JSON = [
            "view": .string(digest), "network": .text(view.network), "takenAtMilliseconds": .integer(snapshot.takenAt.milliseconds),
            "links": .text(view.links.digest), "streams": .array(view.streams.map { .object($0.members(at: snapshot.takenAt)) }),
        ]
        return [ServerSentEvent(id: digest, name: "view", data: data)]
    }
}

/// The moments whose pages are being read, for a minute each: reading a view page by page must not mix two moments.
actor SnapshotShelf {
    /// A view costs what it differs from the newest; the oldest goes first.
    static let capacity = 16
    static let lifetime = Duration.seconds(60)

    private var shelf: [(snapshot: NodeSnapshot, until: ContinuousClock.Instant)] = []

    /// Keeps a snapshot for a minute from now on.
    func keep(_ snapshot: NodeSnapshot) {
        clear()
        let kept = self.snapshot(snapshot.view.digest) ?? snapshot
        shelf.removeAll { $0.snapshot.view.digest == snapshot.view.digest }
        if shelf.count == Self.capacity { shelf.removeFirst() }
        shelf.append((kept, .now + Self.lifetime))
    }

    /// The snapshot of this view; nil when it is kept no more.
    func snapshot(_ view: Digest) -> NodeSnapshot? {
        clear()
        return shelf.first { $0.snapshot.view.digest == view }?.snapshot
    }

    private func clear() {
        let now = ContinuousClock.now
        shelf.removeAll { $0.until <= now }
    }
}
