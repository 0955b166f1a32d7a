public import ChainModel
public import CollateralState
public import Encoding
public import Quorum
public import UnifiedView

/// One thing that must be durable. The records of one action are kept in one transaction, or none of them is.
public enum StoredRecord: Sendable {
    /// This node's next message of an observed stream with its own attestation: the intent, durable before the signature leaves.
    /// A second digest for the same place must be refused by the store itself.
    case proposal(StateMessage, Attestation)
    /// A verified attestation of a message, own or another's.
    case attestation(StateMessageHeader, Attestation)
    /// A certified message that was applied on top of the one before.
    case accepted(CertifiedMessage)
    /// A certified message kept as evidence beside another digest for the same place; it counts no more.
    case disputed(CertifiedMessage)
    /// The stream counts as its last undisputed message: accounts go back to what they were before this sequence.
    case frozen(StreamID, at: SequenceNumber)
    /// The stream must not be read or signed on until an operator has looked.
    case halted(StreamID, reason: String)
    case heartbeat(Heartbeat)
    /// How far this node has read an observed chain; everything up to here is in proposals or accepted messages.
    case position(StreamID, ChainPosition)
    case equivocation(Equivocation)
    case attesterSetChange(AttesterSetChange)
    case link(AccountLink)
    /// How far a peer's feed was read.
    case peerCursor(PeerID, FeedCursor)
}

/// A peer as this node's configuration names it: 1 to 64 characters.
public struct PeerID: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(parsing name: String) throws(NodeEngineError) {
        guard (1...64).contains(name.utf8.count) else { throw .outOfRange(field: "peer name", expected: "1 to 64 bytes", got: name) }
        description = name
    }
}

/// A place in one node's feed: which feed (a new database starts a new one), and the number of the last item read.
public struct FeedCursor: Hashable, Sendable {
    public let feed: Digest
    public let item: UInt64

    public init(feed: Digest, item: UInt64) {
        self.feed = feed
        self.item = item
    }
}
