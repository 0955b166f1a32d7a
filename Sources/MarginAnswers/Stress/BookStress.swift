import Encoding
public import Quantities
public import RiskModels
public import SystemicRisk

/// What a book is asked, and how much work may go into the answer.
public struct BookQuestion: Hashable, Sendable {
    /// nil for the standard ones.
    public let scenarios: [NamedScenario]?
    /// Whether forced sales and what follows from them are played through.
    public let withCascade: Bool
    /// How many of the worst accounts, and of the largest holders, are named; 0 to 1,000.
    public let top: Int
    /// How many times an account may be looked at in all cascades together: it bounds their rounds, and a cascade that was cut off says so.
    public let largestEffort: Int

    public init(scenarios: [NamedScenario]? = nil, withCascade: Bool = false, top: Int = 10, largestEffort: Int = 20_000_000) {
        (self.scenarios, self.withCascade, self.top, self.largestEffort) = (scenarios, withCascade, top, largestEffort)
    }
}

/// All margin accounts under scenarios: who stands how, what has to be sold and what that does, where collateral is crowded, who is at risk.
public struct BookStress: Sendable {
    /// An account below maintenance in a scenario.
    public struct Short: Sendable {
        public let id: String
        /// What is missing to maintenance, in quote units.
        public let shortfall: FixedPoint
        public let state: StandingState
    }

    public struct Outcome: Sendable {
        public let scenario: NamedScenario
        public let summary: StandingSummary
        /// The largest shortfall first.
        public let worst: [Short]
        /// nil where it was not asked for.
        public let cascade: CascadeResult?
    }

    /// One account's risk.
    public struct Scored: Sendable {
        public let id: String
        public let score: RiskScore
    }

    public let book: AccountBook
    public let now: StandingSummary
    /// The largest shortfall of all accounts together first; of equals in the order given.
    public let outcomes: [Outcome]
    public let concentration: ConcentrationReport
    /// The highest score first.
    public let scores: [Scored]
    /// By state, mildest first: how many accounts are in it now, as their own reports say.
    public let reported: [(state: String, count: Int)]

    /// - Parameter patience: asked before each scenario and each sweep of a cascade.
    /// - Throws: `outOfRange` for too many scenarios, `foreignScenario`, what the mathematics of the book throws; `risk` with `givenUp`.
    public init(_ book: AccountBook, _ question: BookQuestion = BookQuestion(), patience: Patience = .endless) throws(MarginAnswersError) {
        let scenarios = question.scenarios ?? NamedScenario.standard(for: book)
        guard scenarios.count <= NamedScenario.most else {
            throw .outOfRange(field: "scenarios", expected: "at most \(NamedScenario.most)", got: "\(scenarios.count)")
        }
        let effort = CascadeEffort(question, scenarios: scenarios.count, accounts: book.book.accountCount, assets: book.assets.count)
        var outcomes: [Outcome] = []
        for scenario in scenarios {
            try modelling { () throws(RiskModelError) in try patience.verify() }
            outcomes.append(try Outcome(scenario, book, question.top, question.withCascade ? effort : nil, patience))
        }
        self.book = book
        self.outcomes = outcomes.enumerated().sorted {
            let shortfall = ($0.element.summary.shortfall, $1.element.summary.shortfall)
            return shortfall.0 == shortfall.1 ? $0.offset < $1.offset : shortfall.0 > shortfall.1
        }.map(\.element)
        let conditions = MarketConditions(of: book.book)
        let standings = try aggregating { () throws(SystemicRiskError) in try book.book.remargin(under: conditions, bounds: book.bounds) }
        now = try aggregating { () throws(SystemicRiskError) in try StandingSummary(standings) }
        concentration = try aggregating { () throws(SystemicRiskError) in
            try ConcentrationReport(of: book.book, under: conditions, participation: RiskScoreScale.participation, top: question.top)
        }
        scores = try Self.scores(book, standings, conditions, top: question.top)
        reported = MarginStateCounts(book.states).counts
    }

    private static func scores(
        _ book: AccountBook, _ standings: [AccountStanding], _ conditions: MarketConditions, top: Int
    ) throws(MarginAnswersError) -> [Scored] {
        let scale = try RiskScoreScale.standard()
        var scored: [Scored] = []
        for (account, standing) in standings.enumerated() {
            let score = try aggregating { () throws(SystemicRiskError) in
                let measures = try book.book.measures(
                    of: account, standing, under: conditions, participation: RiskScoreScale.participation, staleShares: book.staleShares,
                    volatilities: book.volatilities)
                return try RiskScore(measures, on: scale)
            }
            scored.append(Scored(id: book.book.accountIDs[account], score: score))
        }
        // Stable: of equals the earlier in the book.
        let order = scored.indices.sorted { scored[$0].score.score == scored[$1].score.score ? $0 < $1 : scored[$0].score.score > scored[$1].score.score }
        return order.prefix(max(0, top)).map { scored[$0] }
    }
}

extension RiskScoreScale {
    /// Of a day's volume that can be sold in a day without being the market.
    public static let participation = FixedPoint(raw: FixedPoint.one.raw / 10)

    /// Safe from a margin ratio of 2 on; ten days to sell are as bad as never, a volatility of 150 % a year as bad as any; every component may take a
    /// quarter of what the others leave.
    static func standard() throws(MarginAnswersError) -> RiskScoreScale {
        let quarter = FixedPoint(raw: FixedPoint.one.raw / 4)
        return try aggregating { () throws(SystemicRiskError) in
            try RiskScoreScale(
                safeRatio: 2, longestDays: 10, highestVolatility: FixedPoint(raw: FixedPoint.one.raw / 2 * 3),
                weights: [.concentration: quarter, .liquidity: quarter, .staleness: quarter, .volatility: quarter])
        }
    }
}

/// How long cascades may go on, so that a question cannot take more work than it may.
struct CascadeEffort {
    let roundLimit: Int
    static let lots: Int32 = 1_000

    init(_ question: BookQuestion, scenarios: Int, accounts: Int, assets: Int) {
        // A round looks at each account once, and at those that sell ten times more.
        let looks = max(1, scenarios) * max(1, accounts) * 2
        let rounds = min(question.largestEffort / looks, LiquidationCascade.mostRoundAmounts / max(1, assets), 1_000)
        roundLimit = max(1, rounds)
    }

    /// Liquidation as `CloseFactor` has it when nothing else is believed: half the debt, all of it when deep under water or small.
    func parameters(_ bounds: StandingBounds) throws(MarginAnswersError) -> CascadeParameters {
        try aggregating { () throws(SystemicRiskError) in
            try CascadeParameters(
                bounds: bounds, closeFactor: CloseFactor(smallPosition: 2_000), fee: FixedPoint(raw: FixedPoint.one.raw / 20), lots: Self.lots,
                roundLimit: roundLimit)
        }
    }
}

extension BookStress.Outcome {
    fileprivate init(
        _ scenario: NamedScenario, _ book: AccountBook, _ top: Int, _ effort: CascadeEffort?, _ patience: Patience
    ) throws(MarginAnswersError) {
        let shocks = try scenario.scenario(for: book)
        let standings = try aggregating { () throws(SystemicRiskError) in
            // Named scenarios have one step.
            guard let conditions = try shocks.conditions(for: book.book).last else { return [AccountStanding]() }
            return try book.book.remargin(under: conditions, bounds: book.bounds)
        }
        let short = standings.indices.filter { standings[$0].maintenanceExcess.isNegative }
        let worst = short.sorted {
            let excess = (standings[$0].maintenanceExcess, standings[$1].maintenanceExcess)
            return excess.0 == excess.1 ? $0 < $1 : excess.0 < excess.1
        }.prefix(max(0, top))
        self.scenario = scenario
        summary = try aggregating { () throws(SystemicRiskError) in try StandingSummary(standings) }
        self.worst = try worst.map { (account) throws(MarginAnswersError) in
            let shortfall = try computing("a shortfall") { () throws(QuantityError) in try standings[account].maintenanceExcess.negated() }
            return BookStress.Short(id: book.book.accountIDs[account], shortfall: shortfall, state: standings[account].state)
        }
        cascade = try effort.map { (effort) throws(MarginAnswersError) in
            let parameters = try effort.parameters(book.bounds)
            return try aggregating { () throws(SystemicRiskError) in 
                try LiquidationCascade.run(book.book, under: shocks, parameters, patience: patience)
            }
        }
    }
}
