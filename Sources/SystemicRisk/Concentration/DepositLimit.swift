public import Quantities
import RiskModels

/// From how much on, over all accounts, an asset counts less as collateral and more as a debt.
public struct DepositLimit: Hashable, Sendable {
    public let asset: AssetIndex
    /// Quote units; nil for no limit.
    public let deposits: FixedPoint?
    /// Quote units, more than 0; nil for no limit.
    public let borrows: FixedPoint?

    /// - Throws: `outOfRange`.
    public init(asset: AssetIndex, deposits: FixedPoint?, borrows: FixedPoint?) throws(SystemicRiskError) {
        if let deposits { try Require.nonNegative(deposits, "deposit limit") }
        if let borrows { try Require.positive(borrows, "borrow limit") }
        self.asset = asset
        self.deposits = deposits
        self.borrows = borrows
    }

    /// What can be sold of an asset in so many days at a share of its volume, in quote units; rounded down: a limit that liquidations can meet.
    ///
    /// - Throws: `outOfRange` for a share outside 0 to 1 or negative days; `arithmetic`.
    public static func sellable(
        _ asset: RiskAsset, days: FixedPoint, participation: FixedPoint
    ) throws(SystemicRiskError) -> FixedPoint {
        try Require.share(participation, "participation in the daily volume")
        try Require.nonNegative(days, "days")
        return try computing("what can be sold of \(asset.name)") { () throws(QuantityError) in
            try asset.dailyVolume.multiplied(by: participation, rounding: .floor).multiplied(by: days, rounding: .floor)
        }
    }
}

/// How full the system is of one asset, and what that does to everybody's weights.
public struct SystemWideUse: Hashable, Sendable {
    public let asset: AssetIndex
    /// Quote units, over all accounts.
    public let deposits: FixedPoint
    public let borrows: FixedPoint
    /// What may still be deposited before weights fall; nil for no limit.
    public let room: FixedPoint?
    /// Every collateral weight of the asset is multiplied by this, 0 to 1; rounded down.
    public let collateralFactor: FixedPoint
    /// Every liability weight of the asset is multiplied by this, 1 or more; rounded up.
    public let liabilityFactor: FixedPoint
}

extension RiskBook {
    /// Where the system stands against its limits, in the order of `limits`.
    ///
    /// The factors are those of `RiskModels.SystemWideConcentration`: limit over deposits above the limit, so that the whole system's
    /// collateral in the asset counts no more than the limit.
    /// - Throws: `unknownIndex`; `duplicate` when an asset has two limits; `arithmetic`, `model`.
    public func systemWideUse(
        _ limits: [DepositLimit], under conditions: MarketConditions
    ) throws(SystemicRiskError) -> [SystemWideUse] {
        try conditions.verify(for: self)
        var seen: Set<AssetIndex> = []
        for limit in limits {
            try Require.index(limit.asset.number, below: assets.count, "asset")
            if !seen.insert(limit.asset).inserted { throw .duplicate(what: "limit of", name: assets[limit.asset.position].name) }
        }
        let (held, owed) = (try heldUnits(), try owedUnits())
        var uses: [SystemWideUse] = []
        for limit in limits {
            let place = limit.asset.position
            let (deposits, borrows) = try computing("all deposits of \(assets[place].name)") { () throws(QuantityError) in
                (
                    try held[place].multiplied(by: conditions.collateralPrices[place], rounding: .ceiling),
                    try owed[place].multiplied(by: conditions.liabilityPrices[place], rounding: .ceiling)
                )
            }
            uses.append(try limit.use(deposits: deposits, borrows: borrows))
        }
        return uses
    }

    private func owedUnits() throws(SystemicRiskError) -> [FixedPoint] {
        var units: [FixedPoint] = assets.map { _ in .zero }
        try computing("what all accounts owe") { () throws(QuantityError) in
            for debt in debts { units[debt.asset.position] = try units[debt.asset.position].adding(debt.quantity) }
        }
        return units
    }
}

extension DepositLimit {
    fileprivate func use(deposits: FixedPoint, borrows: FixedPoint) throws(SystemicRiskError) -> SystemWideUse {
        let factors = try modelling { () throws(RiskModelError) in
            (
                collateral: try SystemWideConcentration.assetWeight(.one, deposits: deposits, start: self.deposits),
                liability: try SystemWideConcentration.liabilityWeight(.one, borrows: borrows, start: self.borrows)
            )
        }
        // Neither is negative, so the difference fits.
        let room = self.deposits.map { FixedPoint(raw: max(0, $0.raw &- deposits.raw)) }
        return SystemWideUse(
            asset: asset, deposits: deposits, borrows: borrows, room: room, collateralFactor: factors.collateral,
            liabilityFactor: factors.liability)
    }
}
