import ChainIdentity
import ChainModel
import CollateralState
import Encoding
import Quantities
import Quorum
import Signatures
import StateTree

/// The commit stage: what one final block did to the vault becomes the next state messages of its stream.
///
/// Deterministic: attesters with the same chain produce the same bytes.
struct Commit {
    let description: StreamDescription
    let sets: AttesterSetHistory
    /// Changes in one message before a block is split; the cut rule's 65,536 outside tests.
    var maximumChanges = StateMessage.maximumChanges

    /// The messages of one observed block on top of `head`, in order; none when the block's effects cancel out.
    ///
    /// When `head` lies in this very block, what is left of it: the block was split, and others certified its first parts.
    func messages(for observation: Observation, on head: StreamHead) throws(NodeEngineError) -> [(message: StateMessage, head: StreamHead)] {
        guard let effects = try effects(of: observation, on: head) else { return [] }
        let changes = try accountChanges(effects, of: observation, on: head.tree)
        var made: [(message: StateMessage, head: StreamHead)] = []
        var current = head
        for start in stride(from: 0, to: changes.count, by: maximumChanges) {
            let part = Array(changes[start..<min(start + maximumChanges, changes.count)])
            let next = try message(part, at: observation, on: current)
            made.append(next)
            current = next.head
        }
        return made
    }

    /// The effects that `head` does not contain yet; nil when it contains them all.
    private func effects(of observation: Observation, on head: StreamHead) throws(NodeEngineError) -> [HoldingEffect]? {
        guard let last = head.last, last.block.height == observation.block.height else { return observation.effects }
        switch head.rest {
        case .nothing: return nil
        case .after(let path): return observation.effects.filter { SHA256.hash($0.account.bytes) > path }
        case .unknown:
            // Too few accounts for two messages: the one at the head was all there was.
            guard Set(observation.effects.map(\.account)).count >= maximumChanges else { return nil }
            throw .blockInParts(stream: description.id, height: observation.block.height)
        }
    }

    private func message(
        _ changes: [AccountChange], at observation: Observation, on head: StreamHead
    ) throws(NodeEngineError) -> (message: StateMessage, head: StreamHead) {
        guard let sequence = head.nextSequence else {
            throw .outOfRange(field: "sequence", expected: "less than 2^64", got: "\(head.sequenceValue)")
        }
        let tree: AccountTree
        do { tree = try head.tree.applying(changes) } catch { throw .tree(error) }
        let changesRoot: Digest
        do { changesRoot = try StateMessage.changesRoot(of: changes) } catch { throw .quorum(error) }
        do {
            let header = try StateMessageHeader(
                stream: description.id, sequence: sequence, previous: head.digest, block: observation.block,
                blockTime: observation.blockTime, finality: description.finality.finality,
                attesterSet: sets.set(for: sequence).number, accountCount: tree.count, stateRoot: tree.root, changesRoot: changesRoot)
            let message = try StateMessage(header: header, changes: changes)
            return (message, StreamHead(after: message, tree: tree, maximumChanges: maximumChanges))
        } catch { throw .record(error) }
    }

    /// The accounts the effects really changed, ascending by hashed account key.
    private func accountChanges(
        _ effects: [HoldingEffect], of observation: Observation, on tree: AccountTree
    ) throws(NodeEngineError) -> [AccountChange] {
        var touched: [AccountKey: AccountLedger] = [:]
        for effect in effects {
            if touched[effect.account] == nil { touched[effect.account] = try AccountLedger(encoded: tree[effect.account]) }
            try touched[effect.account]?.apply(effect, stream: description.id, height: observation.block.height)
        }
        var changes: [AccountChange] = []
        for (account, ledger) in touched {
            if let change = try ledger.change(of: account) { changes.append(change) }
        }
        return changes.sorted { $0.path < $1.path }
    }
}

/// One account's holdings while a block's effects are applied to them.
private struct AccountLedger {
    private let before: [UInt8]
    private var holdings: [HoldingKey: Int256] = [:]

    init(encoded: [UInt8]?) throws(NodeEngineError) {
        before = encoded ?? []
        guard let encoded else { return }
        do {
            for holding in try AccountState(parsing: encoded).holdings {
                holdings[HoldingKey(kind: holding.kind, asset: holding.asset)] = holding.quantity
            }
        } catch { throw .record(error) }
    }

    mutating func apply(_ effect: HoldingEffect, stream: StreamID, height: UInt64) throws(NodeEngineError) {
        let quantity: Int256
        switch effect.change {
        case .set(let value): quantity = value
        case .add(let amount):
            do { quantity = try (holdings[effect.key] ?? .zero).adding(amount) } catch {
                throw .holdingOverflow(stream: stream, holding: name(of: effect), height: height)
            }
        }
        guard effect.key.kind == .position || quantity >= .zero else {
            throw .holdingBelowZero(stream: stream, holding: name(of: effect), height: height)
        }
        holdings[effect.key] = quantity == .zero ? nil : quantity
    }

    private func name(of effect: HoldingEffect) -> String {
        "\(effect.key.kind) \(effect.key.asset) of account \(Hex.encode0x(effect.account.bytes))"
    }

    func change(of account: AccountKey) throws(NodeEngineError) -> AccountChange? {
        do {
            let state = try holdings.isEmpty ? nil : AccountState(holdings.map { try Holding(kind: $0.key.kind, asset: $0.key.asset, quantity: $0.value) })
            let change = try AccountChange(account: account, state: state)
            return change.encodedState == before ? nil : change
        } catch let error as CollateralStateError {
            throw .record(error)
        } catch {
            throw .outOfRange(field: "account state", expected: "holdings", got: "\(error)")
        }
    }
}
