public import CollateralState
import Encoding
public import Quorum
public import UnifiedView

/// What nodes exchange: one item of a feed. Everything in it is untrusted until the engine has verified it.
public enum ExchangeItem: Sendable, Hashable {
    case attestation(StateMessageHeader, Attestation)
    case message(MessageBundle)
    case heartbeat(Heartbeat)
    case attesterSetChange(AttesterSetChange)
    case equivocation(Equivocation.Statement, Equivocation.Statement)
    case link(AccountLink)

    /// A bounded label for metrics.
    public var label: String {
        switch self {
        case .attestation: "attestation"
        case .message: "message"
        case .heartbeat: "heartbeat"
        case .attesterSetChange: "attester-set-change"
        case .equivocation: "equivocation"
        case .link: "link"
        }
    }
}
