public import ChainIdentity

/// A source said something that cannot be true, or that another source denies. Somebody should look.
///
/// Values are shortened texts: they are for people, the untrusted bytes stay outside.
public enum SourceAlarm: Hashable, Sendable {
    /// The source serves another chain; it is not asked again until the node restarts.
    case wrongChain(SourceID, expected: ChainID, got: String)
    /// The answer is not what its kind of answer must look like.
    case malformed(SourceID, question: String, reason: String)
    /// The answer contradicts itself or a header that was recomputed: a wrong hash, an invented or withheld event.
    case refuted(SourceID, question: String, reason: String)
    /// Two sources give different answers to a question that has one.
    case contradiction(question: String, SourceID, said: String, SourceID, saidInstead: String)

    /// From a fixed set of words: fit for a metric label.
    public var shortDescription: String {
        switch self {
        case .wrongChain: "wrong-chain"
        case .malformed: "malformed"
        case .refuted: "refuted"
        case .contradiction: "contradiction"
        }
    }

    /// The sources the alarm is about.
    public var sources: [SourceID] {
        switch self {
        case .wrongChain(let source, _, _), .malformed(let source, _, _), .refuted(let source, _, _): [source]
        case .contradiction(_, let first, _, let second, _): [first, second]
        }
    }
}

extension SourceAlarm: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongChain(let source, let expected, let got):
            "\(source) serves chain \(got.prefix(80)), expected \(expected); correct its address and restart"
        case .malformed(let source, let question, let reason):
            "\(source), asked for \(question), answered nonsense: \(reason.prefix(300))"
        case .refuted(let source, let question, let reason):
            "\(source), asked for \(question), gave an untrue answer: \(reason.prefix(300))"
        case .contradiction(let question, let first, let said, let second, let saidInstead):
            "\(question): \(first) says \(said.prefix(200)), \(second) says \(saidInstead.prefix(200))"
        }
    }
}
