import Quantities
public import RiskModels

/// Forced sales after a shock, round after round, until nobody has to sell any more.
///
/// A round: every account is valued at the same prices; each that has to sells whole lots of everything it has (`sweep`); all is sold
/// together and the prices fall by what has been sold since the beginning (`advance`). What an account sold is paid for at the price
/// after all sales of the step, not at the better price at which it began: so nobody gains by being early, and the order of accounts
/// means nothing.
///
/// A sweep is a pure function of the cascade and a range of accounts, so that a caller may take the sweeps of `chunks` on many threads.
/// Sources: Cifuentes, Ferrucci, Shin, Liquidity Risk and Contagion (2005); Amini, Filipovic, Minca, Uniqueness of equilibrium in a
/// payment system with liquidation costs (2016), for sales valued at the clearing price.
public struct LiquidationCascade: Sendable {
    /// The limit of rounds times the assets of the book may be this at the most.
    public static let mostRoundAmounts = 1 << 24

    public let parameters: CascadeParameters
    /// The book as it was before the shock.
    public let start: RiskBook
    /// What is left of it: sales of earlier steps are settled in it, those of this step are in `soldLots`.
    var book: RiskBook
    let steps: [MarketConditions]
    var step = 0
    /// Sweeps taken in.
    var turn = 0
    var soldLots: [Int32]
    /// Prices of now, and those that the shock alone would have made.
    var terms: ValuationTerms
    var shockTerms: ValuationTerms
    /// Units sold since the beginning.
    var soldUnits: [FixedPoint]
    var wasLiquidated: [Bool]
    var contagion: [Int]
    var rounds: [CascadeRound] = []
    var badDebt: [FixedPoint]
    var badDebtInCash = FixedPoint.zero
    public internal(set) var isFinished = false
    /// False when the limit of rounds ended it.
    public internal(set) var isComplete = true

    /// A cascade before its first sweep.
    ///
    /// - Throws: as `StressScenario.conditions(for:)`; `count` for more rounds than can be kept for so many assets.
    public init(of book: RiskBook, under scenario: StressScenario, _ parameters: CascadeParameters) throws(SystemicRiskError) {
        // Each round keeps what was sold and the price of every asset.
        try Require.count(
            parameters.roundLimit.multipliedReportingOverflow(by: book.assets.count).partialValue, in: 1...Self.mostRoundAmounts,
            "rounds of a cascade times assets of the book")
        self.parameters = parameters
        start = book
        self.book = book
        steps = try scenario.conditions(for: book)
        shockTerms = ValuationTerms(steps[0], bounds: parameters.bounds, lots: parameters.lots, proceedsShare: try parameters.fee.complement())
        terms = shockTerms
        soldLots = Array(repeating: 0, count: book.accountCount)
        wasLiquidated = Array(repeating: false, count: book.accountCount)
        soldUnits = book.assets.map { _ in .zero }
        badDebt = soldUnits
        contagion = book.assets.map { _ in 0 }
    }

    /// The whole cascade in one thread.
    ///
    /// - Parameter patience: asked before each sweep.
    /// - Throws: as `init`; `overflow`, `arithmetic`; `model` with `givenUp`.
    public static func run(
        _ book: RiskBook, under scenario: StressScenario, _ parameters: CascadeParameters, patience: Patience = .endless
    ) throws(SystemicRiskError) -> CascadeResult {
        var cascade = try LiquidationCascade(of: book, under: scenario, parameters)
        while !cascade.isFinished {
            try modelling { () throws(RiskModelError) in try patience.verify() }
            try cascade.advance(with: [try cascade.sweep(0..<book.accountCount)])
        }
        return try cascade.result()
    }

    /// How the accounts of a range stand now.
    ///
    /// - Throws: `outsideBook`, `overflow`.
    public func standings(_ accounts: Range<Int>) throws(SystemicRiskError) -> [AccountStanding] {
        try book.verify(accounts)
        var standings: [AccountStanding] = []
        standings.reserveCapacity(accounts.count)
        for account in accounts {
            standings.append(try book.standing(of: account, sold: soldLots[account], under: terms))
        }
        return standings
    }
}
