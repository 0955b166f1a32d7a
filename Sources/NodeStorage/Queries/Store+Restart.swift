import CollateralState
import Encoding
public import NodeEngine
public import Quorum
import StateTree
import UnifiedView

extension Store {
    /// A trusted stream as it was left, ready for the engine: tree built, sets and tip certificate verified from the trust file's genesis.
    ///
    /// - Throws: `corrupt` when what is stored does not parse, does not make a tree, or has another number of accounts than the tip says;
    ///   `unverifiable` when sets or tip do not follow from the trust file.
    public func restore(_ stream: TrustedStream) throws(NodeStorageError) -> StreamRestart {
        let stored = try restore(stream.description.id)
        let equivocations = try equivocations(of: stream.description.id)
        let (history, tip): (AttesterSetHistory, CertifiedHeader?)
        do {
            history = try stored.history(genesis: stream.genesis)
            tip = try stored.tip?.certified(by: history)
        } catch { throw .unverifiable(file: file, stream.description.id, error) }
        let ledger = LedgerSnapshot(
            description: stream.description, history: history, tip: tip, tree: try tree(of: stored), stop: try stored.stop(history),
            heartbeats: stored.heartbeats)
        let atTip = try tip.map { (tip) throws(NodeStorageError) in try messages(at: tip.header.position) } ?? []
        return StreamRestart(
            ledger: ledger, tipMessage: atTip.first { $0.standing == .accepted }?.bundle.message,
            openProposals: stored.proposals.map(\.message), position: stored.position, statements: stored.statements,
            equivocations: equivocations, haltedReason: stored.halted)
    }

    private func tree(of stored: StoredStream) throws(NodeStorageError) -> AccountTree {
        do { return try AccountTree(bulk: stored.accounts) } catch {
            throw .corrupt(file: file, what: "accounts of stream \(stored.stream)", expected: "a tree", got: "\(error)")
        }
    }

    /// Every certified message of the stream ever kept, accepted or disputed, ascending by sequence: what `Engine.rebuild` asks for.
    /// Those that the set which holds at their sequence did not certify are left out.
    ///
    /// Verifies every signature and holds all messages at once.
    public func certifiedLog(of history: AttesterSetHistory) throws(NodeStorageError) -> [CertifiedMessage] {
        var certified: [CertifiedMessage] = []
        var from: SequenceNumber? = .first
        while let first = from {
            let page = try certifiedLog(history.stream, from: first, limit: 256)
            for bundle in page {
                do { certified.append(try history.certify(bundle)) } catch .wrongSet {} catch {
                    throw .unverifiable(file: file, history.stream, error)
                }
            }
            from = page.last?.message.header.sequence.next
        }
        return certified
    }
}

extension StoredStream {
    /// Where the stream stopped: frozen, or halted by the certified message that contradicts its state. A stream that only this node
    /// reads no more has not stopped.
    fileprivate func stop(_ history: AttesterSetHistory) throws(NodeStorageError) -> StreamStop? {
        // Evidence of a set that no longer holds is not needed to stay stopped.
        let evidence = disputed.compactMap { try? $0.certified(by: history) }
        if let frozenAt { return StreamStop(place: frozenAt, cause: .disputed, evidence: evidence) }
        let next = tip.map { $0.header.sequence.next } ?? .first
        guard let halted, let next, evidence.contains(where: { $0.header.sequence == next }) else { return nil }
        return StreamStop(place: next, cause: .contradiction(reason: halted), evidence: evidence)
    }
}
