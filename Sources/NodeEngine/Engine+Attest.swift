import ChainModel
import CollateralState
import Encoding
import Quorum
import Signatures
import UnifiedView

/// Commit and attest: from an observation to this node's own signed message.
extension Engine {
    mutating func propose(_ observation: Observation, of stream: StreamID, _ turn: inout Turn) throws(NodeEngineError) {
        guard let own = observed[stream], let sets = followed[stream]?.ledger.history else { throw .unknownStream(stream) }
        if let last = own.head.last {
            // Certified by the others and taken over already: what lies below the head is not made again.
            guard observation.block.height >= last.block.height else { return }
            guard observation.block.height > last.block.height || observation.block.hash == last.block.hash else {
                return disagree(at: last.position, observed: .zero, certified: last.digest, &turn)
            }
        }
        let commit = Commit(description: own.description, sets: sets, maximumChanges: maximumChanges)
        for (message, head) in try commit.messages(for: observation, on: own.head) {
            observed[stream]?.head = head
            try attest(message, observation.evidence, &turn)
            // A quorum far ahead may have been taken over by this very step: then what follows is certified already.
            guard let own = observed[stream], own.standing == .observing, own.head.digest == head.digest else { return }
        }
    }

    /// Signs one message, unless another digest was signed or certified for its place.
    private mutating func attest(_ message: StateMessage, _ evidence: Evidence, _ turn: inout Turn) throws(NodeEngineError) {
        let place = message.position
        guard let stream = followed[place.stream] else { throw .unknownStream(place.stream) }
        if let certified = stream.ledger.digest(at: place.sequence), certified != message.digest {
            return disagree(at: place, observed: message.digest, certified: certified, &turn)
        }
        let isOpen = stream.tip < place.sequence.value
        // Too far below the tip to be compared here, so not signed: the next place that can be compared vouches for this one.
        guard isOpen || stream.ledger.digest(at: place.sequence) != nil else { return }
        switch try sign(message.header, evidence, turn.now) {
        case .wouldEquivocate(let signed):
            halt(
                place.stream,
                reason: "sequence \(place.sequence) was signed as \(signed) and is now observed as \(message.digest); a second digest is never signed",
                &turn)
        case .notMember, .signedBefore:
            if isOpen { observed[place.stream]?.open[place.sequence] = message }
            // The others may have signed it all, and been waited with until its content was here.
            try certify(message.header, &turn)
        case .signed(let attestation):
            if isOpen { observed[place.stream]?.open[place.sequence] = message }
            turn.keep(isOpen ? .proposal(message, attestation) : .attestation(message.header, attestation))
            _ = try count(attestation, of: message.header, &turn)
        }
    }

    private enum Signing {
        case signed(Attestation)
        /// This very digest was signed before a restart.
        case signedBefore
        /// This node has no key in the set that holds there: it observes without a voice.
        case notMember
        case wouldEquivocate(signed: Digest)
    }

    private func sign(_ header: StateMessageHeader, _ evidence: Evidence, _ now: Timestamp) throws(NodeEngineError) -> Signing {
        guard let key = configuration.attester, let stream = followed[header.stream],
            stream.ledger.history.set(for: header.sequence)[key.publicKey.id] != nil
        else { return .notMember }
        if let signed = stream.promised[header.sequence], signed != header.digest { return .wouldEquivocate(signed: signed) }
        if let signed = stream.pool.digest(signedBy: key.publicKey.id, at: header.sequence) {
            return signed == header.digest ? .signedBefore : .wouldEquivocate(signed: signed)
        }
        let record = AttestationRecord(message: header.digest, evidence: evidence, observedAt: now)
        do {
            return .signed(Attestation(record: record, signer: key.publicKey.id, signature: try key.sign(record.signingDigest)))
        } catch { throw .record(.signature(error)) }
    }

    /// A quorum certified another message than this node saw: it follows the quorum and signs this stream no more until it is restarted.
    ///
    /// - Parameter mine: zero when this node read the block and saw no such change, or another block.
    mutating func disagree(at place: MessagePosition, observed mine: Digest, certified: Digest, _ turn: inout Turn) {
        observed[place.stream]?.standing = .disagreed(place)
        observed[place.stream]?.open = [:]
        turn.viewChanged()
        turn.raise(.disagreement(place, observed: mine, certified: certified))
    }

    /// Signs "nothing newer up to here" when the stream's own head is the certified one and the chain was read further.
    mutating func heartbeat(_ stream: StreamID, _ turn: inout Turn) {
        guard let own = observed[stream], own.standing == .observing, own.open.isEmpty, !own.isBelowHead, let position = own.cursor.position,
            let key = configuration.attester, let ledger = followed[stream]?.ledger, ledger.standing.isLive,
            ledger.next.map(ledger.history.set(for:))?[key.publicKey.id] != nil, (ledger.tip?.digest ?? .zero) == own.head.digest,
            isDue(own.lastHeartbeat, at: position, last: own.head.digest, turn.now)
        else { return }
        let record = HeartbeatRecord(stream: stream, last: own.head.digest, block: position.block, blockTime: position.time)
        guard let signature = try? key.sign(record.signingDigest) else {
            return halt(stream, reason: "the attester key cannot sign", &turn)
        }
        observed[stream]?.lastHeartbeat = (position.block.height, own.head.digest, turn.now)
        turn.keep(.position(stream, position))
        take(Heartbeat(record: record, signer: key.publicKey.id, signature: signature), from: nil, &turn)
    }

    private func isDue(
        _ last: (height: UInt64, last: Digest, at: Timestamp)?, at position: ChainPosition, last digest: Digest, _ now: Timestamp
    ) -> Bool {
        guard let last else { return true }
        guard position.block.height > last.height else { return false }
        return last.at.age(at: now) >= configuration.heartbeatInterval
    }
}
