public import CollateralState

/// The answers of several sources to one question, counted by operator.
///
/// An operator whose sources contradict each other counts for none of its answers.
public struct SourcePoll<Value: Hashable & Sendable>: Sendable {
    /// What was asked, for alarms and reasons.
    public let question: String
    private let panel: SourcePanel
    private var votes: [(source: Source, value: Value)] = []
    private var abstentions: [Abstention] = []

    public init(_ question: String, panel: SourcePanel) {
        self.question = question
        self.panel = panel
    }

    /// Counts an answer. A source that the panel does not have, or that has answered before, is not counted.
    public mutating func add(_ value: Value, from id: SourceID) {
        guard let source = panel[id], !votes.contains(where: { $0.source.id == id }) else { return }
        votes.append((source, value))
    }

    /// Notes that a source gave no usable answer.
    public mutating func abstain(_ id: SourceID, _ reason: String) {
        abstentions.append(Abstention(source: id, reason: reason))
    }

    /// Whether the answers suffice.
    public func settled() -> Settlement {
        let groups = Dictionary(grouping: votes, by: \.value).mapValues { Voters(of: $0.map(\.source), besides: voidOperators) }
        let rule = panel.rule
        if let (value, voters) = groups.first(where: { $0.value.operators >= rule.requiredOperators }) {
            return .agreed(Agreement(value: value, voters: voters, meetsRule: true))
        }
        if rule.allowsSingleRead, groups.count == 1, let (value, voters) = groups.first, voters.operators >= 1 {
            return .agreed(Agreement(value: value, voters: voters, meetsRule: false))
        }
        if groups.count > 1 { return .open(.contradicted(question: question, answers: groups.count)) }
        return .open(
            .tooFewOperators(
                question: question, expected: rule.requiredOperators, got: groups.values.map(\.operators).max() ?? 0,
                instead: abstentions.sorted { $0.source < $1.source }))
    }

    /// One alarm for each source that contradicts the first source of the answer with the most operators.
    ///
    /// - Parameter text: an answer in words.
    public func contradictions(_ text: (Value) -> String) -> [SourceAlarm] {
        let groups = Dictionary(grouping: votes, by: \.value)
        guard groups.count > 1 else { return [] }
        // The most operators, then the lowest source: the same alarms whatever order the answers came in.
        let ranked = groups.sorted { left, right in
            let (mine, theirs) = (Self.rank(left.value), Self.rank(right.value))
            return mine.operators == theirs.operators ? mine.first < theirs.first : mine.operators > theirs.operators
        }
        guard let reference = ranked.first, let witness = reference.value.map(\.source.id).min() else { return [] }
        return votes.filter { $0.value != reference.key }.sorted { $0.source.id < $1.source.id }.map {
            .contradiction(
                question: question, witness, said: text(reference.key), $0.source.id, saidInstead: text($0.value))
        }
    }

    private static func rank(_ votes: [(source: Source, value: Value)]) -> (operators: Int, first: SourceID) {
        (Set(votes.map(\.source.operatorName)).count, votes.map(\.source.id).min() ?? SourceID(.max))
    }

    private var voidOperators: Set<String> {
        let byOperator = Dictionary(grouping: votes, by: \.source.operatorName)
        return Set(byOperator.filter { Set($0.value.map(\.value)).count > 1 }.keys)
    }
}

extension SourcePoll {
    public enum Settlement: Sendable {
        case agreed(Agreement<Value>)
        case open(NotYet)
    }
}

/// The sources behind one answer.
struct Voters: Sendable {
    let sources: [SourceID]
    let operators: Int

    init(of sources: [Source], besides void: Set<String>) {
        let counted = sources.filter { !void.contains($0.operatorName) }
        self.sources = counted.map(\.id).sorted()
        operators = Set(counted.map(\.operatorName)).count
    }
}

/// An answer that counts, and who stands behind it.
public struct Agreement<Value: Sendable>: Sendable {
    public let value: Value
    /// Ascending.
    public let sources: [SourceID]
    public let operators: Int
    /// False when fewer operators than the rule's number agree and the rule lets that count as a single read.
    public let meetsRule: Bool

    init(value: Value, voters: Voters, meetsRule: Bool) {
        self.value = value
        sources = voters.sources
        operators = voters.operators
        self.meetsRule = meetsRule
    }

    /// Quorum read when the rule is met by two operators or more, single read otherwise.
    public func evidence() throws(CollateralStateError) -> Evidence {
        try Evidence(
            meetsRule && operators >= 2 ? .quorumRead : .singleRead,
            agreeingSources: UInt8(clamping: sources.count), distinctOperators: UInt8(clamping: operators))
    }
}
