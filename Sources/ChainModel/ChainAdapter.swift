public import CollateralState

/// Reads one vault of one chain. It never sees a socket or a clock: the caller performs its requests and hands it the answers.
///
/// An adapter answers five questions, each in a file of the same name in its folder: who are you (`Identity`), what do you want to ask now
/// (`Requests`), what does this answer say (`Answers`), is it proven (`Verdict`), what collateral follows (`Observations`).
///
/// Duties of an adapter:
/// - It is a value: the same cursor and answers give the same requests and the same step, on every machine.
/// - Every answer is hostile. Sizes, depths and counts are bounded before use; nothing in an answer traps.
/// - A value, proven empty and unknown stay apart. An error, a missing block or a lagging source is unknown.
/// - Losing sources lowers the evidence or ends in *not yet*; it never silently re-routes.
/// - A round can be given up and begun again from its position alone.
///
/// Duties of the caller:
/// - Performs all requests of a cursor, then hands over all their answers at once, failures included, in any order.
/// - Continues with `next` of the step, after a pause when the verdict is *not yet* or the chain is caught up.
/// - Makes the observations durable together with the position, or neither. After a restart it begins from the durable position.
/// - Halts the stream on *rejected*.
public protocol ChainAdapter: Sendable {
    /// Which vault is read, and how: fixed, part of the stream's identity.
    var stream: StreamDescription { get }
    /// From whom, and how many must agree.
    var panel: SourcePanel { get }

    /// What to ask now. Never empty.
    func requests(for cursor: Cursor) -> [SourceRequest]

    /// What the answers amount to.
    ///
    /// - Parameter answers: to the requests of this same cursor; what was not asked is not looked at, what is missing is unknown.
    func step(on answers: [SourceAnswer], for cursor: Cursor) -> ReadStep
}

/// What one exchange of requests and answers led to.
public struct ReadStep: Sendable {
    public let verdict: Verdict<RoundResult>
    /// Where to go on, whatever the verdict is.
    public let next: Cursor
    /// What sources did wrong in this exchange; present with every verdict, and again whenever it happens again.
    public let alarms: [SourceAlarm]

    public init(verdict: Verdict<RoundResult>, next: Cursor, alarms: [SourceAlarm]) {
        self.verdict = verdict
        self.next = next
        self.alarms = alarms
    }
}

/// Whether a round of questions has come to its end.
public enum RoundResult: Hashable, Sendable {
    /// The answers were good and lead to further questions: ask those of `next` at once.
    case unfinished
    case finished(ReadProgress)
}
