import Quantities
import RiskModels

extension LiquidationCascade {
    /// Which accounts of a range sell in this round and how much, and what is lost as things stand.
    ///
    /// - Throws: `outsideBook`, `overflow`, `arithmetic`.
    public func sweep(_ accounts: Range<Int>) throws(SystemicRiskError) -> CascadeSweep {
        try book.verify(accounts)
        var sweep = CascadeSweep(turn: turn, accounts: accounts, assetCount: book.assets.count)
        for account in accounts {
            let standing = try book.standing(of: account, sold: soldLots[account], under: terms)
            if standing.state == .bankrupt {
                try sweep.add(BadDebt(standing.badDebt, of: account, in: book, under: terms.conditions))
            }
            if let sale = try sale(of: account, standing) { sweep.add(sale) }
        }
        return sweep
    }

    /// What an account sells in this round; nil when it need not, or has nothing left.
    ///
    /// It begins to sell below maintenance and goes on until it is above liquidation-end.
    private func sale(of account: Int, _ standing: AccountStanding) throws(SystemicRiskError) -> CascadeSweep.Sale? {
        let sold = soldLots[account]
        if sold == parameters.lots { return nil }
        let health: HealthState = sold > 0 ? .beingLiquidated : .healthy
        let next = try modelling { () throws(RiskModelError) in
            try health.next(maintenance: standing.maintenanceExcess, liquidationEnd: standing.liquidationEndExcess)
        }
        if next == .healthy { return nil }
        return CascadeSweep.Sale(account: account, lots: try lots(account, standing), cause: try cause(account))
    }

    /// The fewest lots, more than have been sold, after which the account is above liquidation-end or the close factor is used up;
    /// all, when nothing less is enough.
    ///
    /// From a shortage, selling on reaches either line once or never, so that halving finds the fewest. The catalog says why, and that with
    /// short positions it may find more than the fewest.
    private func lots(_ account: Int, _ standing: AccountStanding) throws(SystemicRiskError) -> Int32 {
        let floor = try largestRepayment(standing)
        var tooFew = soldLots[account]
        var enough = parameters.lots
        while enough - tooFew > 1 {
            let middle = tooFew + (enough - tooFew) / 2
            let then = try book.standing(of: account, sold: middle, under: terms)
            if then.liquidationEndExcess >= .zero || then.liabilities <= floor {
                enough = middle
            } else {
                tooFew = middle
            }
        }
        return enough
    }

    /// To where the close factor lets the liabilities fall in one round; below zero when it does not limit.
    private func largestRepayment(_ standing: AccountStanding) throws(SystemicRiskError) -> FixedPoint {
        // Without liabilities the requirement of positions alone is too large, and there is no debt to which the factor could apply.
        if standing.liabilities.isZero { return -1 }
        let health = try computing("the health of an account") { () throws(QuantityError) in
            let needed = try standing.liabilities.adding(standing.liquidationEndRequirement)
            return standing.adjustedValue >= needed ? .one : try standing.adjustedValue.divided(by: needed, rounding: .floor)
        }
        let share = try modelling { () throws(RiskModelError) in
            try parameters.closeFactor.share(debt: standing.liabilities, collateral: standing.marketValue, health: health)
        }
        if share == .one { return -1 }
        return try computing("the debt that must stay") { () throws(QuantityError) in
            try standing.liabilities.multiplied(by: FixedPoint.one.subtracting(share), rounding: .floor)
        }
    }

    /// Whether the shock alone would have done it.
    private func cause(_ account: Int) throws(SystemicRiskError) -> CascadeSweep.Cause {
        if wasLiquidated[account] { return .continued }
        if try book.standing(of: account, sold: 0, under: shockTerms).state.isLiquidatable { return .shock }
        return .contagion(try asset(mostLostBy: account))
    }

    /// The asset whose fall by sales took most from the account: adjusted value of holdings and value of long positions. Of equals the first.
    private func asset(mostLostBy account: Int) throws(SystemicRiskError) -> AssetIndex {
        var losses: [AssetIndex: FixedPoint] = [:]
        func add(_ asset: AssetIndex, _ quantity: FixedPoint, _ weight: FixedPoint) throws(QuantityError) {
            let before = shockTerms.conditions.collateralPrices[asset.position]
            let fall = try before.subtracting(terms.conditions.collateralPrices[asset.position])
            let loss = try quantity.multiplied(by: fall, rounding: .floor).multiplied(by: weight, rounding: .floor)
            losses[asset] = try (losses[asset] ?? .zero).adding(loss)
        }
        try computing("what contagion took from account \(account)") { () throws(QuantityError) in
            for holding in book.holdings[book.holdingRange(account)] where !terms.conditions.silentChains[holding.chain.position] {
                try add(holding.asset, holding.quantity, holding.weight)
            }
            for position in book.positions[book.positionRange(account)] where !position.quantity.isNegative {
                try add(position.asset, position.quantity, .one)
            }
        }
        let worst = losses.max { $0.value == $1.value ? $0.key > $1.key : $0.value < $1.value }
        return worst?.key ?? AssetIndex(0)
    }
}
