internal import CollateralState
internal import Encoding

/// All blocks: the canonical chain, the orphans that reorganisations left, and the vault's books along the canonical chain.
struct BlockTree: Sendable {
    let configuration: DevelopmentChain.Configuration
    /// By height; never empty.
    private var canonical: [DevelopmentBlock]
    private var heights: [Digest: UInt64]
    private var places: [Digest: TransactionPlace] = [:]
    private var orphans = OrphanBlocks()
    private(set) var books = VaultBooks()
    private(set) var finality: FinalityProgress
    /// How many reorganisations there have been. It enters every block, so that no block of a new branch equals an old one.
    private var forks: UInt64 = 0

    init(_ configuration: DevelopmentChain.Configuration) {
        self.configuration = configuration
        finality = FinalityProgress(lag: configuration.finalityLag)
        let genesis = DevelopmentBlock(genesisOf: configuration, stateRoot: books.root())
        canonical = [genesis]
        heights = [genesis.hash: 0]
    }

    // Reading.

    var head: DevelopmentBlock { canonical[canonical.count - 1] }
    var height: UInt64 { UInt64(canonical.count - 1) }
    /// How many transactions the canonical chain holds, and so the nonce of the next.
    var transactionCount: UInt64 { head.transactionsUpToHere }

    /// The canonical block at `height`; nil above the head.
    func block(at height: UInt64) -> DevelopmentBlock? {
        height < UInt64(canonical.count) ? canonical[Int(height)] : nil
    }

    /// The block with `hash`, canonical or orphan.
    func block(_ hash: Digest) -> DevelopmentBlock? {
        heights[hash].map { canonical[Int($0)] } ?? orphans[hash]
    }

    func isCanonical(_ hash: Digest) -> Bool { heights[hash] != nil }

    func place(ofTransaction hash: Digest) -> TransactionPlace? { places[hash] }

    // Growing.

    /// Adds one block with `actions` in their order.
    ///
    /// - Throws: `DevnetError.exceedsBooks` or `.overflow` for an action that the vault refuses; nothing is changed then.
    mutating func mine(_ actions: [VaultAction], notBefore time: Timestamp) throws(DevnetError) {
        var changes = PendingChanges()
        for action in actions { try changes.apply(action, to: books) }
        books.commit(changes, at: height + 1)
        append(
            DevelopmentBlock(
                after: head, actions: actions, stateRoot: books.root(), time: time, fork: forks, configuration: configuration))
    }

    private mutating func append(_ block: DevelopmentBlock) {
        heights[block.hash] = UInt64(canonical.count)
        for (index, transaction) in block.transactions.enumerated() {
            places[transaction.hash] = TransactionPlace(height: UInt64(canonical.count), index: index)
        }
        canonical.append(block)
        finality.advance(head: height)
    }

    mutating func setFinalityLag(_ lag: FinalityLag) {
        finality.lag = lag
        finality.advance(head: height)
    }

    // Reorganising.

    /// Takes the `depth` newest blocks off and leaves them as orphans. The answer is those blocks, oldest first.
    mutating func detach(_ depth: Int) -> [DevelopmentBlock] {
        let dropped = Array(canonical.suffix(min(depth, canonical.count - 1)))
        canonical.removeLast(dropped.count)
        forks += 1
        for block in dropped {
            heights[block.hash] = nil
            for transaction in block.transactions { places[transaction.hash] = nil }
            orphans.insert(block)
        }
        books.undo(Set(dropped.flatMap(\.transactions).map(\.action.line)), above: height)
        finality.retreat(head: height)
        return dropped
    }
}

/// Where a transaction stands in the canonical chain.
struct TransactionPlace: Hashable, Sendable {
    let height: UInt64
    let index: Int
}

/// The newest orphans, up to a fixed number.
struct OrphanBlocks: Sendable {
    private var blocks: [Digest: DevelopmentBlock] = [:]
    private var order: [Digest] = []

    subscript(hash: Digest) -> DevelopmentBlock? { blocks[hash] }

    mutating func insert(_ block: DevelopmentBlock) {
        blocks[block.hash] = block
        order.append(block.hash)
        guard order.count > DevnetLimits.orphans else { return }
        blocks[order.removeFirst()] = nil
    }
}
