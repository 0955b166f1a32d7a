import CollateralState
import Dispatch
import Encoding
import Margin
import UnifiedView

/// Answers that take long to compute: made one at a time on a thread of their own, so that no other question waits for them, and kept for a moment.
///
/// Who asks what is being computed already waits for the same answer. Beyond `mostWaiting` different questions the next is turned away.
actor LongAnswers {
    /// What an answer depends on, but for the time: ages in it are as of when it was made, and it says so.
    struct Key: Hashable {
        let view: Digest
        let prices: Digest?
        let parameters: Digest?
        let venues: [Digest]
        let question: String

        init(_ snapshot: NodeSnapshot, _ question: String) {
            (view, prices, parameters) = (snapshot.view.digest, snapshot.prices?.digest, snapshot.parameters?.digest)
            venues = snapshot.venues.map(\.record.digest)
            self.question = question
        }
    }

    static let mostWaiting = 8
    /// Kept answers; the oldest goes first.
    static let capacity = 16
    static let lifetime = Duration.seconds(5)

    private let thread = DispatchQueue(label: "plimsoll.long-answers", qos: .utility)
    private var running: [Key: Task<JSON, any Error>] = [:]
    private var kept: [(key: Key, answer: JSON, until: ContinuousClock.Instant)] = []

    /// Questions whose answers are being made or waited for.
    var waiting: Int { running.count }

    /// The answer to a question about a moment.
    ///
    /// - Throws: `busy`; what `make` throws.
    func answer(_ key: Key, _ make: @escaping @Sendable () throws -> JSON) async throws -> JSON {
        kept.removeAll { $0.until <= .now }
        if let known = kept.first(where: { $0.key == key }) { return known.answer }
        if let task = running[key] { return try await task.value }
        guard running.count < Self.mostWaiting else { throw NodeAPIError.busy(maximum: Self.mostWaiting) }
        let task = Task { [thread] in try await Self.run(make, on: thread) }
        running[key] = task
        defer { running[key] = nil }
        let answer = try await task.value
        if kept.count == Self.capacity { kept.removeFirst() }
        kept.append((key, answer, .now + Self.lifetime))
        return answer
    }

    private static func run(_ make: @escaping @Sendable () throws -> JSON, on thread: DispatchQueue) async throws -> JSON {
        try await withCheckedThrowingContinuation { continuation in
            thread.async { continuation.resume(with: Result { try make() }) }
        }
    }
}
