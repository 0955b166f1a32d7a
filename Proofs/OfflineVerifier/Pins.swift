public import CometBFT
public import CommitmentProofs
public import Encoding
public import Quorum
public import TransparencyLog
public import WormholeVAA

/// What a verifier trusts, for every kind of proof; nothing for those it has no pins of.
public struct Pins: Sendable {
    /// Network, streams and price sources of this project's own proof files.
    public var anchor: TrustAnchor?
    /// The digest of the agreed margin parameters.
    public var parameters: Digest?
    public var ethereum = EthereumPins()
    public var trees: [TreePin] = []
    public var cometBFT: [CometBFTPin] = []
    public var notes = NotePins()
    public var guardians: GuardianSetHistory?

    public init() {}
}

/// State roots and block hashes of Ethereum chains.
public struct EthereumPins: Sendable {
    public var stateRoots: Set<Digest> = []
    public var blockHashes: Set<Digest> = []
}

/// The root of a Cosmos tree, and how the tree is built.
public struct TreePin: Sendable {
    public let root: Digest
    public let spec: ProofSpec
}

/// What is trusted of one CometBFT chain.
public struct CometBFTPin: Sendable {
    public let state: TrustedState
    public let options: TrustOptions
}

/// Keys that sign notes, and logs whose checkpoints must be signed by the log itself.
public struct NotePins: Sendable {
    public var keys: [NoteVerifierKey] = []
    public var logs: [TrustedLog] = []
}
