import CollateralState
import Encoding
import StateTree

/// Where a chain of messages stands: the last message and the tree after it.
struct StreamHead: Sendable {
    /// What the last message leaves to say about its block. Only a message with the most changes a message may have can be followed by
    /// another one of the same block.
    enum BlockRest: Hashable, Sendable {
        /// Nothing.
        case nothing
        /// Perhaps changes of accounts with higher paths than this one's.
        case after(Digest)
        /// The message's changes are not known here any more.
        case unknown
    }

    /// nil before the first message.
    let last: StateMessageHeader?
    let tree: AccountTree
    let rest: BlockRest

    static let start = StreamHead(last: nil, tree: AccountTree(), rest: .nothing)

    init(last: StateMessageHeader?, tree: AccountTree, rest: BlockRest) {
        self.last = last
        self.tree = tree
        self.rest = rest
    }

    /// After a message, and the tree its changes lead to.
    init(after message: StateMessage, tree: AccountTree, maximumChanges: Int) {
        let isFull = message.changes.count >= maximumChanges
        self.init(last: message.header, tree: tree, rest: isFull ? message.changes.last.map { .after($0.path) } ?? .nothing : .nothing)
    }

    /// The digest the next message builds on; zero for the first.
    var digest: Digest { last?.digest ?? .zero }

    /// 0 before the first message.
    var sequenceValue: UInt64 { last?.sequence.value ?? 0 }

    var nextSequence: SequenceNumber? {
        guard let last else { return .first }
        return last.sequence.next
    }
}
