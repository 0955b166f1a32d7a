public import CollateralState

/// What one block did to the vault, and how it is known.
public struct Observation: Hashable, Sendable {
    public let block: BlockReference
    public let blockTime: Timestamp
    public let finality: Finality
    public let evidence: Evidence
    /// In the order the chain applied them; never empty.
    public let effects: [HoldingEffect]

    public init(block: BlockReference, blockTime: Timestamp, finality: Finality, evidence: Evidence, effects: [HoldingEffect]) {
        self.block = block
        self.blockTime = blockTime
        self.finality = finality
        self.evidence = evidence
        self.effects = effects
    }
}
