import ChainModel
import CollateralState
import Encoding
import Quorum
import Signatures

/// Observe: the rounds of questions to the node's own chains.
extension Engine {
    /// Puts the next questions, when they are due and there is room for what they may bring.
    mutating func ask(_ stream: StreamID, _ turn: inout Turn) {
        guard var own = observed[stream], own.standing == .observing, !own.isAsking, turn.now >= own.nextAsk,
            own.open.count < configuration.maximumOpenProposals
        else { return }
        own.round += 1
        own.isAsking = true
        observed[stream] = own
        turn.then(.ask(stream, round: own.round, own.adapter.requests(for: own.cursor)))
    }

    /// Takes all answers to one round. Answers to an earlier round are late and say nothing.
    mutating func take(_ answers: [SourceAnswer], of stream: StreamID, round: UInt64, _ turn: inout Turn) {
        guard var own = observed[stream], own.isAsking, own.round == round else { return }
        let step = own.adapter.step(on: answers, for: own.cursor)
        own.isAsking = false
        for alarm in step.alarms { turn.raise(.source(stream, alarm)) }
        switch step.verdict {
        case .accepted(.unfinished):
            own.cursor = step.next
            own.nextAsk = turn.now
            observed[stream] = own
        case .accepted(.finished(let progress)):
            own.failures = 0
            own.lastNotYet = nil
            own.lastProgress = progress
            own.nextAsk = progress.isCaughtUp ? turn.now.later(by: own.pollInterval) : turn.now
            observed[stream] = own
            take(progress, next: step.next, of: stream, &turn)
        case .notYet(let reason):
            own.cursor = step.next
            own.failures += 1
            own.lastNotYet = reason
            own.nextAsk = turn.now.later(by: own.pause(limit: configuration.maximumPause, jitter: random.next()))
            observed[stream] = own
        case .rejected(let error):
            own.cursor = step.next
            observed[stream] = own
            halt(stream, reason: "\(error)", &turn)
        }
    }

    /// Commits and attests what was observed, then notes how far the chain was read: in one transaction, or not at all.
    private mutating func take(_ progress: ReadProgress, next: Cursor, of stream: StreamID, _ turn: inout Turn) {
        for observation in progress.observations {
            do { try propose(observation, of: stream, &turn) } catch {
                // Which part of a block was certified shows by itself later: nothing that a restart should remember.
                if case .blockInParts = error { return suspend(stream, reason: "\(error)", &turn) }
                return halt(stream, reason: "\(error)", &turn)
            }
            guard observed[stream]?.standing == .observing else { return }
        }
        observed[stream]?.advance(to: next)
        guard !progress.observations.isEmpty || progress.isCaughtUp else { return }
        keepPosition(of: stream, &turn)
    }

    /// Keeps how far the chain was read, unless a restart from there would lack a message: one that waits for its quorum and was not signed
    /// here is durable nowhere.
    mutating func keepPosition(of stream: StreamID, _ turn: inout Turn) {
        guard let own = observed[stream], let position = own.cursor.position else { return }
        guard own.open.values.allSatisfy({ isSigned($0.header) }) else { return }
        turn.keep(.position(stream, position))
    }

    private func isSigned(_ header: StateMessageHeader) -> Bool {
        guard let key = configuration.attester else { return false }
        return followed[header.stream]?.pool.digest(signedBy: key.publicKey.id, at: header.sequence) == header.digest
    }

    /// Stops reading and signing a stream until an operator has looked.
    mutating func halt(_ stream: StreamID, reason: String, _ turn: inout Turn) {
        turn.keep(.halted(stream, reason: reason))
        stop(stream, .halted(reason: reason), &turn)
        turn.raise(.halted(stream, reason: reason))
    }

    /// Stops reading and signing a stream until the node is started again.
    private mutating func suspend(_ stream: StreamID, reason: String, _ turn: inout Turn) {
        stop(stream, .suspended(reason: reason), &turn)
        turn.raise(.halted(stream, reason: reason))
    }

    private mutating func stop(_ stream: StreamID, _ standing: ObservedStream.Standing, _ turn: inout Turn) {
        observed[stream]?.standing = standing
        observed[stream]?.isAsking = false
        turn.viewChanged()
    }
}
