public import ProofFile

/// What verifying came to, step by step.
public struct VerificationReport: Sendable {
    public enum Verdict: String, Sendable, CustomStringConvertible {
        case accepted
        /// Nothing is wrong, but something is missing that may still come.
        case notYet = "not yet"
        /// It will never hold against what is trusted here.
        case rejected

        public var description: String { rawValue }
    }

    public let kind: ProofKind
    public let verdict: Verdict
    /// In order, up to the one that failed.
    public let steps: [VerificationStep]
    /// What is proven; nil unless accepted.
    public let proven: Proven?

    /// What failed; nil when accepted.
    public var failure: VerificationStep.Failure? { steps.last?.failure }
}

/// What an accepted file proves.
public enum Proven: Sendable {
    case accounts([ProvenAccount], ProofCoverage)
    case facts([Fact])
}

/// One proven fact in words.
public struct Fact: Hashable, Sendable {
    public let name: String
    public let text: String

    init(_ name: String, _ text: some CustomStringConvertible) {
        self.name = name
        self.text = text.description
    }
}

/// One step of verifying: what was compared, and how it ended.
public struct VerificationStep: Hashable, Sendable {
    public struct Failure: Hashable, Sendable {
        /// A bounded label.
        public let label: String
        /// What was expected and what was found.
        public let reason: String
        /// Which entry of a proof file, from 0; nil elsewhere.
        public let entry: Int?
    }

    public let name: String
    /// What was held against what.
    public let compared: String
    /// nil: the step held.
    public let failure: Failure?
}
