public import CollateralState
public import Encoding
public import Governance
public import Margin
public import MarginAnswers
public import NodeEngine
public import NodeStorage
public import Quorum
public import TransparencyLog
public import UnifiedView

/// What a node shows of itself at one moment. Cheap to copy: trees are shared.
public struct NodeSnapshot: Sendable {
    public let view: CollateralView
    /// The node's own two chains; empty when read from a database alone.
    public let observations: [ObservationStatus]
    public let peers: [PeerStatus]
    public let prices: PriceBook?
    /// Those that hold at this moment.
    public let parameters: ParameterSet?
    public let governance: ParameterGovernance
    /// The latest record of each venue that there is one of, ascending by name.
    public let venues: [VenueBook]
    /// What questions about sales and trades assume when they bring no assumptions of their own.
    public let market: MarketAssumptions?
    public let takenAt: Timestamp

    public init(
        view: CollateralView, observations: [ObservationStatus], peers: [PeerStatus], prices: PriceBook?, parameters: ParameterSet?,
        governance: ParameterGovernance = .none, venues: [VenueBook], market: MarketAssumptions? = nil, takenAt: Timestamp
    ) {
        self.view = view
        self.observations = observations
        self.peers = peers
        self.prices = prices
        self.parameters = parameters
        self.governance = governance
        self.venues = venues
        self.market = market
        self.takenAt = takenAt
    }
}

/// Who decides upon a node's parameters, and what they decided.
public enum ParameterGovernance: Sendable {
    /// Whoever writes the parameter file.
    case none
    /// A quorum, but who governs or what was pinned cannot be read, so that nothing holds.
    case unreadable
    case governed(ParameterTimeline)

    public var timeline: ParameterTimeline? {
        if case .governed(let timeline) = self { timeline } else { nil }
    }
}

/// How a peer's feed was last read.
public struct PeerStatus: Hashable, Sendable {
    public let peer: PeerID
    public let endpoint: String
    public let lastRead: Timestamp?
    /// nil when the last read went well.
    public let problem: String?

    public init(peer: PeerID, endpoint: String, lastRead: Timestamp?, problem: String?) {
        self.peer = peer
        self.endpoint = endpoint
        self.lastRead = lastRead
        self.problem = problem
    }
}

/// What the HTTP interface needs of the node behind it.
public protocol NodeInspection: Sendable {
    /// The state now, with the time of asking.
    func snapshot() async throws -> NodeSnapshot
    /// The streams it follows, each from its pinned genesis.
    var trust: TrustAnchor { get }
    /// Read access to what is durable.
    var store: Store { get }
    /// What signs checkpoints of the node's log; nil when it has no key that can.
    var logSigner: NoteSigner? { get }
    /// Counts up whenever the view or the feed changed.
    var changes: ChangeSignal { get }
    /// Text of the Prometheus exposition.
    func metrics() -> String
    /// A proof file for all accounts of the margin account that `account` belongs to.
    func proofFile(of account: MarginAccount) async throws -> Bytes
    /// Takes a verified link.
    func submit(_ link: AccountLink) async throws
}
