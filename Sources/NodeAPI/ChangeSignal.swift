/// Lets many readers wait until something has changed, each for a bounded time.
///
/// The version counts changes; a reader that asks with an old version is answered at once, so no change is missed between two questions.
public actor ChangeSignal {
    /// The most readers that may wait at one time; further ones are answered at once.
    static let maximumWaiters = 1_024

    public private(set) var version: UInt64 = 0
    private var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    private var nextWaiter: UInt64 = 0

    public init() {}

    /// How many wait now.
    var waiting: Int { waiters.count }

    public func notify() {
        version += 1
        let woken = waiters
        waiters = [:]
        for waiter in woken.values { waiter.resume() }
    }

    /// Returns when the version is above `seen`, when the time is over, or when the task is cancelled: the version then.
    public func wait(after seen: UInt64, atMost duration: Duration) async -> UInt64 {
        guard version <= seen, waiters.count < Self.maximumWaiters, !Task.isCancelled else { return version }
        let number = nextWaiter
        nextWaiter += 1
        let timer = Task {
            try? await Task.sleep(for: duration)
            self.wake(number)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiters[number] = $0 }
        } onCancel: {
            timer.cancel()
        }
        timer.cancel()
        return version
    }

    private func wake(_ number: UInt64) {
        waiters.removeValue(forKey: number)?.resume()
    }
}
