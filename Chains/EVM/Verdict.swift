public import ChainModel
import CollateralState
import Encoding
import EthereumHeader

/// Fourth question: is it proven?
extension EVMAdapter {
    public func step(on answers: [SourceAnswer], for cursor: Cursor) -> ReadStep {
        let memory = RoundMemory(cursor)
        var round = Round(
            adapter: self, position: cursor.position, memory: memory,
            answers: Answers(answers, to: plan(for: memory), of: self))
        return round.step()
    }
}

/// One exchange of a round: the stage it is in, what came back, and what sources did wrong.
struct Round {
    let adapter: EVMAdapter
    let position: ChainPosition?
    var memory: RoundMemory
    let answers: Answers
    var alarms: [SourceAlarm] = []

    /// What a stage leads to.
    enum Outcome {
        case ask(Stage)
        case finished(ReadProgress)
        case notYet(NotYet)
        case rejected(ChainModelError)
    }

    mutating func step() -> ReadStep {
        let outcome = proceed()
        memory.stage = .head
        switch outcome {
        case .ask(let stage):
            memory.stage = stage
            return end(.accepted(.unfinished), at: position)
        case .finished(let progress): return end(.accepted(.finished(progress)), at: progress.position)
        case .notYet(let reason): return end(.notYet(reason), at: position)
        case .rejected(let error): return end(.rejected(error), at: position)
        }
    }

    private func end(_ verdict: Verdict<RoundResult>, at position: ChainPosition?) -> ReadStep {
        ReadStep(verdict: verdict, next: Cursor(position: position, memory: memory), alarms: alarms)
    }

    private mutating func proceed() -> Outcome {
        switch memory.stage {
        case .head: readHead()
        case .headers(let range): readHeaders(range)
        case .logs(let run): readLogs(run)
        case .receipts(let run): readReceipts(run)
        case .transactions(let run): readTransactions(run)
        case .singleReceipts(let run): readSingleReceipts(run)
        }
    }
}

extension Round {
    /// Asks every named source the same question and counts the answers. What is wrong raises an alarm and counts as unknown.
    mutating func poll<Value: Hashable & Sendable>(
        _ name: String, _ question: Question, among sources: [SourceID],
        describe: (Value) -> String, _ parse: (JSONNode) throws(EVMError) -> Value
    ) -> SourcePoll<Value> {
        var poll = SourcePoll<Value>(name, panel: adapter.panel)
        for source in sources {
            switch Reading(answers.reply(to: question, from: source), parse) {
            case .value(let value): poll.add(value, from: source)
            case .unknown(let reason): poll.abstain(source, reason)
            case .unsupported: poll.abstain(source, "it has no \(question.method)")
            case .refused(let error):
                raise(error, against: source, about: name)
                poll.abstain(source, "\(error)")
            }
        }
        alarms += poll.contradictions(describe)
        return poll
    }

    mutating func raise(_ error: EVMError, against source: SourceID, about question: String) {
        alarms.append(
            error.isUntruth
                ? .refuted(source, question: question, reason: "\(error)")
                : .malformed(source, question: question, reason: "\(error)"))
    }
}
