import CollateralState
import Encoding
public import Quorum

extension StreamLedger {
    /// Merges one certified message.
    ///
    /// - Throws: when the message is of another stream or certified by another set than the one that holds at its sequence; the
    ///   ledger is then as before. `setNotKnown` is worth a second try after the set change.
    public mutating func insert(_ message: CertifiedMessage) throws(UnifiedViewError) -> [LedgerOutcome] {
        try verifyBelonging(message)
        if let stop, message.header.sequence >= stop.place { return try insert(message, at: stop) }
        guard let next, message.header.sequence >= next else { return try compare(message) }
        return message.header.sequence == next ? try advance(with: [message], at: next) : try wait(message)
    }

    private func verifyBelonging(_ message: CertifiedMessage) throws(UnifiedViewError) {
        let header = message.header
        guard header.stream == stream else { throw .foreignStream(expected: stream, got: header.stream) }
        guard header.attesterSet <= history.current.number else {
            throw .setNotKnown(sequence: header.sequence, newest: history.current.number, got: header.attesterSet)
        }
        let set = history.set(for: header.sequence)
        guard header.attesterSet == set.number else {
            throw .wrongSet(sequence: header.sequence, expected: set.number, got: header.attesterSet)
        }
        guard message.certificate.set == set else {
            throw .foreignSet(sequence: header.sequence, expected: set.digest, got: message.certificate.set.digest)
        }
    }

    private mutating func wait(_ message: CertifiedMessage) throws(UnifiedViewError) -> [LedgerOutcome] {
        let dropped = try waiting.insert(message, within: limits)
        var outcomes = dropped.map { LedgerOutcome.dropped($0.position) }
        guard let first = next, let last = message.header.sequence.previous else { return outcomes }
        outcomes.append(.waiting(gap: gap ?? first...last))
        return outcomes
    }

    /// Compares a message with the one that counts at its place, which is not after the tip.
    private mutating func compare(_ message: CertifiedMessage) throws(UnifiedViewError) -> [LedgerOutcome] {
        let place = message.header.sequence
        guard let known = recent.digest(at: place.value) else { return [.forgotten(message.position)] }
        if known == message.digest {
            guard try recent.join(message.certificate) == true, let joined = recent.certificate(at: place.value) else {
                return [.alreadyKnown(message.position)]
            }
            return [.joined(joined)]
        }
        if let previous = recent.digest(at: place.value - 1), previous != message.header.previous {
            return freeze(before: place, by: [message])
        }
        return freeze(at: place, by: [message])
    }

    /// Goes on as far as the candidates for the next place, and those that wait behind them, lead.
    private mutating func advance(with candidates: [CertifiedMessage], at first: SequenceNumber) throws(UnifiedViewError) -> [LedgerOutcome] {
        var outcomes: [LedgerOutcome] = []
        var (candidates, place) = (candidates, first)
        while let message = candidates.first {
            let tip = recent.newest.digest
            let forks = candidates.filter { $0.header.previous != tip }
            guard forks.isEmpty else { return outcomes + freeze(before: place, by: forks) }
            guard candidates.count == 1 else { return outcomes + freeze(at: place, by: candidates) }
            do throws(UnifiedViewError) {
                let version = try recent.newest.applying(message, of: streamDescription)
                recent.append(version, within: limits)
                outcomes.append(.accepted(message))
            } catch {
                return outcomes + halt(by: message, because: error)
            }
            guard let next else { break }
            place = next
            candidates = waiting.take(at: place)
        }
        return outcomes
    }
}
