import ChainModel
import CollateralState
import Quorum
import UnifiedView

/// Catching up: a node far behind the quorum takes its certified state over instead of making every message itself.
extension Engine {
    /// Messages this node may be behind the quorum before it takes the certified state over.
    static let maximumOwnLag: UInt64 = 512

    /// Goes on from the new tip when this node's own messages are far behind it, or when it has not read up to its own head yet since it
    /// started there: then it reads from the new tip on at once.
    mutating func catchUp(to message: CertifiedMessage, _ turn: inout Turn) {
        let stream = message.position.stream
        guard let own = observed[stream], own.standing == .observing, let ledger = followed[stream]?.ledger,
            ledger.tip?.digest == message.digest
        else { return }
        let lag = message.position.sequence.value.subtractingReportingOverflow(own.head.sequenceValue)
        guard !lag.overflow, lag.partialValue > (own.isBelowHead ? 0 : Self.maximumOwnLag) else { return }
        observed[stream]?.takeOver(StreamHead(after: message.message, tree: ledger.tree, maximumChanges: maximumChanges))
        keepPosition(of: stream, &turn)
    }
}

extension ObservedStream {
    /// Continues from a certified message: its tree, and its block as the position.
    ///
    /// When the message can be the first part of its block, the position stays, so that the block is read and the rest of it is made.
    mutating func takeOver(_ certified: StreamHead) {
        head = certified
        open = [:]
        guard case .nothing = head.rest, let last = head.last, isBelowHead else { return }
        cursor = Cursor(position: ChainPosition(block: last.block, time: last.blockTime))
        isAsking = false
        nextAsk = Timestamp(milliseconds: 0)
        round += 1
    }

    /// Goes on to where a round ended, unless certified state from further up was taken over during it.
    mutating func advance(to next: Cursor) {
        guard let reached = cursor.position, let position = next.position, position.block.height < reached.block.height else {
            cursor = next
            return
        }
    }

    /// Whether the chain is not read up to the block of the head yet.
    var isBelowHead: Bool {
        guard let last = head.last else { return false }
        return cursor.position.map { $0.block.height < last.block.height } ?? true
    }

    /// Whether this node has read the message's block completely and made no message for its place.
    func hasReadWithoutMaking(_ header: StateMessageHeader) -> Bool {
        guard head.sequenceValue < header.sequence.value, let position = cursor.position else { return false }
        return position.block.height >= header.block.height
    }
}
