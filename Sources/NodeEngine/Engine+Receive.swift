import CollateralState
import Encoding
import Quorum
import UnifiedView

/// Relay: what peers' feeds bring. Everything is verified here before it changes anything.
extension Engine {
    /// A peer whose page holds more items that do not verify is heard no further in that page.
    static let maximumFaultsPerPage = 16

    /// Takes a page of a peer's feed. An item that does not verify is an alarm; the others count all the same, up to a limit of faults.
    mutating func take(_ items: [ExchangeItem], from peer: PeerID, _ cursor: FeedCursor?, _ turn: inout Turn) {
        var faults = 0
        for item in items where faults < Self.maximumFaultsPerPage {
            do { try take(item, from: peer, &turn) } catch {
                if case .tooFarAhead = error { continue }
                if case .unknownStream = error { continue }
                faults += 1
                turn.raise(.peer(peer, item: item.label, error))
            }
        }
        if let cursor { turn.keep(.peerCursor(peer, cursor)) }
    }

    private mutating func take(_ item: ExchangeItem, from peer: PeerID, _ turn: inout Turn) throws(NodeEngineError) {
        switch item {
        case .attestation(let header, let attestation): try take(attestation, of: header, &turn)
        case .message(let bundle): try take(bundle, &turn)
        case .heartbeat(let heartbeat): take(heartbeat, from: peer, &turn)
        case .attesterSetChange(let change): try take(change, &turn)
        case .equivocation(let first, let second): try take(first, second, &turn)
        case .link(let link): try takeVerifying(link, &turn)
        }
    }

    private mutating func take(_ attestation: Attestation, of header: StateMessageHeader, _ turn: inout Turn) throws(NodeEngineError) {
        guard let stream = followed[header.stream] else { throw .unknownStream(header.stream) }
        switch AttestationPool.window(of: header.sequence, tip: stream.tip) {
        case .ahead: throw .tooFarAhead(header.position, tip: stream.tip)
        case .behind: return  // The message is certified, and more evidence for it changes nothing now.
        case .inside: break
        }
        if stream.pool.holds(attestation, at: header.sequence) { return }
        if try count(attestation, of: header, &turn) { turn.keep(.attestation(header, attestation)) }
    }

    private mutating func take(_ bundle: MessageBundle, _ turn: inout Turn) throws(NodeEngineError) {
        let header = bundle.message.header
        guard let stream = followed[header.stream] else { throw .unknownStream(header.stream) }
        if stream.ledger.holds(bundle) { return }
        let certified: CertifiedMessage
        do { certified = try stream.ledger.history.certify(bundle) } catch { throw .quorum(error) }
        let contradictions = try followed[header.stream]?.pool.witness(
            certified.certificate, tip: stream.tip, sets: stream.ledger.history)
        for evidence in contradictions ?? [] { convict(evidence, &turn) }
        try insert(certified, &turn)
    }

    /// Verified by the ledger; kept only when it says something newer.
    mutating func take(_ heartbeat: Heartbeat, from peer: PeerID?, _ turn: inout Turn) {
        do {
            guard let outcome = try followed[heartbeat.record.stream]?.ledger.insert(heartbeat), outcome != .alreadyKnown else { return }
            turn.keep(.heartbeat(heartbeat))
            turn.viewChanged()
            if case .newerMessageExists = outcome { fetchNext(heartbeat.record.stream, &turn) }
        } catch {
            if let peer { turn.raise(.peer(peer, item: "heartbeat", .view(error))) }
        }
    }

    private mutating func take(_ change: AttesterSetChange, _ turn: inout Turn) throws(NodeEngineError) {
        let stream = change.next.stream
        guard let ledger = followed[stream]?.ledger else { throw .unknownStream(stream) }
        if ledger.history.sets.contains(change.next) { return }
        do {
            for outcome in try followed[stream]?.ledger.apply(change) ?? [] {
                if case .replayNeeded = outcome { turn.then(.rebuild(stream)) }
            }
        } catch { throw .view(error) }
        turn.keep(.attesterSetChange(change))
        turn.viewChanged()
        haltIfLate(change, &turn)
    }

    /// A node that has made messages from the new set's first sequence on made them under the set before. They can be certified no more, and
    /// a second digest is never signed.
    private mutating func haltIfLate(_ change: AttesterSetChange, _ turn: inout Turn) {
        guard let own = observed[change.next.stream], own.standing == .observing,
            own.head.sequenceValue >= change.next.firstSequence.value
        else { return }
        halt(
            change.next.stream,
            reason: "attester set \(change.next.number) holds from sequence \(change.next.firstSequence), but this node had made messages up to "
                + "\(own.head.sequenceValue) before it knew the set; let a set change begin well above the last sequence", &turn)
    }

    private mutating func take(
        _ first: Equivocation.Statement, _ second: Equivocation.Statement, _ turn: inout Turn
    ) throws(NodeEngineError) {
        guard let stream = followed[first.header.stream] else { throw .unknownStream(first.header.stream) }
        guard let member = stream.ledger.history.everMember(first.attestation.signer) else {
            throw .quorum(.unknownSigner(first.attestation.signer, setNumber: stream.ledger.history.current.number))
        }
        let evidence: Equivocation
        do { evidence = try Equivocation(key: member.key, first, second) } catch { throw .record(error) }
        convict(evidence, &turn)
    }

    mutating func take(_ link: AccountLink, from peer: PeerID?, _ turn: inout Turn) {
        do { try takeVerifying(link, &turn) } catch {
            if let peer { turn.raise(.peer(peer, item: "link", error)) }
        }
    }

    private mutating func takeVerifying(_ link: AccountLink, _ turn: inout Turn) throws(NodeEngineError) {
        let outcome: AccountLinks.Outcome
        do { outcome = try links.insert(link) } catch { throw .view(error) }
        switch outcome {
        case .accepted: turn.keep(.link(link))
        case .joined(let whole): turn.keep(.link(whole))
        case .alreadyKnown, .superseded: return
        }
        turn.viewChanged()
    }

    /// Asks peers for what is missing below messages that wait, not more often than every second.
    mutating func fetchGap(_ stream: StreamID, _ turn: inout Turn) {
        guard let gap = followed[stream]?.ledger.gap else { return }
        fetch(gap, of: stream, &turn)
    }

    /// Asks peers for what follows the tip.
    private mutating func fetchNext(_ stream: StreamID, _ turn: inout Turn) {
        guard let first = followed[stream]?.ledger.next, let last = try? SequenceNumber(first.value.addingReportingOverflow(255).partialValue),
            first <= last
        else { return }
        fetch(first...last, of: stream, &turn)
    }

    /// Between two fetches of one stream, in milliseconds.
    static let fetchInterval: UInt64 = 1_000

    private mutating func fetch(_ range: ClosedRange<SequenceNumber>, of stream: StreamID, _ turn: inout Turn) {
        guard let followed = followed[stream], turn.now >= followed.nextFetch else { return }
        self.followed[stream]?.nextFetch = turn.now.later(by: Self.fetchInterval)
        turn.then(.fetch(stream, range))
    }
}
