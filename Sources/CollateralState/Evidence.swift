/// How an observation was known, strongest last (DESIGN: evidence classes).
public enum EvidenceClass: UInt8, Hashable, Comparable, Sendable, CaseIterable, CustomStringConvertible {
    /// One source said so.
    case singleRead = 1
    /// Sources of distinct operators gave the same answer at the same block hash.
    case quorumRead = 2
    /// The receipts or events were recomputed against the block header.
    case receiptsRecomputed = 3
    /// The state was proved against a header.
    case stateProved = 4
    /// The header was proved by the chain's own consensus.
    case consensusProved = 5

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    public var description: String {
        switch self {
        case .singleRead: "single read"
        case .quorumRead: "quorum read"
        case .receiptsRecomputed: "receipts recomputed"
        case .stateProved: "state proved"
        case .consensusProved: "consensus proved"
        }
    }
}

/// What an attester knew when it observed: the class, and how many sources and operators agreed.
public struct Evidence: Hashable, Sendable {
    public let evidenceClass: EvidenceClass
    public let agreeingSources: UInt8
    public let distinctOperators: UInt8

    /// - Throws: `outOfRange` when no source agreed, operators outnumber sources, or a quorum read has one operator.
    public init(_ evidenceClass: EvidenceClass, agreeingSources: UInt8, distinctOperators: UInt8) throws(CollateralStateError) {
        guard agreeingSources >= 1 else {
            throw .outOfRange(field: "agreeing sources", expected: "at least 1", got: "\(agreeingSources)")
        }
        guard (1...agreeingSources).contains(distinctOperators) else {
            throw .outOfRange(field: "distinct operators", expected: "1 to \(agreeingSources)", got: "\(distinctOperators)")
        }
        guard evidenceClass != .quorumRead || distinctOperators >= 2 else {
            throw .outOfRange(field: "distinct operators of a quorum read", expected: "at least 2", got: "\(distinctOperators)")
        }
        self.evidenceClass = evidenceClass
        self.agreeingSources = agreeingSources
        self.distinctOperators = distinctOperators
    }
}
