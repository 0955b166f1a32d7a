public import ChainIdentity
public import CollateralState
public import Quantities

/// How much collateral counts by how it is known: its age, its evidence, its finality, its stream's standing.
public struct StreamRules: Hashable, Sendable {
    /// Collateral known as of longer ago counts zero; milliseconds.
    public let maximumAge: UInt64
    /// From this age on collateral counts less and less for initial margin, down to nothing at the maximum age; milliseconds.
    public let freshAge: UInt64
    /// Collateral known by weaker evidence counts zero.
    public let minimumEvidence: EvidenceClass
    /// The share removed by how the collateral is known, from the minimum evidence on.
    public let evidenceHaircuts: EvidenceHaircuts
    /// The share removed when the block is only safe, or only the latest; nothing is removed when it is finalized.
    public let safeHaircut: FixedPoint
    public let latestHaircut: FixedPoint
    /// The share removed when the stream is frozen: then its last undisputed message is what is known.
    public let frozenHaircut: FixedPoint
    /// What is removed when nothing is heard of a chain; nil for nothing before the maximum age.
    public let outage: OutageRule?

    /// - Throws: `MarginError.outOfRange` for a share outside 0...1, or when a less settled block would count more.
    public init(
        maximumAge: UInt64, freshAge: UInt64? = nil, minimumEvidence: EvidenceClass, evidenceHaircuts: EvidenceHaircuts = .none,
        safeHaircut: FixedPoint, latestHaircut: FixedPoint, frozenHaircut: FixedPoint, outage: OutageRule? = nil
    ) throws(MarginError) {
        try safeHaircut.verifyShare("haircut of safe blocks")
        try latestHaircut.verifyShare("haircut of latest blocks")
        try frozenHaircut.verifyShare("haircut of frozen streams")
        guard safeHaircut <= latestHaircut else {
            throw .outOfRange(
                field: "haircut of latest blocks", expected: "at least that of safe blocks, \(safeHaircut)", got: "\(latestHaircut)")
        }
        guard freshAge ?? maximumAge <= maximumAge else {
            throw .outOfRange(field: "fresh age", expected: "at most the maximum age, \(maximumAge)", got: "\(freshAge ?? 0)")
        }
        self.maximumAge = maximumAge
        self.freshAge = freshAge ?? maximumAge
        self.minimumEvidence = minimumEvidence
        self.evidenceHaircuts = evidenceHaircuts
        self.safeHaircut = safeHaircut
        self.latestHaircut = latestHaircut
        self.frozenHaircut = frozenHaircut
        self.outage = outage
    }

    func haircut(of finality: Finality) -> FixedPoint {
        switch finality {
        case .finalized: .zero
        case .safe: safeHaircut
        case .latest: latestHaircut
        }
    }
}

/// What is removed of collateral on a chain of which nothing has been heard for a while: it may be there, but nobody could sell it now.
public struct OutageRule: Hashable, Sendable {
    /// Milliseconds of silence.
    public let after: UInt64
    public let haircut: FixedPoint

    /// - Throws: `MarginError.outOfRange`.
    public init(after: UInt64, haircut: FixedPoint) throws(MarginError) {
        try haircut.verifyShare("haircut of a chain outage")
        self.after = after
        self.haircut = haircut
    }
}

/// The share removed by evidence class; stronger evidence never removes more.
public struct EvidenceHaircuts: Hashable, Sendable {
    public static let none = EvidenceHaircuts()

    /// Ascending by class, shares not rising.
    public let shares: [(evidence: EvidenceClass, share: FixedPoint)]

    private init() { shares = [] }

    /// - Throws: `MarginError.outOfRange` for a share outside 0...1, or a stronger class that removes more; `notAscending` for a class twice.
    public init(_ shares: [EvidenceClass: FixedPoint]) throws(MarginError) {
        let sorted = shares.sorted { $0.key < $1.key }
        for (index, entry) in sorted.enumerated() {
            try entry.value.verifyShare("haircut of \(entry.key)")
            if index > 0, entry.value > sorted[index - 1].value {
                throw .outOfRange(field: "haircut of \(entry.key)", expected: "at most that of weaker evidence", got: "\(entry.value)")
            }
        }
        self.shares = sorted.map { ($0.key, $0.value) }
    }

    /// Evidence that is not named removes as much as the next stronger that is; above the strongest, nothing.
    func share(of evidence: EvidenceClass) -> FixedPoint {
        shares.first { $0.evidence >= evidence }?.share ?? .zero
    }

    public static func == (left: Self, right: Self) -> Bool { left.shares.elementsEqual(right.shares, by: ==) }

    public func hash(into hasher: inout Hasher) {
        for entry in shares {
            hasher.combine(entry.evidence)
            hasher.combine(entry.share)
        }
    }
}

/// What one chain's streams need other than the rest: a chain that finalizes late has older state when all is well.
public struct ChainRules: Hashable, Sendable {
    public let chain: ChainID
    public let maximumAge: UInt64?
    public let freshAge: UInt64?
    public let minimumEvidence: EvidenceClass?
    public let evidenceHaircuts: EvidenceHaircuts?
    public let safeHaircut: FixedPoint?
    public let latestHaircut: FixedPoint?
    public let frozenHaircut: FixedPoint?
    public let outage: OutageRule?

    /// - Parameters: nil for what holds for all streams. A maximum age alone takes the place of both ages.
    public init(
        chain: ChainID, maximumAge: UInt64? = nil, freshAge: UInt64? = nil, minimumEvidence: EvidenceClass? = nil,
        evidenceHaircuts: EvidenceHaircuts? = nil, safeHaircut: FixedPoint? = nil, latestHaircut: FixedPoint? = nil,
        frozenHaircut: FixedPoint? = nil, outage: OutageRule? = nil
    ) {
        self.chain = chain
        self.maximumAge = maximumAge
        self.freshAge = freshAge
        self.minimumEvidence = minimumEvidence
        self.evidenceHaircuts = evidenceHaircuts
        self.safeHaircut = safeHaircut
        self.latestHaircut = latestHaircut
        self.frozenHaircut = frozenHaircut
        self.outage = outage
    }

    func rules(within rules: StreamRules) throws(MarginError) -> StreamRules {
        try StreamRules(
            maximumAge: maximumAge ?? rules.maximumAge, freshAge: freshAge ?? maximumAge ?? rules.freshAge,
            minimumEvidence: minimumEvidence ?? rules.minimumEvidence, evidenceHaircuts: evidenceHaircuts ?? rules.evidenceHaircuts,
            safeHaircut: safeHaircut ?? rules.safeHaircut, latestHaircut: latestHaircut ?? rules.latestHaircut,
            frozenHaircut: frozenHaircut ?? rules.frozenHaircut, outage: outage ?? rules.outage)
    }
}
