import Foundation
import Synchronization

/// The same work on several threads at once.
///
/// Each thread works for some milliseconds after all have begun, and counts by its own clock: waking a thread takes longer on a busy
/// machine than much of what is measured here.
final class SideBySide: Sendable {
    private static let shortest = Duration.milliseconds(4)

    private let rates = Mutex<[Double]>([])
    private let failures = Atomic<Int>(0)
    private let begun = DispatchSemaphore(value: 0)
    private let ended = DispatchGroup()

    private init() {}

    /// How often a second all threads together do the work.
    ///
    /// - Parameter work: done by the thread with this number, counted from 0; false when it failed.
    static func rate(threads: Int, _ work: @escaping @Sendable (Int) -> Bool) throws -> Double {
        let run = SideBySide()
        for number in 1..<max(threads, 1) { run.start(number, work) }
        for _ in 1..<max(threads, 1) { run.begun.wait() }
        run.repeatedly { work(0) }
        run.ended.wait()
        guard run.failures.load(ordering: .relaxed) == 0 else {
            throw BenchError.wrongAnswer(expected: "valid signatures", got: "an invalid one")
        }
        return run.rates.withLock { $0.reduce(0, +) }
    }

    private func start(_ number: Int, _ work: @escaping @Sendable (Int) -> Bool) {
        ended.enter()
        Thread {
            self.begun.signal()
            self.repeatedly { work(number) }
            self.ended.leave()
        }.start()
    }

    private func repeatedly(_ work: () -> Bool) {
        let start = ContinuousClock.now
        var count = 0.0
        repeat {
            if !work() { failures.add(1, ordering: .relaxed) }
            count += 1
        } while ContinuousClock.now - start < Self.shortest
        let rate = count / (ContinuousClock.now - start).seconds
        rates.withLock { $0.append(rate) }
    }
}
