import Encoding
import Hummingbird
import NIOCore
import Synchronization

/// One server-sent event (HTML standard, section 9.2.6). JSON is printed on one line, so it is one `data` field.
struct ServerSentEvent {
    /// What a reader sends back as `Last-Event-ID` to go on after this event.
    let id: String
    let name: String
    let data: JSON

    var text: String { "id: \(id)\nevent: \(name)\ndata: \(data.printed())\n\n" }
}

/// Where the events of one reader come from. It remembers how far the reader is, and nothing else: a slow reader costs one batch.
protocol EventSource: Sendable {
    /// Counts up when there may be more.
    var changes: ChangeSignal { get }
    /// The shortest time between two batches.
    var pause: Duration { get }
    /// What has come since the last call; a bounded batch of it.
    mutating func take() async throws -> [ServerSentEvent]
}

extension EventSource {
    var pause: Duration { .zero }

    /// The next events; none when nothing came for so long, or when the task is cancelled.
    mutating func next(within patience: Duration) async throws -> [ServerSentEvent] {
        let deadline = ContinuousClock.now + patience
        while !Task.isCancelled {
            let seen = await changes.version
            let events = try await take()
            guard events.isEmpty else { return events }
            let left = deadline - ContinuousClock.now
            guard left > .zero else { break }
            // Too many readers wait: then this one looks now and then.
            if await changes.wait(after: seen, atMost: left) == seen { try? await Task.sleep(for: min(left, .milliseconds(250))) }
        }
        return []
    }
}

/// The readers of events: a bounded number, each served from its own connection until it leaves or the node stops.
final class EventSlots: Sendable {
    static let standardMaximum = 256
    /// A comment is sent when nothing happened for so long, so that both ends see a dead connection.
    static let standardHeartbeat = Duration.seconds(15)

    private let maximum: Int
    private let heartbeat: Duration
    private let taken = Mutex(0)

    init(maximum: Int = standardMaximum, heartbeat: Duration = standardHeartbeat) {
        self.maximum = maximum
        self.heartbeat = heartbeat
    }

    /// Serves a reader from `source`.
    ///
    /// - Throws: a 503 problem when too many read already.
    func response(_ request: Request, _ source: some EventSource) throws(Problem) -> Response {
        let slot = try EventSlot(self)
        let heartbeat = heartbeat
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await slot.serve(source, every: heartbeat, to: &writer)
                }
                try await writer.finish(nil)
            })
    }

    fileprivate func take() -> Bool {
        taken.withLock { taken in
            guard taken < maximum else { return false }
            taken += 1
            return true
        }
    }

    fileprivate func giveBack() { taken.withLock { $0 -= 1 } }
}

/// One reader's place, given back when the response goes, whether it was ever sent or not.
private final class EventSlot: Sendable {
    private let slots: EventSlots

    init(_ slots: EventSlots) throws(Problem) {
        guard slots.take() else {
            throw Problem(
                .serviceUnavailable, "too-many-readers", "too many readers of events are connected", remedy: "try again, or read page by page",
                headers: [.retryAfter: "5"])
        }
        self.slots = slots
    }

    deinit { slots.giveBack() }

    /// Each write waits until the connection takes it.
    func serve(_ source: some EventSource, every heartbeat: Duration, to writer: inout any ResponseBodyWriter) async throws {
        var source = source
        try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
        while !Task.isCancelled {
            let events = try await source.next(within: heartbeat)
            if Task.isCancelled { return }
            let text = events.isEmpty ? ": still here\n\n" : events.map(\.text).joined()
            try await writer.write(ByteBuffer(string: text))
            if !events.isEmpty && source.pause > .zero { try await Task.sleep(for: source.pause) }
        }
    }
}

extension Request {
    /// What a reconnecting reader saw last.
    var lastEventID: String? { headers.first { $0.name.canonicalName == "last-event-id" }?.value }
}
