public import Quantities

/// One round of a cascade: all accounts that had to sell sold together.
public struct CascadeRound: Hashable, Sendable {
    /// Counted from 1 over all steps.
    public let number: Int
    /// Of the scenario, counted from 0.
    public let step: Int
    /// Accounts that sold in this round for the first time because of the shock itself.
    public private(set) var liquidatedByShock = 0
    /// Accounts that sold for the first time because others had sold.
    public private(set) var liquidatedByContagion = 0
    /// Accounts that had begun in an earlier round.
    public private(set) var continued = 0
    /// Whole units, by asset.
    public internal(set) var sold: [FixedPoint] = []
    /// Collateral prices after the sales, by asset.
    public internal(set) var prices: [FixedPoint] = []
    /// What bankrupt accounts owe beyond all they have, at these prices, in quote units; nil while the round is being computed.
    public internal(set) var badDebt: FixedPoint?

    init(number: Int, step: Int) {
        self.number = number
        self.step = step
    }

    mutating func count(_ cause: CascadeSweep.Cause) {
        switch cause {
        case .shock: liquidatedByShock += 1
        case .contagion: liquidatedByContagion += 1
        case .continued: continued += 1
        }
    }
}

/// What a cascade did to one asset.
public struct AssetOutcome: Hashable, Sendable {
    public let name: String
    /// Whole units that were collateral before the shock.
    public let held: FixedPoint
    /// Whole units sold in all rounds; never more than `held`.
    public let sold: FixedPoint
    /// Quote units before the shock, by the shock alone, and after the sales.
    public let priceBefore: FixedPoint
    public let priceAfterShock: FixedPoint
    public let priceAfter: FixedPoint
    /// In quote units: what of the debt in this asset (and of losses on positions in it) stays unpaid.
    public let badDebt: FixedPoint
    /// Accounts that only the sales of others brought below maintenance, and that lost most by this asset's fall.
    public let contagion: Int
}

/// The end of a cascade, in the order of the book.
public struct CascadeResult: Hashable, Sendable {
    public let rounds: [CascadeRound]
    public let assets: [AssetOutcome]
    /// In quote units, over all assets and the quote currency itself.
    public let badDebt: FixedPoint
    /// The part that is owed in the quote currency itself.
    public let badDebtInCash: FixedPoint
    /// By account: whether it had to sell.
    public let wasLiquidated: [Bool]
    /// By account.
    public let states: [StandingState]
    /// False when the limit of rounds ended the cascade: then there is more to come than this says.
    public let isComplete: Bool

    public var liquidatedCount: Int { wasLiquidated.count { $0 } }

    public var contagionCount: Int { assets.reduce(0) { $0 + $1.contagion } }
}

extension LiquidationCascade {
    /// The result; what it says of an unfinished cascade holds up to the last round.
    ///
    /// - Throws: `overflow`, `arithmetic`.
    public func result() throws(SystemicRiskError) -> CascadeResult {
        let states = try standings(0..<book.accountCount).map(\.state)
        return CascadeResult(
            rounds: rounds, assets: try outcomes(), badDebt: try total(badDebt, badDebtInCash), badDebtInCash: badDebtInCash,
            wasLiquidated: wasLiquidated, states: states, isComplete: isComplete)
    }

    private func outcomes() throws(SystemicRiskError) -> [AssetOutcome] {
        let held = try start.heldUnits()
        return start.assets.enumerated().map { index, asset in
            AssetOutcome(
                name: asset.name, held: held[index], sold: soldUnits[index], priceBefore: asset.price,
                priceAfterShock: shockTerms.conditions.collateralPrices[index], priceAfter: terms.conditions.collateralPrices[index],
                badDebt: badDebt[index], contagion: contagion[index])
        }
    }
}

extension RiskBook {
    /// Whole units of each asset that all accounts hold as collateral.
    func heldUnits() throws(SystemicRiskError) -> [FixedPoint] {
        var units: [FixedPoint] = assets.map { _ in .zero }
        try computing("what all accounts hold") { () throws(QuantityError) in
            for holding in holdings { units[holding.asset.position] = try units[holding.asset.position].adding(holding.quantity) }
        }
        return units
    }
}
