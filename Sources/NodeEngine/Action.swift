public import ChainModel
public import CollateralState

/// What the engine wants done, in this order: nothing after a `persist` may run before it is durable.
public enum Action: Sendable {
    /// Put these requests to the chain's sources; answer with one `Event.answered` of the same round.
    case ask(StreamID, round: UInt64, [SourceRequest])
    /// Keep all of these in one transaction. Items that peers should see enter the feed in that transaction too.
    case persist([StoredRecord])
    /// Ask peers for the accepted messages of this range.
    case fetch(StreamID, ClosedRange<SequenceNumber>)
    case alarm(Alarm)
    /// The view has changed.
    case viewChanged
}
