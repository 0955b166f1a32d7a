import Synchronization

/// The idle contexts of one key. As many are made as threads verify with the key at once; a few are kept.
final class VerificationContextPool: Sendable {
    private static let maximumIdle = 16

    private let key: KeyHandle
    private let scheme: SignatureScheme
    private let idle = Mutex<[VerificationContext]>([])

    init(_ key: KeyHandle, _ scheme: SignatureScheme) {
        self.key = key
        self.scheme = scheme
    }

    deinit {
        idle.withLock { contexts in contexts.forEach { $0.free() } }
    }

    /// A context that no other thread has. Give it back.
    func take() throws(SignatureError) -> VerificationContext {
        if let context = idle.withLock({ $0.popLast() }) { return context }
        return try VerificationContext(key, scheme)
    }

    func giveBack(_ context: VerificationContext) {
        let isKept = idle.withLock { contexts in
            guard contexts.count < Self.maximumIdle else { return false }
            contexts.append(context)
            return true
        }
        if !isKept { context.free() }
    }
}
