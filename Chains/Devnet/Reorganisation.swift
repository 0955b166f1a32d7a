public import CollateralState
public import Encoding

/// What to do with the newest blocks of the chain.
public struct Reorganisation: Sendable {
    public enum Transactions: Sendable {
        /// The new blocks carry what the old ones did, block by block; what does not fit goes back to the queue.
        case keep
        /// What the old blocks carried never happened.
        case drop
        /// The new blocks carry these actions instead, block by block.
        case replace([[VaultAction]])
    }

    /// How many blocks go.
    public var depth: Int
    /// How many blocks come; nil is one more than go, 0 leaves the chain shorter.
    public var length: Int?
    public var transactions: Transactions
    /// Whether finalized blocks may go too. No honest chain does that.
    public var allowsFinalized: Bool

    public init(depth: Int, length: Int? = nil, transactions: Transactions = .keep, allowsFinalized: Bool = false) {
        self.depth = depth
        self.length = length
        self.transactions = transactions
        self.allowsFinalized = allowsFinalized
    }
}

extension DevelopmentChain {
    /// Replaces the newest blocks by a new branch. The new blocks differ from the old ones even where they carry the same actions.
    ///
    /// - Returns: the hashes of the blocks that went, oldest first. They can still be read by hash.
    /// - Throws: `DevnetError`, and then nothing has changed: `.reorganisationTooDeep`, `.finalizedBlocksWouldGo`, `.tooManyBlocks`, or a
    ///   vault rule that the replacement breaks.
    @discardableResult
    public mutating func reorganise(_ change: Reorganisation, now: Timestamp) throws(DevnetError) -> [Digest] {
        let length = try validate(change)
        var next = tree
        let dropped = next.detach(change.depth)
        let plan = try BranchPlan(change.transactions, dropped: dropped.map { $0.transactions.map(\.action) }, length: length)
        for (index, actions) in plan.blocks.enumerated() {
            // A block that replaces another was made at about its time.
            try next.mine(actions, notBefore: index < dropped.count ? dropped[index].time : now)
        }
        tree = next
        queue = ActionQueue(keepingValid: plan.leftOver + queue.actions, books: tree.books)
        return dropped.map(\.hash)
    }

    /// The length of the new branch.
    private func validate(_ change: Reorganisation) throws(DevnetError) -> Int {
        guard change.depth >= 1, UInt64(change.depth) <= tree.height else {
            throw .reorganisationTooDeep(head: tree.height, got: UInt64(max(change.depth, 0)))
        }
        let fork = tree.height - UInt64(change.depth)
        guard change.allowsFinalized || fork >= tree.finality.finalized else {
            throw .finalizedBlocksWouldGo(finalized: tree.finality.finalized, fork: fork)
        }
        let length = change.length ?? change.depth + 1
        guard (0...DevnetLimits.blocksPerRequest).contains(length) else {
            throw .tooManyBlocks(maximum: DevnetLimits.blocksPerRequest, got: length)
        }
        return length
    }
}

/// Which actions go into which block of a new branch.
private struct BranchPlan {
    var blocks: [[VaultAction]]
    var leftOver: [VaultAction] = []

    init(_ transactions: Reorganisation.Transactions, dropped: [[VaultAction]], length: Int) throws(DevnetError) {
        switch transactions {
        case .keep:
            blocks = Array(dropped.prefix(length))
            leftOver = dropped.dropFirst(length).flatMap { $0 }
        case .drop:
            blocks = []
        case .replace(let wanted):
            guard wanted.count <= length else { throw .tooManyBlocks(maximum: length, got: wanted.count) }
            blocks = wanted
        }
        blocks += Array(repeating: [], count: length - blocks.count)
    }
}
