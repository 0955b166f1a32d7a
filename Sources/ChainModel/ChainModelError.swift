public import CollateralState

/// What an adapter's own error has to offer, so that it travels whole.
public protocol AdapterError: Error, Sendable, CustomStringConvertible {
    /// From a fixed set of words: fit for a metric label.
    var shortDescription: String { get }
}

/// Why a chain cannot be read as asked, or must not be read any further.
public enum ChainModelError: Error, Sendable {
    case malformedName(field: String, got: String)
    case ruleOutOfRange(required: Int, operators: Int)
    case evidenceUnreachable(expected: EvidenceClass, best: EvidenceClass)
    case sourceCount(expected: ClosedRange<Int>, got: Int)
    case sourceOutOfPlace(expected: Int, got: Int)
    case duplicateSource(name: String)
    case operatorCount(expected: Int, got: Int)
    case unknownFamily(name: String, known: [String])
    /// A reorganisation deeper than the finality rule.
    case finalityViolation(FinalityViolation)
    /// A block's event cannot be understood under the stream's mapping; skipping it could overstate collateral.
    case unreadableEvent(block: BlockReference, index: UInt64, reason: any AdapterError)
    /// The chain family's own reason.
    case adapter(any AdapterError)
    case record(CollateralStateError)

    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .malformedName: "malformed-name"
        case .ruleOutOfRange, .evidenceUnreachable: "read-rule"
        case .sourceCount, .sourceOutOfPlace, .duplicateSource, .operatorCount: "sources"
        case .unknownFamily: "unknown-family"
        case .finalityViolation: "finality-violation"
        case .unreadableEvent: "unreadable-event"
        case .adapter(let error): error.shortDescription
        case .record(let error): error.shortDescription
        }
    }
}

extension ChainModelError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformedName(let field, let got): "\(field) must be 1 to 64 of a-z, 0-9, dot and dash, got \"\(got)\""
        case .ruleOutOfRange(let required, let operators):
            "a read rule needs more than half and at most all of the operators, got \(required) of \(operators)"
        case .evidenceUnreachable(let expected, let best):
            "the read rule demands evidence '\(expected)', these sources can give '\(best)' at best; add sources of other operators or lower it"
        case .sourceCount(let expected, let got): "a chain is read from \(expected.lowerBound) to \(expected.upperBound) sources, got \(got)"
        case .sourceOutOfPlace(let expected, let got): "source ids count up from 0: expected \(expected), got \(got)"
        case .duplicateSource(let name): "two sources are named \(name); give each a name of its own"
        case .operatorCount(let expected, let got): "the read rule counts \(expected) operators, the sources have \(got)"
        case .unknownFamily(let name, let known): "no chain family is named \"\(name.prefix(40))\"; known: \(known.joined(separator: ", "))"
        case .finalityViolation(let violation): "\(violation)"
        case .unreadableEvent(let block, let index, let reason):
            "event \(index) of block \(block) does not fit the vault description: \(reason); the stream halts, because skipping it could overstate collateral"
        case .adapter(let error): "\(error)"
        case .record(let error): "\(error)"
        }
    }
}

extension ChainModelError: Equatable {
    /// Equal in label and text, which name every value an error carries.
    public static func == (left: Self, right: Self) -> Bool {
        left.shortDescription == right.shortDescription && left.description == right.description
    }
}
