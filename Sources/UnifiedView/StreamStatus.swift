public import ChainIdentity
public import CollateralState
public import Encoding
public import Quorum

/// What one stream stands at.
public struct StreamStatus: Hashable, Sendable {
    public let stream: StreamID
    public let chain: ChainID
    public let vault: AccountID
    /// The last undisputed message with its certificate; nil before the first.
    public let tip: CertifiedHeader?
    /// nil when there is neither a message nor a quorum of heartbeats.
    public let freshness: Freshness?
    public let standing: Standing
    /// Messages that wait for earlier ones.
    public let waiting: Int
    /// The sequences that are missing before the first waiting one.
    public let gap: ClosedRange<SequenceNumber>?

    public init(
        stream: StreamID, chain: ChainID, vault: AccountID, tip: CertifiedHeader?, freshness: Freshness?, standing: Standing, waiting: Int,
        gap: ClosedRange<SequenceNumber>?
    ) {
        self.stream = stream
        self.chain = chain
        self.vault = vault
        self.tip = tip
        self.freshness = freshness
        self.standing = standing
        self.waiting = waiting
        self.gap = gap
    }
}

extension StreamStatus {
    /// The same stream, halted for a reason of this node's own; one that has stopped already stays as it is.
    func halted(because reason: String) -> StreamStatus {
        guard standing.isLive else { return self }
        return StreamStatus(
            stream: stream, chain: chain, vault: vault, tip: tip, freshness: freshness, standing: .halted(reason: reason), waiting: waiting, gap: gap)
    }
}

/// The tip's own fields; nil, or what an empty vault has, before the first message.
extension StreamStatus {
    public var sequence: SequenceNumber? { tip?.header.sequence }
    public var digest: Digest? { tip?.digest }
    public var block: BlockReference? { tip?.header.block }
    public var blockTime: Timestamp? { tip?.header.blockTime }
    public var finality: Finality? { tip?.header.finality }
    /// The strongest class that a quorum's weight reached.
    public var evidence: EvidenceClass? { tip?.evidenceClass }
    /// 32 zero bytes, the empty tree's root, before the first message.
    public var stateRoot: Digest { tip?.header.stateRoot ?? .zero }
    public var accountCount: UInt64 { tip?.header.accountCount ?? 0 }
}
