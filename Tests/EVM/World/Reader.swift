import ChainModel
import CollateralState
import EVM

/// Drives an adapter over scripted sources, as an engine would.
struct Reader {
    let adapter: EVMAdapter
    var sources: [ScriptedSource]
    var cursor = Cursor(position: nil)
    var observations: [Observation] = []
    var alarms: [SourceAlarm] = []
    var grounds: [String: Int] = [:]
    var last: Verdict<RoundResult>?
    var progress: ReadProgress?

    init(_ adapter: EVMAdapter, _ sources: [ScriptedSource]) {
        self.adapter = adapter
        self.sources = sources
    }

    /// One exchange.
    mutating func exchange() {
        let answers = adapter.requests(for: cursor).map { sources[$0.source.index].answer($0) }
        let step = adapter.step(on: answers.reversed(), for: cursor)
        cursor = step.next
        alarms += step.alarms
        last = step.verdict
        if case .accepted(.finished(let progress)) = step.verdict {
            observations += progress.observations
            self.progress = progress
            for ground in progress.grounds { grounds[ground.name, default: 0] += ground.blocks }
        }
    }

    /// One round: exchanges until it finishes, waits or halts.
    mutating func round() {
        repeat { exchange() } while last == .accepted(.unfinished)
    }

    /// Rounds until nothing is left to read, or one does not finish.
    mutating func readAll(maximumRounds: Int = 100) {
        for _ in 0..<maximumRounds {
            round()
            guard case .accepted(.finished(let progress)) = last, !progress.isCaughtUp else { return }
        }
    }

    var notYet: NotYet? {
        if case .notYet(let reason) = last { reason } else { nil }
    }

    var rejection: ChainModelError? {
        if case .rejected(let error) = last { error } else { nil }
    }
}
