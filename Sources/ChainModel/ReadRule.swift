public import CollateralState

/// How many distinct operators must give the same answer before it counts.
///
/// More than half of the operators: two different answers can then never both count.
public struct ReadRule: Hashable, Sendable, CustomStringConvertible {
    /// m: distinct operators that must agree.
    public let requiredOperators: Int
    /// n: distinct operators that are asked.
    public let operators: Int
    /// What a read must reach. With `singleRead`, fewer than m operators suffice while nobody contradicts them, and the
    /// evidence says so; with `quorumRead` the adapter waits.
    public let minimumEvidence: EvidenceClass

    /// - Throws: `ruleOutOfRange` unless n/2 < m <= n, `evidenceUnreachable` when one operator should make a quorum.
    public init(requiredOperators: Int, of operators: Int, minimumEvidence: EvidenceClass) throws(ChainModelError) {
        guard operators >= 1, requiredOperators <= operators, requiredOperators > operators / 2 else {
            throw .ruleOutOfRange(required: requiredOperators, operators: operators)
        }
        guard minimumEvidence == .singleRead || requiredOperators >= 2 else {
            throw .evidenceUnreachable(expected: minimumEvidence, best: .singleRead)
        }
        self.requiredOperators = requiredOperators
        self.operators = operators
        self.minimumEvidence = minimumEvidence
    }

    /// Whether an answer of fewer than m operators may count, with lower evidence.
    public var allowsSingleRead: Bool { minimumEvidence == .singleRead }

    public var description: String { "\(requiredOperators) of \(operators) operators, at least \(minimumEvidence)" }
}
