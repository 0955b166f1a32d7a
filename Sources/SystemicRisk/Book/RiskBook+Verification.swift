import Quantities

extension RiskBook {
    /// Throws unless every index, quantity and rate of the account is one that the re-margin may take without looking again.
    func verify(_ account: RiskAccount) throws(SystemicRiskError) {
        try Require.count(account.id.utf8.count, in: 1...Self.longestName, "bytes of an account's id")
        for (count, kind) in [
            (account.holdings.count, "holdings"), (account.debts.count, "debts"), (account.positions.count, "positions"),
        ] {
            try Require.count(count, in: 0...Self.mostEntries, "\(kind) of an account")
        }
        try verifyMagnitude(account.cash, "cash")
        for holding in account.holdings { try verify(holding) }
        for debt in account.debts { try verify(debt) }
        for position in account.positions { try verify(position) }
    }

    private func verify(_ holding: RiskHolding) throws(SystemicRiskError) {
        try Require.index(holding.asset.number, below: assets.count, "asset")
        try Require.index(holding.chain.number, below: chains.count, "chain")
        try Require.nonNegative(holding.quantity, "quantity of a holding")
        try Require.share(holding.weight, "weight of a holding")
    }

    private func verify(_ debt: RiskDebt) throws(SystemicRiskError) {
        try Require.index(debt.asset.number, below: assets.count, "asset")
        try Require.nonNegative(debt.quantity, "quantity of a debt")
        try verify(debt.rates)
    }

    private func verify(_ position: RiskPosition) throws(SystemicRiskError) {
        try Require.index(position.asset.number, below: assets.count, "asset")
        try verifyMagnitude(position.quantity, "quantity of a position")
        try Require.nonNegative(position.entryPrice, "entry price of a position")
        try Require.share(position.profitWeight, "profit weight of a position")
        try verify(position.rates)
    }

    private func verify(_ rates: RiskRates) throws(SystemicRiskError) {
        try Require.within(.zero ... Require.largestFactor, rates.maintenance, "maintenance rate")
        try Require.within(rates.maintenance ... Require.largestFactor, rates.liquidationEnd, "liquidation-end rate")
    }

    /// The smallest number has no opposite; with it gone, magnitudes cannot overflow later.
    private func verifyMagnitude(_ value: FixedPoint, _ field: String) throws(SystemicRiskError) {
        if value == .min { throw .outOfRange(field: field, expected: "more than \(FixedPoint.min)", got: "\(value)") }
    }
}
