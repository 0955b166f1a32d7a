import ChainIdentity
public import ChainModel
public import CollateralState
public import Encoding
public import NodeAPI
public import NodeEngine
public import NodeTransport

/// What one configuration file says: two chains, one key, peers, and where things are kept.
public struct NodeConfiguration: Sendable {
    /// The file it was read from; relative paths in it start at its folder.
    public let file: String
    public let network: NetworkName
    public let database: String
    public let trust: String
    public let key: String
    /// A file whose first line is the key's passphrase.
    public let keyPassphraseFile: String?
    public let listener: Listener
    public let chains: [ObservedChain]
    public let peers: [Peer]
    /// At most one file, or, when parameters are governed, any number of signed proposals.
    public let parameters: [String]
    /// nil: whoever can write the parameter file decides.
    public let governance: GovernanceFiles?
    /// One file of signed prices for each source.
    public let prices: [String]
    /// One file of a signed record for each venue.
    public let venues: [String]
    /// A file of market assumptions, which questions about sales and trades use.
    public let market: String?
    /// A folder of signed account links, `*.json`.
    public let links: String?
    public let heartbeatMilliseconds: UInt64

    /// Who decides upon parameters.
    public struct GovernanceFiles: Hashable, Sendable {
        /// Files of signed proposals.
        static let maximumProposals = 256

        public let file: String
        /// The parameters that hold before those agreed upon do; nil when the first agreed set is number 1.
        public let pinnedParameters: String?
        /// The genesis set that the file must begin with; nil for the one that was there first.
        public let genesis: Digest?
    }

    /// Where the HTTP interface listens.
    public struct Listener: Hashable, Sendable {
        public let host: String
        /// 0: any free port.
        public let port: Int
        public let tls: TLSFiles?
        /// A file whose first line is the bearer token that requests must carry; nil: reads are open, writes are refused.
        public let tokenFile: String?

        public var isLoopback: Bool { host == "127.0.0.1" || host == "::1" || host == "localhost" }
    }

    /// One of the two chains, and how this node reads it.
    public struct ObservedChain: Sendable {
        /// The family in `ChainRegistry`, for example `evm`.
        public let family: String
        public let description: StreamDescription
        public let panel: SourcePanel
        public let endpoints: [SourceID: Endpoint]
        public let pollMilliseconds: UInt64
    }

    /// Another node whose feed is read.
    public struct Peer: Sendable {
        public let id: PeerID
        public let endpoint: Endpoint
        public let tokenFile: String?
    }
}
