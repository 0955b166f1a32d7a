public import Quantities

/// The scenarios everybody asks for, under names that do not change.
extension StressScenario {
    /// `flash-crash-0.3`: all risky assets lose 30 %.
    public static func flashCrash(drop: FixedPoint) throws(SystemicRiskError) -> StressScenario {
        try StressScenario(name: "flash-crash-\(drop)", shocks: [.flashCrash(drop: drop)])
    }

    /// `depeg-USDC-0.1`: one asset loses 10 %.
    public static func depeg(_ asset: AssetIndex, drop: FixedPoint, in book: RiskBook) throws(SystemicRiskError) -> StressScenario {
        try Require.index(asset.number, below: book.assets.count, "asset")
        return try StressScenario(name: "depeg-\(book.assets[asset.position].name)-\(drop)", shocks: [.depeg(asset, drop: drop)])
    }

    /// `volatility-spike-2`: all requirement rates double.
    public static func volatilitySpike(factor: FixedPoint) throws(SystemicRiskError) -> StressScenario {
        try StressScenario(name: "volatility-spike-\(factor)", shocks: [.volatilitySpike(factor: factor)])
    }

    /// `chain-outage-eip155:1`: what lies there weighs nothing.
    public static func chainOutage(_ chain: ChainIndex, in book: RiskBook) throws(SystemicRiskError) -> StressScenario {
        try Require.index(chain.number, below: book.chains.count, "chain")
        return try StressScenario(name: "chain-outage-\(book.chains[chain.position])", shocks: [.chainOutage(chain)])
    }

    /// `oracle-failure-0.1`: the prices of all risky assets are known to within 10 % only.
    public static func oracleFailure(width: FixedPoint, in book: RiskBook) throws(SystemicRiskError) -> StressScenario {
        let risky = book.assets.indices.filter { book.assets[$0].isRisky }.map { AssetIndex(Int32($0)) }
        return try StressScenario(name: "oracle-failure-\(width)", shocks: [.oracleFailure(risky, width: width)])
    }

    /// `replay-NAME`: prices move along a path.
    public static func replay(_ name: String, _ path: PricePath) throws(SystemicRiskError) -> StressScenario {
        try StressScenario(name: "replay-\(name)", shocks: [.pricePath(path)])
    }
}
