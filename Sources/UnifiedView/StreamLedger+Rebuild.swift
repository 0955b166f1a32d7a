public import CollateralState
public import Quorum

extension StreamLedger {
    /// Verifies and takes a set change.
    ///
    /// - Returns: `replayNeeded` when the new set holds from a sequence this ledger has already judged: messages there count only
    ///   when the set that now holds certified them, so rebuild from the log. Attesters that keep their word never cause this.
    /// - Throws: `quorum`; the ledger is then as before.
    public mutating func apply(_ change: AttesterSetChange) throws(UnifiedViewError) -> [LedgerOutcome] {
        do { try history.apply(change) } catch { throw .quorum(error) }
        let first = change.next.firstSequence
        for message in waiting.takeAll() where message.header.sequence < first { _ = try waiting.insert(message, within: limits) }
        // Evidence of a stop may lie one place above it.
        let judged = stop.map { $0.place.next ?? $0.place } ?? tip?.header.sequence
        guard let judged, first <= judged else { return [] }
        return [.replayNeeded(upTo: first)]
    }

    /// Starts over and merges the log: the answer to `replayNeeded`, and to `forgotten` when the log lacks the message.
    ///
    /// Keeps sets, heartbeats and waiting messages. Messages of a set that no longer holds at their sequence are left out.
    ///
    /// - Parameters:
    ///   - log: every certified message ever kept, accepted or disputed, in ascending order of sequence.
    ///   - start: where the log begins, when it was pruned; only its tip and tree are used.
    /// - Returns: where the stream stopped and what is disputed, if so, and what became of waiting messages; nothing for messages of
    ///   the log that are merely accepted again.
    ///   `replayNeeded` or `forgotten` once more when a message lies at or before a pruned log's start.
    /// - Throws: when a message is not of this stream or the start does not verify; the ledger is then as before.
    public mutating func rebuild(
        from log: some Sequence<CertifiedMessage>, after start: LedgerSnapshot? = nil
    ) throws(UnifiedViewError) -> [LedgerOutcome] {
        var rebuilt = self
        rebuilt.recent = RecentVersions(try start.map { (start) throws(UnifiedViewError) in try Self.verifiedVersion(of: start) } ?? .start)
        rebuilt.stop = nil
        let waited = rebuilt.waiting.takeAll()
        var outcomes: [LedgerOutcome] = []
        for message in log { outcomes += try rebuilt.replay(message).filter(\.isNewToLog) }
        for message in waited { outcomes += try rebuilt.replay(message) }
        self = rebuilt
        return outcomes
    }

    private mutating func replay(_ message: CertifiedMessage) throws(UnifiedViewError) -> [LedgerOutcome] {
        do {
            return try insert(message)
        } catch .wrongSet {
            return []
        }
    }
}

extension LedgerOutcome {
    fileprivate var isNewToLog: Bool {
        switch self {
        case .disputed, .frozen, .halted, .forgotten, .replayNeeded: true
        case .accepted, .joined, .alreadyKnown, .waiting, .dropped, .countsNoMore: false
        }
    }
}
