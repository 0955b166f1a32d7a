public import CollateralState

/// Whether a stream still moves.
///
/// A stream that is not live counts as its last undisputed message: it grows stale, it is never guessed forward.
public enum Standing: Hashable, Sendable {
    case live
    /// Two certified statements about one place contradict each other; `since` is the first disputed sequence.
    case frozen(since: SequenceNumber)
    /// A quorum certified a message that contradicts the stream's own state, or what this node itself reads on the chain contradicts what was
    /// certified; the reason is for an operator.
    case halted(reason: String)

    public var isLive: Bool { self == .live }

    /// A bounded label: live, frozen, halted.
    public var label: String {
        switch self {
        case .live: "live"
        case .frozen: "frozen"
        case .halted: "halted"
        }
    }
}

extension Standing: CustomStringConvertible {
    public var description: String {
        switch self {
        case .live: "live"
        case .frozen(let since): "frozen since sequence \(since)"
        case .halted(let reason): "halted: \(reason)"
        }
    }
}
