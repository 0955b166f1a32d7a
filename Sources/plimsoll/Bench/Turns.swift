import Foundation

/// Turns of our code and of the raw limit, one after the other, so that whatever disturbs the machine hits both.
///
/// A turn prepares what it needs, then returns what it measured, mostly a rate. Which of the two begins changes every time.
struct Turns {
    private(set) var ours: [Double] = []
    private(set) var limit: [Double] = []

    init(_ count: Int, ours: (Int) throws -> Double, limit: (Int) throws -> Double) rethrows {
        for turn in 0..<count { try take(turn, ours, limit) }
    }

    /// As many as fit, at least five. The first of each only warms up.
    init(lasting duration: Duration, ours: (Int) throws -> Double, limit: (Int) throws -> Double) rethrows {
        let start = ContinuousClock.now
        _ = try (ours(0), limit(0))
        var turn = 0
        while turn < 5 || ContinuousClock.now - start < duration {
            try take(turn, ours, limit)
            turn += 1
        }
    }

    private mutating func take(_ turn: Int, _ ours: (Int) throws -> Double, _ limit: (Int) throws -> Double) rethrows {
        if turn % 2 == 0 { self.ours.append(try ours(turn)) }
        self.limit.append(try limit(turn))
        if turn % 2 == 1 { self.ours.append(try ours(turn)) }
    }
}

/// How many a second, and how long.
enum Stopwatch {
    /// What this process has had of the processor, on all its threads.
    static var processorSeconds: Double {
        Double(clock()) / 1e6  // POSIX fixes a million ticks a second.
    }

    /// How many a second of the processor: for computing alone, on one thread. What else the machine does hardly changes it.
    static func processorRate(of count: Int, _ work: () throws -> Void) rethrows -> Double {
        let start = processorSeconds
        try work()
        return Double(count) / max(processorSeconds - start, 1e-6)
    }

    static func seconds(_ work: () throws -> Void) rethrows -> Double {
        try ContinuousClock().measure(work).seconds
    }

    static func rate(of count: Int, _ work: () throws -> Void) rethrows -> Double {
        try Double(count) / seconds(work)
    }
}

extension Duration {
    var seconds: Double { self / .seconds(1) }
}
