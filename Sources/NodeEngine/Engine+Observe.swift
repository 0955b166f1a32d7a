import ChainModel
import CollateralState
import Encoding
import Quorum

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
        own.cursor = step.next
        for alarm in step.alarms { turn.raise(.source(stream, alarm)) }
        switch step.verdict {
        case .accepted(.unfinished):
            own.nextAsk = turn.now
            observed[stream] = own
        case .accepted(.finished(let progress)):
            own.failures = 0
            own.lastNotYet = nil
            own.lastProgress = progress
            own.nextAsk = progress.isCaughtUp ? Timestamp(milliseconds: turn.now.milliseconds + own.pollInterval) : turn.now
            observed[stream] = own
            take(progress, of: stream, &turn)
        case .notYet(let reason):
            own.failures += 1
            own.lastNotYet = reason
            let pause = own.pause(limit: configuration.maximumPause, jitter: random.next())
            own.nextAsk = Timestamp(milliseconds: turn.now.milliseconds + pause)
            observed[stream] = own
        case .rejected(let error):
            observed[stream] = own
            halt(stream, reason: "\(error)", &turn)
        }
    }

    /// Commits and attests what was observed, then notes how far the chain was read: in one transaction, or not at all.
    private mutating func take(_ progress: ReadProgress, of stream: StreamID, _ turn: inout Turn) {
        for observation in progress.observations {
            do { try propose(observation, of: stream, &turn) } catch {
                return halt(stream, reason: "\(error)", &turn)
            }
            guard observed[stream]?.standing == .observing else { return }
        }
        if !progress.observations.isEmpty || progress.isCaughtUp { turn.keep(.position(stream, progress.position)) }
    }

    /// Stops reading and signing a stream until an operator has looked.
    mutating func halt(_ stream: StreamID, reason: String, _ turn: inout Turn) {
        observed[stream]?.standing = .halted(reason: reason)
        observed[stream]?.isAsking = false
        turn.keep(.halted(stream, reason: reason))
        turn.raise(.halted(stream, reason: reason))
    }
}
