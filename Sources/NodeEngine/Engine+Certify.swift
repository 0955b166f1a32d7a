import ChainModel
import CollateralState
import Encoding
import Quorum
import Signatures
import StateTree
import UnifiedView

/// Verify and merge: attestations into certificates, certified messages into the ledgers.
extension Engine {
    /// Counts an own or another's attestation and certifies what reached its quorum.
    ///
    /// - Returns: whether the attestation is new and counts.
    @discardableResult
    mutating func count(_ attestation: Attestation, of header: StateMessageHeader, _ turn: inout Turn) throws(NodeEngineError) -> Bool {
        guard var stream = followed[header.stream] else { throw .unknownStream(header.stream) }
        let outcome = try stream.pool.add(attestation, of: header, sets: stream.ledger.history, tip: stream.tip)
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

    /// Keeps proof that an attester signed two digests for one place: once, however many more it signs.
    mutating func convict(_ evidence: Equivocation, _ turn: inout Turn) {
        guard knownEquivocations.insert(KnownEquivocation(evidence)).inserted else { return }
        turn.keep(.equivocation(evidence))
        turn.raise(.equivocation(evidence.position, evidence.key.id))
    }

    /// Makes the certificate of this header, if its quorum is there: more evidence for a message that counts already, or a new one.
    private mutating func certify(_ header: StateMessageHeader, _ turn: inout Turn) throws(NodeEngineError) {
        guard let stream = followed[header.stream], let certificate = stream.pool.certificate(of: header) else { return }
        if stream.ledger.digest(at: header.sequence) == header.digest { return try join(certificate, &turn) }
        guard let message = observed[header.stream]?.open[header.sequence], message.digest == header.digest else { return }
        let certified: CertifiedMessage
        do { certified = try CertifiedMessage(certificate: certificate, message: message) } catch { throw .quorum(error) }
        try insert(certified, &turn)
    }

    private mutating func join(_ certificate: CertifiedHeader, _ turn: inout Turn) throws(NodeEngineError) {
        do {
            guard try followed[certificate.header.stream]?.ledger.join(certificate) != nil else { return }
        } catch { throw .view(error) }
        turn.viewChanged()
    }

    /// Puts a certified message into its stream's ledger and keeps whatever that led to.
    mutating func insert(_ message: CertifiedMessage, _ turn: inout Turn) throws(NodeEngineError) {
        let stream = message.position.stream
        guard followed[stream] != nil else { throw .unknownStream(stream) }
        let outcomes: [LedgerOutcome]
        do { outcomes = try followed[stream]?.ledger.insert(message) ?? [] } catch { throw .view(error) }
        for outcome in outcomes { note(outcome, from: message, &turn) }
    }

    mutating func note(_ outcome: LedgerOutcome, from message: CertifiedMessage, _ turn: inout Turn) {
        let stream = message.position.stream
        switch outcome {
        case .accepted(let accepted):
            turn.keep(.accepted(accepted))
            turn.viewChanged()
            settle(accepted, &turn)
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

    /// Compares an accepted message with this node's own, and goes on with the next that may have its quorum already.
    private mutating func settle(_ message: CertifiedMessage, _ turn: inout Turn) {
        let place = message.position
        followed[place.stream]?.pool.trim(tip: place.sequence.value)
        guard let mine = observed[place.stream]?.open.removeValue(forKey: place.sequence) else { return catchUp(place.stream) }
        if mine.digest != message.digest {
            return disagree(at: place, observed: mine.digest, certified: message.digest, &turn)
        }
        guard let next = place.sequence.next, let later = observed[place.stream]?.open[next] else { return }
        do { try certify(later.header, &turn) } catch {
            halt(place.stream, reason: "\(error)", &turn)
        }
    }

    /// When the quorum is far ahead of this node's own reading, its certified state is taken over and reading goes on from there.
    private mutating func catchUp(_ stream: StreamID) {
        guard let own = observed[stream], let ledger = followed[stream]?.ledger, let tip = ledger.tip else { return }
        guard tip.header.sequence.value > own.head.sequenceValue + Self.maximumOwnLag else { return }
        observed[stream]?.takeOver(tip.header, ledger.tree)
    }

    /// Messages this node may be behind the quorum before it takes the certified state over instead of making each itself.
    static let maximumOwnLag: UInt64 = 512
}

extension ObservedStream {
    /// Continues from a certified message: its tree, and its block as the position.
    ///
    /// A message with the most changes a message may have can be the first part of a block; then the position stays, so that the rest is read.
    mutating func takeOver(_ tip: StateMessageHeader, _ tree: AccountTree) {
        head = StreamHead(last: tip, tree: tree)
        open = [:]
        let reached = cursor.position?.block.height ?? 0
        guard tip.block.height > reached else { return }
        cursor = Cursor(position: ChainPosition(block: tip.block, time: tip.blockTime))
        isAsking = false
        round += 1
    }
}
