public import CollateralState

/// Why nothing can be said yet.
public enum NotYet: Hashable, Sendable {
    /// Fewer operators than the rule requires gave the same answer; what each of the others said instead.
    case tooFewOperators(question: String, expected: Int, got: Int, instead: [Abstention])
    /// Sources contradict each other and no answer has enough operators.
    case contradicted(question: String, answers: Int)
    /// The chain has not reached the first block of the stream.
    case beforeFirstHeight(expected: UInt64, got: UInt64)
    /// The sources are behind what was already read.
    case behindPosition(expected: UInt64, got: UInt64)
    /// The chain changed between two answers, above what the finality rule covers.
    case chainMoved(height: UInt64)
    /// Too few operators say that a block was replaced which had been read: not enough to halt, too much to go on.
    case positionDoubted(BlockReference, got: BlockReference)

    /// From a fixed set of words: fit for a metric label.
    public var shortDescription: String {
        switch self {
        case .tooFewOperators: "too-few-operators"
        case .contradicted: "contradicted"
        case .beforeFirstHeight: "before-first-height"
        case .behindPosition: "behind-position"
        case .chainMoved: "chain-moved"
        case .positionDoubted: "position-doubted"
        }
    }
}

/// One source that did not answer a question, and why.
public struct Abstention: Hashable, Sendable, CustomStringConvertible {
    public let source: SourceID
    public let reason: String

    /// - Parameter reason: kept to 200 characters, because the source may have written it.
    public init(source: SourceID, reason: String) {
        self.source = source
        self.reason = String(reason.prefix(200))
    }

    public var description: String { "\(source): \(reason)" }
}

extension NotYet: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooFewOperators(let question, let expected, let got, let instead):
            "\(question): \(got) of \(expected) required operators agree"
                + (instead.isEmpty ? "" : "; " + instead.map(\.description).joined(separator: "; "))
        case .contradicted(let question, let answers):
            "\(question): the sources give \(answers) different answers and none has enough operators; see the alarms"
        case .beforeFirstHeight(let expected, let got):
            "the stream begins at block \(expected), the chain is at \(got)"
        case .behindPosition(let expected, let got):
            "block \(expected) was already read, the sources are at \(got)"
        case .chainMoved(let height):
            "the chain changed at block \(height) while it was read; it is read again"
        case .positionDoubted(let expected, let got):
            "block \(expected) was read, a source now has \(got) there; too few operators say so to halt the stream"
        }
    }
}
