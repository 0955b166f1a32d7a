public import ChainModel
public import CollateralState
import Encoding
import Signatures
public import UnifiedView

/// What is durable of one stream: all the engine needs to go on from where it was.
public struct StreamRestart: Sendable {
    /// Tip, tree, sets, heartbeats and where the stream stopped, if so.
    public let ledger: LedgerSnapshot
    /// The tip's message with its changes, by which is known whether its block may go on in a further message; nil when it is not at hand.
    public let tipMessage: StateMessage?
    /// Own messages above the tip, gapless from the one after it, as they were signed.
    public let openProposals: [StateMessage]
    /// How far this node had read the chain; everything up to here is in proposals or accepted messages.
    public let position: ChainPosition?
    /// Attestations around the tip, own ones included: by them a second digest is caught.
    public let statements: [Equivocation.Statement]
    public let equivocations: [Equivocation]
    /// Why this node had stopped reading and signing the stream; nil when it had not.
    public let haltedReason: String?

    public init(
        ledger: LedgerSnapshot, tipMessage: StateMessage? = nil, openProposals: [StateMessage] = [], position: ChainPosition? = nil, statements: [Equivocation.Statement] = [],
        equivocations: [Equivocation] = [], haltedReason: String? = nil
    ) {
        self.ledger = ledger
        self.tipMessage = tipMessage
        self.openProposals = openProposals
        self.position = position
        self.statements = statements
        self.equivocations = equivocations
        self.haltedReason = haltedReason
    }
}
