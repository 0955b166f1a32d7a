import CollateralState
import Encoding
import Quorum

/// Certified messages that came before the ones they build on. Bounded: the farthest ahead go first.
struct WaitingMessages: Sendable {
    /// By sequence; several digests at one place are a dispute that shows when the stream gets there.
    private var byPlace: [SequenceNumber: [CertifiedMessage]] = [:]
    private(set) var count = 0
    private var changes = 0

    /// The nearest place at which one waits.
    var nearest: SequenceNumber? { byPlace.keys.min() }

    /// Keeps a message, or joins it with what is known of it, and returns the messages let go for it, itself perhaps among them.
    mutating func insert(_ message: CertifiedMessage, within limits: LedgerLimits) throws(UnifiedViewError) -> [CertifiedMessage] {
        var candidates = byPlace[message.header.sequence] ?? []
        if let index = candidates.firstIndex(where: { $0.digest == message.digest }) {
            guard candidates[index].certificate != message.certificate else { return [] }
            do { candidates[index] = try candidates[index].joined(with: message) } catch { throw .quorum(error) }
            byPlace[message.header.sequence] = candidates
            return []
        }
        candidates.append(message)
        byPlace[message.header.sequence] = candidates
        count += 1
        changes += message.message.changes.count
        return trim(limits)
    }

    func candidates(at place: SequenceNumber) -> [CertifiedMessage] {
        (byPlace[place] ?? []).sorted { $0.digest < $1.digest }
    }

    /// Takes all that wait at a place, ascending by digest.
    mutating func take(at place: SequenceNumber) -> [CertifiedMessage] {
        let taken = candidates(at: place)
        byPlace[place] = nil
        count -= taken.count
        changes -= taken.reduce(0) { $0 + $1.message.changes.count }
        return taken
    }

    /// Takes everything, ascending by place and digest.
    mutating func takeAll() -> [CertifiedMessage] {
        byPlace.keys.sorted().flatMap { take(at: $0) }
    }

    private mutating func trim(_ limits: LedgerLimits) -> [CertifiedMessage] {
        var dropped: [CertifiedMessage] = []
        while count > limits.waitingMessages || changes > limits.waitingChanges, let farthest = byPlace.keys.max() {
            var candidates = take(at: farthest)
            // Of several at one place the largest digest goes, so that what is kept does not depend on order.
            dropped += candidates.popLast().map { [$0] } ?? []
            guard !candidates.isEmpty else { continue }
            byPlace[farthest] = candidates
            count += candidates.count
            changes += candidates.reduce(0) { $0 + $1.message.changes.count }
        }
        return dropped
    }
}
