public import ChainIdentity
public import CollateralState

/// One holding of one account in one vault, with all that decides how much it may count.
public struct HoldingLine: Hashable, Sendable {
    public let account: AccountID
    public let stream: StreamID
    /// Kind, asset and quantity in base units.
    public let holding: Holding
    /// The last undisputed message of the stream.
    public let sequence: SequenceNumber
    /// The block up to which a quorum says nothing newer exists: the message's own, or a later heartbeat's.
    public let asOfBlock: BlockReference
    /// The block time up to which a quorum says nothing newer exists. Age is counted from here.
    public let asOfTime: Timestamp
    public let finality: Finality
    /// What a quorum knew of the stream's last undisputed message.
    public let evidence: EvidenceClass
    public let standing: Standing

    public init(
        account: AccountID, stream: StreamID, holding: Holding, sequence: SequenceNumber, asOfBlock: BlockReference, asOfTime: Timestamp,
        finality: Finality, evidence: EvidenceClass, standing: Standing
    ) {
        self.account = account
        self.stream = stream
        self.holding = holding
        self.sequence = sequence
        self.asOfBlock = asOfBlock
        self.asOfTime = asOfTime
        self.finality = finality
        self.evidence = evidence
        self.standing = standing
    }

    /// Whether the stream froze or halted, so that this line stands still.
    public var isDisputed: Bool { !standing.isLive }
}
