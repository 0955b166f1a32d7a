import CollateralState
import Encoding
import Quorum

/// How a stream stops, and what still reaches it then. Only a lower dispute moves a stop.
extension StreamLedger {
    /// Freezes the place before `place`: messages at `place` name another previous message than the one that counts.
    mutating func freeze(before place: SequenceNumber, by messages: [CertifiedMessage]) -> [LedgerOutcome] {
        // A first message names no previous one, by its header's rule: there always is a place before.
        freeze(at: place.previous ?? place, by: messages)
    }

    /// The stream counts as what it was before `place`; what counted at `place` becomes evidence beside `messages`.
    mutating func freeze(at place: SequenceNumber, by messages: [CertifiedMessage]) -> [LedgerOutcome] {
        let counted = recent.certificate(at: place.value)
        guard recent.goBack(to: place.value - 1) else {
            return messages.map { .disputed($0) } + [.replayNeeded(upTo: place)]
        }
        let evidence = messages.map(\.certificate) + (counted.map { [$0] } ?? [])
        stop = StreamStop(place: place, cause: .disputed, evidence: evidence)
        _ = waiting.takeAll()
        return messages.map { .disputed($0) } + [.frozen(at: place)]
    }

    /// Halts where the only certified message contradicts the stream's state, unless one that waits shows a dispute.
    mutating func halt(by message: CertifiedMessage, because error: UnifiedViewError) -> [LedgerOutcome] {
        let place = message.header.sequence
        let forks = place.next.map { waiting.candidates(at: $0) }?.filter { $0.header.previous != message.digest } ?? []
        guard forks.isEmpty else { return freeze(at: place, by: [message] + forks) }
        stop = StreamStop(place: place, cause: .contradiction(reason: "\(error)"), evidence: [message.certificate])
        _ = waiting.takeAll()
        return [.disputed(message), .halted(at: place, because: error)]
    }

    /// Takes a message at or above the place where the stream stopped.
    mutating func insert(_ message: CertifiedMessage, at stop: StreamStop) throws(UnifiedViewError) -> [LedgerOutcome] {
        var joined = stop
        if let certificate = try joined.join(message.certificate) {
            guard joined != stop else { return [.alreadyKnown(message.position)] }
            self.stop = joined
            return [.joined(certificate)]
        }
        if message.header.sequence == stop.place { return contest(message, at: stop) }
        // The next place speaks about this one only by the previous message it names.
        guard message.header.sequence == stop.place.next, let contradicting = stop.contradicting,
            message.header.previous != contradicting
        else { return [.countsNoMore(message.position)] }
        self.stop = stop.disputed(by: message.certificate)
        return [.disputed(message), .frozen(at: stop.place)]
    }

    /// Takes another message at the very place where the stream stopped.
    private mutating func contest(_ message: CertifiedMessage, at stop: StreamStop) -> [LedgerOutcome] {
        guard message.header.previous == recent.newest.digest else { return freeze(before: stop.place, by: [message]) }
        self.stop = stop.disputed(by: message.certificate)
        return stop.cause == .disputed ? [.disputed(message)] : [.disputed(message), .frozen(at: stop.place)]
    }
}
