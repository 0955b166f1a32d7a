public import Quantities

extension AccountStanding {
    /// A ratio beyond this, either way, is given as this, so that dust cannot overflow it.
    public static let largestMarginRatio: FixedPoint = 1_000_000

    /// (Adjusted value less liabilities) / maintenance requirement, rounded down; nil without requirement.
    public var marginRatio: FixedPoint? {
        if maintenanceRequirement.isZero { return nil }
        let net = FixedPoint(raw: adjustedValue.raw &- liabilities.raw)
        let largest = Self.largestMarginRatio
        do {
            let ratio = try net.divided(by: maintenanceRequirement, rounding: .floor)
            return min(max(ratio, try largest.negated()), largest)
        } catch {
            return net.isNegative ? FixedPoint(raw: -largest.raw) : largest
        }
    }
}

extension RiskBook {
    /// What a risk score looks at, of one account.
    ///
    /// - Parameters:
    ///   - standing: of the same account under the same conditions.
    ///   - participation: share of a day's volume that may be sold in a day; above 0, at most 1.
    ///   - staleShares: by chain, how stale it is, 0 to 1.
    ///   - volatilities: by asset, of a year; 0 or more.
    /// - Throws: `outsideBook`, `count`, `outOfRange`, `arithmetic`.
    public func measures(
        of account: Int, _ standing: AccountStanding, under conditions: MarketConditions, participation: FixedPoint,
        staleShares: [FixedPoint], volatilities: [FixedPoint]
    ) throws(SystemicRiskError) -> RiskMeasures {
        guard accountIDs.indices.contains(account) else {
            throw .outsideBook(accounts: accountCount, from: account, upTo: account &+ 1)
        }
        try conditions.verify(for: self)
        try Require.positive(participation, "participation in the daily volume")
        try Require.share(participation, "participation in the daily volume")
        try Require.count(staleShares.count, in: chains.count...chains.count, "stale shares, one for each chain")
        try Require.count(volatilities.count, in: assets.count...assets.count, "volatilities, one for each asset")
        let held = holdings[holdingRange(account)]
        for holding in held {
            try Require.share(staleShares[holding.chain.position], "stale share of \(chains[holding.chain.position])")
            try Require.nonNegative(volatilities[holding.asset.position], "volatility of \(assets[holding.asset.position].name)")
        }
        return try computing("the measures of account \(account)") { () throws(QuantityError) in
            var basket = Basket()
            for holding in held {
                let value = try holding.quantity.multiplied(by: conditions.collateralPrices[holding.asset.position], rounding: .floor)
                try basket.add(
                    holding.asset, value, stale: staleShares[holding.chain.position], volatility: volatilities[holding.asset.position])
            }
            return try basket.measures(standing.marginRatio, assets, LiquidationSpeed(participation: participation))
        }
    }
}

/// The collateral of one account, while it is being measured.
private struct Basket {
    var total = FixedPoint.zero
    var byAsset: [AssetIndex: FixedPoint] = [:]
    var stale = FixedPoint.zero
    var volatile = FixedPoint.zero

    mutating func add(_ asset: AssetIndex, _ value: FixedPoint, stale share: FixedPoint, volatility: FixedPoint) throws(QuantityError) {
        total = try total.adding(value)
        byAsset[asset] = try (byAsset[asset] ?? .zero).adding(value)
        stale = try stale.adding(value.multiplied(by: share, rounding: .ceiling))
        volatile = try volatile.adding(value.multiplied(by: volatility, rounding: .ceiling))
    }

    func measures(
        _ ratio: FixedPoint?, _ assets: [RiskAsset], _ speed: LiquidationSpeed
    ) throws(QuantityError) -> RiskMeasures {
        var herfindahl = FixedPoint.zero
        var days: FixedPoint? = .zero
        // Sums of roundings depend on no order: each is exact once its terms are.
        for (asset, value) in byAsset where !value.isZero {
            let share = try value.divided(by: total, rounding: .ceiling)
            herfindahl = try herfindahl.adding(share.multiplied(by: share, rounding: .ceiling))
            days = slower(days, try speed.days(for: value, assets[asset.position]))
        }
        return RiskMeasures(
            marginRatio: ratio, concentration: min(.one, herfindahl), daysToLiquidate: days,
            staleShare: total.isZero ? .zero : min(.one, try stale.divided(by: total, rounding: .ceiling)),
            volatility: total.isZero ? .zero : try volatile.divided(by: total, rounding: .ceiling))
    }
}
