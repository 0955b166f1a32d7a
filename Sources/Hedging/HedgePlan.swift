public import Quantities

/// One trade of a hedge.
public struct HedgeLine: Hashable, Sendable {
    public let trade: HedgeTrade
    /// At least 1.
    public let units: Int
    /// Quote units.
    public let cost: FixedPoint
    /// What the requirement would be above the plan's if this trade alone were left out, in quote units; more than 0.
    public let marginalContribution: Double
}

/// How good a hedge is, and how that is known.
public enum HedgeProof: Hashable, Sendable {
    /// Every set of whole units was valued.
    case exhaustive(portfolios: Int)
    /// The integer program was searched to its end.
    case integerProgram(nodes: Int)
    /// The search of the integer program ended early: no hedge that meets the target costs less than this, or, where none is known that
    /// meets it, none brings the requirement lower.
    case bounded(by: Double, nodes: Int)
    /// The best that greedy choice and local improvement found: nothing is proven.
    case searched(evaluations: Int)

    public var isOptimal: Bool {
        switch self {
        case .exhaustive, .integerProgram: true
        case .bounded, .searched: false
        }
    }
}

/// Trades with what they cost and do. Requirements in quote units.
public struct HedgePlan: Hashable, Sendable {
    /// In the order of the menu, only trades of which something is taken.
    public let lines: [HedgeLine]
    public let cost: FixedPoint
    public let requirementBefore: Double
    public let requirementAfter: Double
    public let target: Double
    public let proof: HedgeProof
}

/// The planner's answer.
public enum HedgeAnswer: Hashable, Sendable {
    /// The requirement is not above the target as it is: no trade.
    case notNeeded(requirement: Double)
    /// With these trades the requirement is not above the target.
    case hedged(HedgePlan)
    /// No hedge of the menu was found that meets the target: the lowest requirement it reaches, at the least cost. Without lines when
    /// nothing lowers it.
    case outOfReach(HedgePlan)
}

/// Bounds of the search; each at least 1 and at most 100,000,000.
public struct HedgeLimits: Hashable, Sendable {
    /// Up to so many sets of whole units are valued one by one.
    public let portfolios: Int
    /// Nodes of an integer program.
    public let nodes: Int
    /// Valuations of the search without proof.
    public let evaluations: Int

    public static let usual = HedgeLimits(unchecked: 50_000, 2_000, 50_000)

    /// - Throws: `count`.
    public init(portfolios: Int, nodes: Int, evaluations: Int) throws(HedgingError) {
        for (value, name) in [(portfolios, "portfolios"), (nodes, "nodes"), (evaluations, "evaluations")] {
            try Bounds.count(value, name, atLeast: 1, atMost: 100_000_000)
        }
        self.init(unchecked: portfolios, nodes, evaluations)
    }

    private init(unchecked portfolios: Int, _ nodes: Int, _ evaluations: Int) {
        self.portfolios = portfolios
        self.nodes = nodes
        self.evaluations = evaluations
    }
}
