public import ChainModel
public import CollateralState
public import UnifiedView

/// What happened.
public enum Event: Sendable {
    /// Time has passed; the engine decides what is due.
    case tick
    /// All answers to one `Action.ask`.
    case answered(StreamID, round: UInt64, [SourceAnswer])
    /// Items of a peer's feed, and the cursor after them.
    case received([ExchangeItem], from: PeerID, cursor: FeedCursor?)
    /// A link that the operator submitted.
    case submitted(AccountLink)
}
