import ChainModel
public import CollateralState
import Encoding
public import Quorum
import Signatures
import StateTree
import UnifiedView

/// Restart: going on from what was durable.
extension Engine {
    mutating func restore(_ restart: StreamRestart) throws(NodeEngineError) {
        let ledger: StreamLedger
        do { ledger = try StreamLedger(restoring: restart.ledger) } catch { throw .view(error) }
        var stream = FollowedStream(ledger: ledger)
        for statement in restart.statements {
            let place = statement.header.sequence
            // An attestation outside the window, or of a set that no longer holds there, is not needed again.
            guard AttestationPool.window(of: place, tip: stream.tip) != .behind else { continue }
            if place.value <= stream.tip { stream.pool.remember(statement) } else {
                _ = try? stream.pool.add(statement.attestation, of: statement.header, sets: ledger.history)
            }
        }
        for message in restart.openProposals { stream.promised[message.header.sequence] = message.digest }
        for evidence in restart.equivocations { convictions[evidence.key.id, default: []].insert(evidence.position) }
        followed[ledger.stream] = stream
    }

    /// Takes up observing where this node had stopped: after its open proposals, or else after the certified tip.
    mutating func observe(_ observer: Observer, _ restart: StreamRestart) throws(NodeEngineError) {
        let description = observer.adapter.stream
        var own = ObservedStream(
            adapter: observer.adapter, pollInterval: try EngineConfiguration.interval(observer.pollInterval, "poll interval"),
            position: restart.position, head: head(of: restart))
        for message in restart.openProposals where own.standing == .observing { try own.reopen(message) }
        if own.open.isEmpty { own.takeOver(own.head) }
        if let reason = restart.haltedReason { own.standing = .halted(reason: reason) }
        if let stop = restart.ledger.stop { own.standing = .halted(reason: "\(stop.standing)") }
        observed[description.id] = own
    }

    private func head(of restart: StreamRestart) -> StreamHead {
        let (tip, tree) = (restart.ledger.tip, restart.ledger.tree)
        if let message = restart.tipMessage, message.digest == tip?.digest {
            return StreamHead(after: message, tree: tree, maximumChanges: maximumChanges)
        }
        return StreamHead(last: tip?.header, tree: tree, rest: tip == nil ? .nothing : .unknown)
    }

    /// Merges a stream's whole log again: the answer to `Action.compareWithLog` and `Action.rebuild`.
    ///
    /// - Parameter log: every certified message ever kept, accepted or disputed, ascending by sequence.
    public mutating func rebuild(_ stream: StreamID, from log: [CertifiedMessage], now: Timestamp) throws(NodeEngineError) -> [Action] {
        var turn = Turn(now: now)
        guard let last = log.last else { return [] }
        let outcomes: [LedgerOutcome]
        do { outcomes = try followed[stream]?.ledger.rebuild(from: log) ?? [] } catch { throw .view(error) }
        note(outcomes, from: last, &turn)
        turn.viewChanged()
        return turn.actions()
    }
}

extension ObservedStream {
    /// Takes an own message that was signed before the restart and is not certified yet.
    ///
    /// One that does not build on what is certified stands on something else than the quorum saw: this node signs no further.
    mutating func reopen(_ message: StateMessage) throws(NodeEngineError) {
        guard message.header.previous == head.digest, head.nextSequence == message.header.sequence else {
            standing = .disagreed(message.position)
            return
        }
        let tree: AccountTree
        do { tree = try head.tree.applying(message.changes) } catch { throw .tree(error) }
        guard tree.root == message.header.stateRoot else {
            throw .outOfRange(
                field: "state root of the stored proposal \(message.position)", expected: "\(message.header.stateRoot)", got: "\(tree.root)")
        }
        let changesRoot: Digest
        do { changesRoot = try message.changesRoot() } catch { throw .quorum(error) }
        guard changesRoot == message.header.changesRoot else {
            throw .quorum(.wrongChangesRoot(expected: message.header.changesRoot, got: changesRoot))
        }
        // All parts of a block are kept in one transaction, so the last one kept ends its block.
        head = StreamHead(last: message.header, tree: tree, rest: .nothing)
        open[message.header.sequence] = message
    }
}
