public import ChainModel
public import CollateralState
public import Quorum

/// What the engine wants done, in this order: nothing after a `persist` may run before it is durable.
public enum Action: Sendable {
    /// Put these requests to the chain's sources; answer with one `Event.answered` of the same round.
    case ask(StreamID, round: UInt64, [SourceRequest])
    /// Keep all of these in one transaction. Items that peers should see enter the feed in that transaction too.
    case persist([StoredRecord])
    /// Ask peers for the accepted messages of this range.
    case fetch(StreamID, ClosedRange<SequenceNumber>)
    /// This certified message is older than the engine remembers. When the log holds the same digest there, nothing is new; otherwise
    /// keep it as disputed and answer with `Engine.rebuild` over the whole log.
    case compareWithLog(CertifiedMessage)
    /// What counts has changed further back than the engine remembers: call `Engine.rebuild` over the whole log.
    case rebuild(StreamID)
    case alarm(Alarm)
    /// The view has changed.
    case viewChanged
}
