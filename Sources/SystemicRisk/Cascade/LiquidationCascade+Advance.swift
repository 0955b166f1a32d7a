import Quantities

extension LiquidationCascade {
    /// Sells what the sweeps of this round say, all together, and moves on: to the next round, the next step, or the end.
    ///
    /// - Parameter sweeps: of this round, over ranges that follow one another and together are all accounts.
    /// - Throws: `foreignSweep`; `arithmetic`, `overflow`. After an error the cascade must not be used any more.
    public mutating func advance(with sweeps: [CascadeSweep]) throws(SystemicRiskError) {
        if isFinished { return }
        let sweep = try joined(sweeps)
        badDebt = sweep.badDebt
        badDebtInCash = sweep.badDebtInCash
        turn += 1
        try closeRound()
        if sweep.sales.isEmpty {
            try endStep()
        } else if rounds.count == parameters.roundLimit {
            isComplete = false
            isFinished = true
        } else {
            try sell(sweep.sales)
        }
    }

    private func joined(_ sweeps: [CascadeSweep]) throws(SystemicRiskError) -> CascadeSweep {
        var joined = CascadeSweep(turn: turn, accounts: 0..<0, assetCount: book.assets.count)
        for sweep in sweeps {
            guard sweep.turn == turn, sweep.accounts.lowerBound == joined.accounts.upperBound, sweep.badDebt.count == book.assets.count else {
                throw foreign(sweep.turn, sweep.accounts.count)
            }
            joined = try joined.joined(with: sweep)
        }
        guard joined.accounts.count == book.accountCount else { throw foreign(turn, joined.accounts.count) }
        return joined
    }

    private func foreign(_ got: Int, _ accounts: Int) -> SystemicRiskError {
        .foreignSweep(expectedRound: turn, gotRound: got, expectedAccounts: book.accountCount, gotAccounts: accounts)
    }

    private mutating func sell(_ sales: [CascadeSweep.Sale]) throws(SystemicRiskError) {
        var units: [FixedPoint] = book.assets.map { _ in .zero }
        var round = CascadeRound(number: rounds.count + 1, step: step)
        for sale in sales {
            try add(sale, to: &units)
            soldLots[sale.account] = sale.lots
            wasLiquidated[sale.account] = true
            round.count(sale.cause)
            if case .contagion(let asset) = sale.cause { contagion[asset.position] += 1 }
        }
        try computing("what has been sold") { () throws(QuantityError) in
            for asset in units.indices { soldUnits[asset] = try soldUnits[asset].adding(units[asset]) }
        }
        round.sold = units
        terms.conditions = try marked(shockTerms.conditions)
        round.prices = terms.conditions.collateralPrices
        rounds.append(round)
    }

    /// The units of each asset that this sale brings to the market.
    private func add(_ sale: CascadeSweep.Sale, to units: inout [FixedPoint]) throws(SystemicRiskError) {
        let before = soldLots[sale.account]
        for holding in book.holdings[book.holdingRange(sale.account)] where !terms.conditions.silentChains[holding.chain.position] {
            let quantity = holding.quantity.raw
            let part = terms.part(quantity, sold: sale.lots) - terms.part(quantity, sold: before)
            units[holding.asset.position] = try computing("what is sold in a round") { () throws(QuantityError) in
                try units[holding.asset.position].adding(FixedPoint(raw: part))
            }
        }
    }

    /// The last round is known by what it left: its bad debt is that of the sweep after it.
    private mutating func closeRound() throws(SystemicRiskError) {
        guard !rounds.isEmpty, rounds[rounds.count - 1].badDebt == nil else { return }
        rounds[rounds.count - 1].badDebt = try total(badDebt, badDebtInCash)
    }

    func total(_ parts: [FixedPoint], _ other: FixedPoint) throws(SystemicRiskError) -> FixedPoint {
        try computing("the bad debt of all assets") { () throws(QuantityError) in
            var sum = other
            for part in parts { sum = try sum.adding(part) }
            return sum
        }
    }

    private mutating func endStep() throws(SystemicRiskError) {
        guard step + 1 < steps.count else {
            isFinished = true
            return
        }
        try book.settle(soldLots, under: terms)
        soldLots = soldLots.map { _ in 0 }
        step += 1
        let share = terms.proceedsShare
        shockTerms = ValuationTerms(steps[step], bounds: parameters.bounds, lots: parameters.lots, proceedsShare: share)
        terms = ValuationTerms(try marked(steps[step]), bounds: parameters.bounds, lots: parameters.lots, proceedsShare: share)
    }

    /// The shock's prices less the impact of all that has been sold since the beginning.
    private func marked(_ shocked: MarketConditions) throws(SystemicRiskError) -> MarketConditions {
        var collateral = shocked.collateralPrices
        var liability = shocked.liabilityPrices
        for (asset, terms) in book.assets.enumerated() where !soldUnits[asset].isZero {
            let size = try computing("the size of all sales of \(terms.name)") { () throws(QuantityError) in
                try soldUnits[asset].multiplied(by: terms.price, rounding: .ceiling)
            }
            let left = try terms.impact.share(ofSize: size).complement()
            try computing("the price of \(terms.name) after sales") { () throws(QuantityError) in
                collateral[asset] = try collateral[asset].multiplied(by: left, rounding: .floor)
                liability[asset] = try liability[asset].multiplied(by: left, rounding: .ceiling)
            }
        }
        return try MarketConditions(
            collateralPrices: collateral, liabilityPrices: liability, silentChains: shocked.silentChains,
            requirementFactor: shocked.requirementFactor)
    }
}
