public import CollateralState
public import Encoding
public import Signatures

/// An embedded chain that speaks Ethereum JSON-RPC and can be told to lie.
///
/// A state machine without I/O: requests and the time go in, answers come out, and the same calls give the same bytes. Blocks have true
/// Prague headers, transactions, receipts and blooms; there is no EVM behind them but one vault with four actions. Several *sources* are
/// views on the one chain, each with a fault of its own, as RPC providers of one network are.
///
/// It is meant to run on loopback, for demonstrations and tests: everybody who reaches it may do everything.
public struct DevelopmentChain: Sendable {
    public struct Configuration: Sendable {
        /// The EIP-155 chain id.
        public var chainID: UInt64
        public var vault: EthereumAddress
        /// The timestamp of block 0, cut to whole seconds.
        public var genesisTime: Timestamp
        public var finalityLag: FinalityLag
        /// Whether an action makes a block at once; otherwise it waits for the next.
        public var automine: Bool
        /// How many sources the chain has, from 1 to 64; a number outside is brought to the nearest.
        public var sources: Int

        public init(
            chainID: UInt64, vault: EthereumAddress? = nil, genesisTime: Timestamp, finalityLag: FinalityLag = .standard,
            automine: Bool = false, sources: Int = 1
        ) {
            self.chainID = chainID
            self.vault = vault ?? DevelopmentChain.defaultVault
            self.genesisTime = genesisTime
            self.finalityLag = finalityLag
            self.automine = automine
            self.sources = min(max(sources, 1), DevnetLimits.sources)
        }
    }

    public internal(set) var configuration: Configuration
    var tree: BlockTree
    var queue = ActionQueue()
    private(set) var sources: [Source]

    public init(_ configuration: Configuration) {
        self.configuration = configuration
        tree = BlockTree(configuration)
        sources = Array(repeating: Source(), count: configuration.sources)
    }

    /// What the truth is, whatever the sources say.
    public var head: BlockReference { BlockReference(height: tree.height, hash: tree.head.hash) }
    public var safeHeight: UInt64 { tree.finality.safe }
    public var finalizedHeight: UInt64 { tree.finality.finalized }
    /// Actions that wait for the next block.
    public var queuedActions: Int { queue.actions.count }

    /// Queues an action for the next block, or mines it at once with automining.
    ///
    /// - Returns: the hash that its transaction has, unless a reorganisation comes between.
    /// - Throws: `DevnetError.exceedsBooks`, `.overflow` or `.queueFull`; nothing is changed then.
    @discardableResult
    public mutating func submit(_ action: VaultAction, now: Timestamp) throws(DevnetError) -> Digest {
        try queue.append(action, books: tree.books)
        let nonce = tree.transactionCount + UInt64(queue.actions.count - 1) + DevelopmentTransaction.firstNonce
        let transaction = DevelopmentTransaction(action, nonce: nonce, chain: configuration)
        if configuration.automine { try mine(now: now) }
        return transaction.hash
    }

    /// Makes `blocks` blocks; the first takes all queued actions. Their timestamps are `now` or one second after the parent, whichever is later.
    public mutating func mine(blocks: Int = 1, now: Timestamp) throws(DevnetError) {
        guard (0...DevnetLimits.blocksPerRequest).contains(blocks) else {
            throw .tooManyBlocks(maximum: DevnetLimits.blocksPerRequest, got: blocks)
        }
        for _ in 0..<blocks {
            try tree.mine(queue.actions, notBefore: now)
            queue = ActionQueue()
        }
    }

    public mutating func setFinalityLag(_ lag: FinalityLag) {
        configuration.finalityLag = lag
        tree.setFinalityLag(lag)
    }

    /// Gives one source a fault, or takes it away with `.none`.
    ///
    /// - Throws: `DevnetError.noSuchSource`.
    public mutating func setFault(_ fault: SourceFault, ofSource source: Int) throws(DevnetError) {
        guard sources.indices.contains(source) else { throw .noSuchSource(count: sources.count, got: source) }
        sources[source] = Source(fault: fault, truth: tree)
    }

    /// The vault that a configuration without one gets: the contract that the operator's first transaction would create.
    public static var defaultVault: EthereumAddress { EthereumAddress.create(sender: OperatorKey.address, nonce: 0) }
}
