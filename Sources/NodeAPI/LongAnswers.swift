import CollateralState
import Dispatch
import Encoding
import Foundation
import Margin
import MarginAnswers
import NIOCore
import RiskModels
import Synchronization
import UnifiedView

/// Answers that take long to compute: made one at a time on a thread of their own, so that no other question waits for them, and kept for a moment.
///
/// Who asks what is being computed already waits for the same answer; when all who wait have left, it is given up. Beyond `mostWaiting` different
/// questions the next is turned away.
actor LongAnswers {
    /// What an answer depends on, but for the time: ages in it are as of when it was made, and it says so.
    struct Key: Hashable {
        let view: Digest
        let prices: Digest?
        let parameters: Digest?
        let venues: [Digest]
        let market: Digest?
        let question: String

        init(_ snapshot: NodeSnapshot, _ question: String) {
            (view, prices, parameters) = (snapshot.view.digest, snapshot.prices?.digest, snapshot.parameters?.digest)
            venues = snapshot.venues.map(\.record.digest)
            market = snapshot.market?.digest
            self.question = question
        }

        /// A question that nothing of the node has to do with.
        init(_ question: String) {
            (view, prices, parameters, venues, market) = (.zero, nil, nil, [], nil)
            self.question = question
        }
    }

    static let mostWaiting = 8
    /// Kept answers; the oldest goes first.
    static let capacity = 16
    static let lifetime = Duration.seconds(5)
    /// In bytes: of one answer as text, and of all kept ones together.
    struct Sizes {
        var answer = 32 << 20
        var kept = 64 << 20
    }

    /// What one answer may take of the thread's processor time: a busy machine takes no answer away.
    static let usualAllowance = Duration.seconds(1)

    /// An answer that is being made.
    private struct Work {
        let audience: Audience
        let task: Task<ByteBuffer, any Error>
    }

    private let allowance: Duration
    private let sizes: Sizes
    private let thread = DispatchQueue(label: "plimsoll.long-answers", qos: .utility)
    private var running: [Key: Work] = [:]
    private var kept: [(key: Key, answer: ByteBuffer, until: ContinuousClock.Instant)] = []

    init(allowance: Duration = LongAnswers.usualAllowance, sizes: Sizes = Sizes()) { (self.allowance, self.sizes) = (allowance, sizes) }

    /// Questions whose answers are being made or waited for.
    var waiting: Int { running.count }

    /// The answer to a question about a moment, as the program prints it; in one piece of memory, however many take it.
    ///
    /// - Parameters:
    ///   - asker: leaves when this task is cancelled, too.
    ///   - make: asks its patience often enough, and ends soon after that is over.
    /// - Throws: `busy`, `takesTooLong`, `answerTooLarge`; `CancellationError` when nobody waits any more; what `make` throws.
    func answer(_ key: Key, for asker: Asker = Asker(), _ make: @escaping @Sendable (Patience) throws -> JSON) async throws -> ByteBuffer {
        kept.removeAll { $0.until <= .now }
        if let known = kept.first(where: { $0.key == key }) { return known.answer }
        if let work = running[key], work.audience.join(asker) { return try await Self.wait(for: work, asker) }
        guard running.count < Self.mostWaiting else { throw NodeAPIError.busy(maximum: Self.mostWaiting) }
        let work = start(make, for: asker)
        running[key] = work
        defer { if running[key]?.audience === work.audience { running[key] = nil } }
        let answer = try await Self.wait(for: work, asker)
        keep(answer, of: key)
        return answer
    }

    private func keep(_ answer: ByteBuffer, of key: Key) {
        while !kept.isEmpty, kept.count >= Self.capacity || kept.reduce(answer.readableBytes, { $0 + $1.answer.readableBytes }) > sizes.kept {
            kept.removeFirst()
        }
        kept.append((key, answer, .now + Self.lifetime))
    }

    private func start(_ make: @escaping @Sendable (Patience) throws -> JSON, for asker: Asker) -> Work {
        let (audience, allowance, longest, thread) = (Audience(asker), allowance, sizes.answer, thread)
        let task = Task {
            try await withCheckedThrowingContinuation { continuation in
                thread.async { continuation.resume(with: Result { try Self.make(make, for: audience, within: allowance, longest) }) }
            }
        }
        return Work(audience: audience, task: task)
    }

    private static func wait(for work: Work, _ asker: Asker) async throws -> ByteBuffer {
        try await withTaskCancellationHandler { try await work.task.value } onCancel: { asker.leave() }
    }

    /// Makes an answer on this thread.
    private static func make(_ make: (Patience) throws -> JSON, for audience: Audience, within allowance: Duration, _ longest: Int) throws -> ByteBuffer {
        if audience.isGone { throw CancellationError() }
        let end = ThreadTime.now + allowance
        let patience = Patience { audience.isGone || ThreadTime.now >= end }
        let json: JSON
        do { json = try make(patience) } catch {
            if audience.isGone { throw CancellationError() }
            if patience.isOver { throw NodeAPIError.takesTooLong(milliseconds: allowance.milliseconds) }
            throw NodeAPIError(answering: error) ?? error
        }
        let answer = json.printed(pretty: true) + "\n"
        guard answer.utf8.count <= longest else { throw NodeAPIError.answerTooLarge(maximum: longest, got: answer.utf8.count) }
        return ByteBuffer(string: answer)
    }
}

/// Somebody who waits for an answer.
final class Asker: Sendable {
    private let isConnected: @Sendable () -> Bool
    private let hasLeft = Mutex(false)

    /// - Parameter isConnected: quick to ask, from any thread.
    init(_ isConnected: @escaping @Sendable () -> Bool = { true }) { self.isConnected = isConnected }

    var isHere: Bool { isConnected() && !hasLeft.withLock { $0 } }

    func leave() { hasLeft.withLock { $0 = true } }
}

/// Those who wait for one answer.
private final class Audience: Sendable {
    private let askers: Mutex<[Asker]>

    init(_ asker: Asker) { askers = Mutex([asker]) }

    /// False when all have left: the work is being given up.
    func join(_ asker: Asker) -> Bool {
        askers.withLock { askers in
            askers.removeAll { !$0.isHere }
            if !askers.isEmpty { askers.append(asker) }
            return !askers.isEmpty
        }
    }

    /// Once true it stays so.
    var isGone: Bool {
        askers.withLock { askers in
            if !askers.contains(where: \.isHere) { askers = [] }
            return askers.isEmpty
        }
    }
}

/// Processor time of the thread that asks.
private enum ThreadTime {
    static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}

extension Duration {
    fileprivate var milliseconds: Int { Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
