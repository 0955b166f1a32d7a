import CollateralState
import Encoding
import StateTree

/// Where a chain of messages stands: the last message and the tree after it.
struct StreamHead: Sendable {
    /// nil before the first message.
    let last: StateMessageHeader?
    let tree: AccountTree

    static let start = StreamHead(last: nil, tree: AccountTree())

    /// The digest the next message builds on; zero for the first.
    var digest: Digest { last?.digest ?? .zero }

    /// 0 before the first message.
    var sequenceValue: UInt64 { last?.sequence.value ?? 0 }

    var nextSequence: SequenceNumber? {
        guard let last else { return .first }
        return last.sequence.next
    }
}
