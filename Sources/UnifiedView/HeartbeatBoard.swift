import CollateralState
import Encoding
import Quorum
import Signatures

/// The highest heartbeat of each attester of one stream. Joining takes the maximum, so order does not matter.
///
/// Only the highest counts: an attester that has named a newer message says nothing about an older one any more.
struct HeartbeatBoard: Sendable {
    private var highest: [KeyID: Heartbeat] = [:]

    /// Ascending by signer.
    var all: [Heartbeat] { highest.values.sorted { $0.signer < $1.signer } }

    /// A board of heartbeats that a member of `set` signed, at most one each.
    ///
    /// - Throws: why one does not verify, also a second one of a signer.
    init(verifying heartbeats: [Heartbeat], by set: AttesterSet) throws(QuorumError) {
        for heartbeat in heartbeats {
            guard highest[heartbeat.signer] == nil else { throw .duplicateSigner(heartbeat.signer) }
            try set.verify(heartbeat)
            highest[heartbeat.signer] = heartbeat
        }
    }

    init() {}

    /// Whether a heartbeat is higher than its attester's highest so far.
    func isNews(_ heartbeat: Heartbeat) -> Bool {
        guard let known = highest[heartbeat.signer] else { return true }
        return known != heartbeat && known.isLower(than: heartbeat)
    }

    /// Takes a verified heartbeat.
    mutating func insert(_ heartbeat: Heartbeat) {
        if isNews(heartbeat) { highest[heartbeat.signer] = heartbeat }
    }

    /// The highest block and the latest time that a quorum's weight of `set` has reached with `last` as the last message.
    ///
    /// Block and time are counted apart: whoever states a far block with an early time, or the other way round, counts once for each.
    func freshness(of last: Digest, in set: AttesterSet) -> Freshness? {
        let current = set.attesters.compactMap { attester in
            highest[attester.id].flatMap { $0.record.last == last ? (record: $0.record, weight: attester.weight) : nil }
        }
        let byBlock = current.sorted { $0.record.isHigher(than: $1.record) }
        let byTime = current.sorted { $0.record.blockTime > $1.record.blockTime }
        guard let block = byBlock.reaching(set.threshold)?.block, let time = byTime.reaching(set.threshold)?.blockTime else { return nil }
        return Freshness(block: block, time: time)
    }
}

extension [(record: HeartbeatRecord, weight: UInt32)] {
    /// The first record at which the weight so far is at least the threshold.
    fileprivate func reaching(_ threshold: UInt64) -> HeartbeatRecord? {
        var weight: UInt64 = 0
        for entry in self {
            weight += UInt64(entry.weight)
            if weight >= threshold { return entry.record }
        }
        return nil
    }
}

extension HeartbeatRecord {
    fileprivate func isHigher(than other: HeartbeatRecord) -> Bool {
        (block.height, block.hash) > (other.block.height, other.block.hash)
    }
}

extension Heartbeat {
    /// A total order, so that the maximum does not depend on order: height, time, then the bytes.
    fileprivate func isLower(than other: Heartbeat) -> Bool {
        let (mine, theirs) = (record, other.record)
        guard mine.block.height == theirs.block.height else { return mine.block.height < theirs.block.height }
        guard mine.blockTime == theirs.blockTime else { return mine.blockTime < theirs.blockTime }
        return encoded.lexicographicallyPrecedes(other.encoded)
    }
}
