public import ChainModel
public import CollateralState
public import Encoding
public import Signatures

/// What an operator must know. Alarms are also counted, by `label`.
public enum Alarm: Sendable {
    /// One key signed two digests for one place; the evidence is kept.
    case equivocation(MessagePosition, KeyID)
    /// Two certified digests for one place: the stream counts as its last undisputed message.
    case frozen(StreamID, at: SequenceNumber)
    /// A quorum certified another message than this node observed; this node signs the stream no more.
    case disagreement(MessagePosition, observed: Digest, certified: Digest)
    /// The stream can neither be read nor signed until an operator has looked.
    case halted(StreamID, reason: String)
    /// A source of chain data lied or contradicted another.
    case source(StreamID, SourceAlarm)
    /// A peer's log of messages is not what it was, or does not verify.
    case peerLog(PeerID, kind: String, reason: String)
    /// A peer sent what does not verify.
    case peer(PeerID, item: String, NodeEngineError)

    public var label: String {
        switch self {
        case .equivocation: "equivocation"
        case .frozen: "frozen"
        case .disagreement: "disagreement"
        case .halted: "halted"
        case .source: "source"
        case .peerLog: "peer-log"
        case .peer: "peer"
        }
    }
}
