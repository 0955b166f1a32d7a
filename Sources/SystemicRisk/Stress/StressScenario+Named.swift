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

    /// What a book is looked at under when nobody names a scenario: crashes of 10, 30 and 50 %, every asset that is not risky 10 % below
    /// its peg, requirements doubled, every chain out of service in turn, and prices of risky assets known to within 10 %.
    ///
    /// - Throws: `count` when there would be more than 1,024.
    public static func standard(for book: RiskBook) throws(SystemicRiskError) -> [StressScenario] {
        let (tenth, pegged) = (FixedPoint(raw: FixedPoint.one.raw / 10), book.assets.indices.filter { !book.assets[$0].isRisky })
        try Require.count(pegged.count + book.chains.count + 5, in: 1...1_024, "standard scenarios")
        var scenarios: [StressScenario] = []
        for tenths: Int128 in [1, 3, 5] { scenarios.append(try flashCrash(drop: FixedPoint(raw: tenth.raw * tenths))) }
        for asset in pegged { scenarios.append(try depeg(AssetIndex(Int32(asset)), drop: tenth, in: book)) }
        scenarios.append(try volatilitySpike(factor: 2))
        for chain in book.chains.indices { scenarios.append(try chainOutage(ChainIndex(Int32(chain)), in: book)) }
        if pegged.count < book.assets.count { scenarios.append(try oracleFailure(width: tenth, in: book)) }
        return scenarios
    }

    /// `replay-NAME`: prices move along a path.
    public static func replay(_ name: String, _ path: PricePath) throws(SystemicRiskError) -> StressScenario {
        try StressScenario(name: "replay-\(name)", shocks: [.pricePath(path)])
    }
}
