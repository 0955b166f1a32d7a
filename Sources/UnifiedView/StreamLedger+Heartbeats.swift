public import CollateralState
import Encoding
import Quorum

extension StreamLedger {
    /// Merges one heartbeat, verified if it is higher than what is known, of an attester that is, or was, a member.
    ///
    /// - Throws: `foreignStream`, or `quorum` with `unknownSigner` or `invalidSignature`; the ledger is then as before.
    public mutating func insert(_ heartbeat: Heartbeat) throws(UnifiedViewError) -> HeartbeatOutcome {
        guard heartbeat.record.stream == stream else { throw .foreignStream(expected: stream, got: heartbeat.record.stream) }
        // Peers repeat heartbeats often: what changes nothing need not be verified.
        guard heartbeats.isNews(heartbeat) else { return .alreadyKnown }
        let set = history.sets.last { $0[heartbeat.signer] != nil } ?? history.current
        do { try set.verify(heartbeat) } catch { throw .quorum(error) }
        heartbeats.insert(heartbeat)
        return namesNewerMessage(heartbeat.record) ? .newerMessageExists(heartbeat.record.last) : .counted
    }

    /// The highest verified heartbeat of each attester, ascending by signer.
    public var highestHeartbeats: [Heartbeat] { heartbeats.all }

    /// Whether a heartbeat names a message this ledger has not seen, at a block that the tip does not lie beyond.
    private func namesNewerMessage(_ record: HeartbeatRecord) -> Bool {
        guard stop == nil, record.last != .zero, record.last != recent.newest.digest else { return false }
        return record.block.height >= (tip?.header.block.height ?? 0) && !recent.contains(record.last)
    }
}
