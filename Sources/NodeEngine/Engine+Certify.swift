import ChainModel
import CollateralState
import Encoding
import Quorum
import Signatures
import StateTree
import UnifiedView

/// Verify and merge: attestations into certificates, certified messages into the ledgers.
extension Engine {
    /// Counts a verified or own attestation and certifies what reached its quorum.
    ///
    /// - Returns: whether it is worth keeping: it is an attester's first statement about this message, or its better evidenced one.
    mutating func count(_ attestation: Attestation, of header: StateMessageHeader, _ turn: inout Turn) throws(NodeEngineError) -> Bool {
        guard var stream = followed[header.stream] else { throw .unknownStream(header.stream) }
        let outcome = try stream.pool.add(attestation, of: header, sets: stream.ledger.history)
        followed[header.stream] = stream
        switch outcome {
        case .alreadyCounted: return false
        case .equivocation(let evidence):
            convict(evidence, &turn)
            return false
        case .counted:
            try certify(header, &turn)
            return true
        }
    }

    /// Keeps proof that an attester signed two digests for one place: once for each place and attester, and no more than anybody needs.
    mutating func convict(_ evidence: Equivocation, _ turn: inout Turn) {
        let isKnown = convictions[evidence.key.id]?.contains(evidence.position) ?? false
        guard !isKnown, convictions[evidence.key.id, default: []].count < Self.maximumConvictions else { return }
        convictions[evidence.key.id, default: []].insert(evidence.position)
        turn.keep(.equivocation(evidence))
        turn.raise(.equivocation(evidence.position, evidence.key.id))
    }

    /// Equivocations kept of one attester: whoever signs without end must not fill the disk.
    static let maximumConvictions = 1_024

    /// Makes the certificate of this header, if its quorum is there: more evidence for a message that counts already, or a new one.
    mutating func certify(_ header: StateMessageHeader, _ turn: inout Turn) throws(NodeEngineError) {
        guard let stream = followed[header.stream], let certificate = stream.pool.certificate(of: header) else { return }
        if stream.ledger.digest(at: header.sequence) == header.digest { return try join(certificate, &turn) }
        guard let message = try certified(header, by: certificate) else { return }
        try insert(message, &turn)
    }

    /// The own message of this header with its certificate; nil when this node has not made it.
    private func certified(
        _ header: StateMessageHeader, by certificate: CertifiedHeader
    ) throws(NodeEngineError) -> CertifiedMessage? {
        guard let message = observed[header.stream]?.open[header.sequence], message.digest == header.digest else { return nil }
        do { return try CertifiedMessage(certificate: certificate, message: message) } catch { throw .quorum(error) }
    }

    private mutating func join(_ certificate: CertifiedHeader, _ turn: inout Turn) throws(NodeEngineError) {
        do {
            guard try followed[certificate.header.stream]?.ledger.join(certificate) != nil else { return }
        } catch { throw .view(error) }
        turn.viewChanged()
    }

    /// Puts a certified message into its stream's ledger and keeps whatever that led to; own messages that waited for it follow.
    mutating func insert(_ message: CertifiedMessage, _ turn: inout Turn) throws(NodeEngineError) {
        var message = message
        while try merge(message, &turn) {
            guard let next = try nextReady(message.position.stream) else { return }
            message = next
        }
    }

    /// - Returns: whether the stream has a new tip.
    private mutating func merge(_ message: CertifiedMessage, _ turn: inout Turn) throws(NodeEngineError) -> Bool {
        let stream = message.position.stream
        guard followed[stream] != nil else { throw .unknownStream(stream) }
        let outcomes: [LedgerOutcome]
        do { outcomes = try followed[stream]?.ledger.insert(message) ?? [] } catch { throw .view(error) }
        return note(outcomes, from: message, &turn)
    }

    /// Keeps all that a message led to, in the ledger's order, and only then holds it against this node's own messages.
    ///
    /// - Returns: whether the stream has a new tip.
    @discardableResult
    mutating func note(_ outcomes: [LedgerOutcome], from message: CertifiedMessage, _ turn: inout Turn) -> Bool {
        for outcome in outcomes { note(outcome, from: message, &turn) }
        var last: CertifiedMessage?
        for case .accepted(let accepted) in outcomes {
            settle(accepted, &turn)
            last = accepted
        }
        guard let last else { return false }
        catchUp(to: last, &turn)
        return true
    }

    private mutating func note(_ outcome: LedgerOutcome, from message: CertifiedMessage, _ turn: inout Turn) {
        let stream = message.position.stream
        switch outcome {
        case .accepted(let accepted):
            turn.keep(.accepted(accepted))
            turn.viewChanged()
        case .joined(let certificate):
            for attestation in certificate.attestations { turn.keep(.attestation(certificate.header, attestation)) }
            turn.viewChanged()
        case .disputed(let other):
            turn.keep(.disputed(other))
        case .frozen(let sequence):
            turn.keep(.frozen(stream, at: sequence))
            turn.raise(.frozen(stream, at: sequence))
            stopObserving(stream, &turn)
        case .halted(_, let error):
            turn.keep(.halted(stream, reason: "\(error)"))
            turn.raise(.halted(stream, reason: "\(error)"))
            stopObserving(stream, &turn)
        case .forgotten:
            turn.then(.compareWithLog(message))
        case .replayNeeded:
            turn.then(.rebuild(stream))
        case .waiting, .alreadyKnown, .dropped, .countsNoMore: break
        }
    }

    /// A stream that stopped is read and signed no more.
    private mutating func stopObserving(_ stream: StreamID, _ turn: inout Turn) {
        turn.viewChanged()
        guard let standing = followed[stream]?.ledger.standing else { return }
        observed[stream]?.standing = .halted(reason: "\(standing)")
        observed[stream]?.open = [:]
    }

    /// Compares an accepted message with this node's own.
    private mutating func settle(_ message: CertifiedMessage, _ turn: inout Turn) {
        let place = message.position
        followed[place.stream]?.pool.trim(tip: place.sequence.value)
        followed[place.stream]?.promised[place.sequence] = nil
        let mine = observed[place.stream]?.open.removeValue(forKey: place.sequence)
        guard let own = observed[place.stream], own.standing == .observing else { return }
        if let mine, mine.digest != message.digest {
            return disagree(at: place, observed: mine.digest, certified: message.digest, &turn)
        }
        if mine == nil, own.hasReadWithoutMaking(message.header) {
            disagree(at: place, observed: .zero, certified: message.digest, &turn)
        }
    }

    /// The next own message, when its quorum is there already.
    private func nextReady(_ stream: StreamID) throws(NodeEngineError) -> CertifiedMessage? {
        guard let followed = followed[stream], let next = followed.ledger.next, let header = observed[stream]?.open[next]?.header,
            let certificate = followed.pool.certificate(of: header)
        else { return nil }
        return try certified(header, by: certificate)
    }
}
