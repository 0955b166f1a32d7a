public import CollateralState
public import Encoding
public import Quorum

/// What inserting a message did, in order. One message may set off several: those that waited for it follow.
public enum LedgerOutcome: Equatable, Sendable {
    /// The message is the stream's new tip.
    case accepted(CertifiedMessage)
    /// The message was known; its attestations joined those of the certificate, which is given whole.
    case joined(CertifiedHeader)
    case alreadyKnown(MessagePosition)
    /// The message builds on others that are missing. The gap names what to fetch before the first one that waits.
    case waiting(gap: ClosedRange<SequenceNumber>)
    /// Too many wait: this one, the farthest ahead, was let go. It counts as never received.
    case dropped(MessagePosition)
    /// A certified message that contradicts another certified statement: evidence to keep; it does not count.
    case disputed(CertifiedMessage)
    /// The stream counts as what it was before this sequence, whatever had been accepted from there on.
    case frozen(at: SequenceNumber)
    /// A quorum certified, at this sequence, what the stream's own state contradicts.
    case halted(at: SequenceNumber, because: UnifiedViewError)
    /// The message lies at or above the place where the stream stopped: it changes nothing any more.
    case countsNoMore(MessagePosition)
    /// The message is older than this ledger remembers. When the log holds it, nothing is new; otherwise it is disputed: keep it and
    /// `rebuild(from:)` the log with it.
    case forgotten(MessagePosition)
    /// What counts has changed at this sequence, which is older than this ledger can go back to: `rebuild(from:)` the log, with the
    /// messages that were called disputed just before.
    case replayNeeded(upTo: SequenceNumber)
}

/// What inserting a heartbeat did.
public enum HeartbeatOutcome: Hashable, Sendable {
    /// It is its attester's highest.
    case counted
    /// It is its attester's highest, and names a message this ledger lacks: ask for what follows the tip.
    case newerMessageExists(Digest)
    /// The attester's highest was at least as high.
    case alreadyKnown
}
