public import ChainIdentity
public import CollateralState
public import Quantities

/// How much collateral counts by how it is known: its age, its evidence, its finality, its stream's standing.
public struct StreamRules: Hashable, Sendable {
    /// Collateral known as of longer ago counts zero; milliseconds.
    public let maximumAge: UInt64
    /// Collateral known by weaker evidence counts zero.
    public let minimumEvidence: EvidenceClass
    /// The share removed when the block is only safe, or only the latest; nothing is removed when it is finalized.
    public let safeHaircut: FixedPoint
    public let latestHaircut: FixedPoint
    /// The share removed when the stream is frozen: then its last undisputed message is what is known.
    public let frozenHaircut: FixedPoint

    /// - Throws: `MarginError.outOfRange` for a share outside 0...1, or when a less settled block would count more.
    public init(
        maximumAge: UInt64, minimumEvidence: EvidenceClass, safeHaircut: FixedPoint, latestHaircut: FixedPoint, frozenHaircut: FixedPoint
    ) throws(MarginError) {
        try safeHaircut.verifyShare("haircut of safe blocks")
        try latestHaircut.verifyShare("haircut of latest blocks")
        try frozenHaircut.verifyShare("haircut of frozen streams")
        guard safeHaircut <= latestHaircut else {
            throw .outOfRange(
                field: "haircut of latest blocks", expected: "at least that of safe blocks, \(safeHaircut)", got: "\(latestHaircut)")
        }
        self.maximumAge = maximumAge
        self.minimumEvidence = minimumEvidence
        self.safeHaircut = safeHaircut
        self.latestHaircut = latestHaircut
        self.frozenHaircut = frozenHaircut
    }

    func haircut(of finality: Finality) -> FixedPoint {
        switch finality {
        case .finalized: .zero
        case .safe: safeHaircut
        case .latest: latestHaircut
        }
    }
}

/// What one chain's streams need other than the rest: a chain that finalizes late has older state when all is well.
public struct ChainRules: Hashable, Sendable {
    public let chain: ChainID
    public let maximumAge: UInt64?
    public let minimumEvidence: EvidenceClass?
    public let safeHaircut: FixedPoint?
    public let latestHaircut: FixedPoint?
    public let frozenHaircut: FixedPoint?

    /// - Parameters maximumAge, minimumEvidence, safeHaircut, latestHaircut, frozenHaircut: nil for what holds for all streams.
    public init(
        chain: ChainID, maximumAge: UInt64? = nil, minimumEvidence: EvidenceClass? = nil, safeHaircut: FixedPoint? = nil,
        latestHaircut: FixedPoint? = nil, frozenHaircut: FixedPoint? = nil
    ) {
        self.chain = chain
        self.maximumAge = maximumAge
        self.minimumEvidence = minimumEvidence
        self.safeHaircut = safeHaircut
        self.latestHaircut = latestHaircut
        self.frozenHaircut = frozenHaircut
    }

    func rules(within rules: StreamRules) throws(MarginError) -> StreamRules {
        try StreamRules(
            maximumAge: maximumAge ?? rules.maximumAge, minimumEvidence: minimumEvidence ?? rules.minimumEvidence,
            safeHaircut: safeHaircut ?? rules.safeHaircut, latestHaircut: latestHaircut ?? rules.latestHaircut,
            frozenHaircut: frozenHaircut ?? rules.frozenHaircut)
    }
}
