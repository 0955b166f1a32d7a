import ChainModel
public import CollateralState
import Encoding
public import Quorum
import StateTree
import UnifiedView

/// Restart: going on from what was durable.
extension Engine {
    mutating func restore(_ restart: StreamRestart) throws(NodeEngineError) {
        let ledger: StreamLedger
        do { ledger = try StreamLedger(restoring: restart.ledger) } catch { throw .view(error) }
        var stream = FollowedStream(ledger: ledger)
        for statement in restart.statements {
            // An attestation outside the window, or of a set that no longer holds there, is not needed again.
            _ = try? stream.pool.add(statement.attestation, of: statement.header, sets: ledger.history, tip: stream.tip)
        }
        for evidence in restart.equivocations { knownEquivocations.insert(KnownEquivocation(evidence)) }
        followed[ledger.stream] = stream
    }

    /// Takes up observing where this node had stopped: after its open proposals, or else after the certified tip.
    mutating func observe(_ observer: Observer, _ restart: StreamRestart) throws(NodeEngineError) {
        let description = observer.adapter.stream
        let head = StreamHead(last: restart.ledger.tip?.header, tree: restart.ledger.tree)
        var own = ObservedStream(adapter: observer.adapter, pollInterval: observer.pollInterval, position: restart.position, head: head)
        if let reason = restart.haltedReason { own.standing = .halted(reason: reason) }
        if let stop = restart.ledger.stop { own.standing = .halted(reason: "\(stop.standing)") }
        for message in restart.openProposals { try own.reopen(message) }
        if own.open.isEmpty, let tip = restart.ledger.tip?.header { own.takeOver(tip, restart.ledger.tree) }
        observed[description.id] = own
    }

    /// Merges a stream's whole log again: the answer to `Action.compareWithLog` and `Action.rebuild`.
    ///
    /// - Parameter log: every certified message ever kept, accepted or disputed, ascending by sequence.
    public mutating func rebuild(_ stream: StreamID, from log: [CertifiedMessage], now: Timestamp) throws(NodeEngineError) -> [Action] {
        var turn = Turn(now: now)
        guard let last = log.last else { return [] }
        let outcomes: [LedgerOutcome]
        do { outcomes = try followed[stream]?.ledger.rebuild(from: log) ?? [] } catch { throw .view(error) }
        for outcome in outcomes { note(outcome, from: last, &turn) }
        turn.viewChanged()
        return turn.actions()
    }
}

extension ObservedStream {
    /// Takes an own message that was signed before the restart and is not certified yet.
    mutating func reopen(_ message: StateMessage) throws(NodeEngineError) {
        guard message.header.previous == head.digest else { return }
        let tree: AccountTree
        do { tree = try head.tree.applying(message.changes) } catch { throw .tree(error) }
        guard tree.root == message.header.stateRoot else {
            throw .outOfRange(
                field: "state root of the stored proposal \(message.position)", expected: "\(message.header.stateRoot)", got: "\(tree.root)")
        }
        head = StreamHead(last: message.header, tree: tree)
        open[message.header.sequence] = message
    }
}
