import CollateralState
import Encoding
import Quorum
import UnifiedView

/// One trusted stream: its certified messages, and the attestations around its tip.
struct FollowedStream: Sendable {
    var ledger: StreamLedger
    var pool = AttestationPool()
    /// What this node had signed above the tip before it started, whichever set holds there now: no other digest is signed for these places.
    var promised: [SequenceNumber: Digest] = [:]
    /// A gap is asked for again only after a while.
    var nextFetch = Timestamp(milliseconds: 0)

    init(ledger: StreamLedger) { self.ledger = ledger }

    var tip: UInt64 { ledger.tip?.header.sequence.value ?? 0 }
}
