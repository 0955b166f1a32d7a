/// Margin of a whole portfolio on one underlying as the worst of a grid of spot and volatility moves, plus amounts set aside for
/// what the grid cannot see.
///
/// Source: Derive (Lyra v2) portfolio margin rules, second version; the formulas stand where each is applied.
public enum ScenarioMargin {
    /// - Throws: `overflow` naming the amount that became too large.
    public static func evaluate(_ portfolio: ScenarioPortfolio, under parameters: ScenarioParameters) throws(RiskModelError) -> ScenarioResult {
        let grid = OptionGrid(portfolio, parameters)
        var shocked = ShockedValues(grid)
        let values = shocked.values(spotFactor: 1, shock: .none)
        let markToMarket = try Require.result(portfolio.valueWithoutOptions + values.reduce(0, +), "mark-to-market")
        let scenarios = try profits(portfolio, parameters, grid.markets, &shocked)
        let basis = try Require.result(basisContingency(parameters.basis, grid.markets, &shocked), "basis contingency")
        let (worst, worstPnL) = worstOf(scenarios, basis)
        let lines = contingencies(portfolio, parameters.contingency)

        let maintenanceAside = lines.reduce(0) { $0 + $1.maintenance }
        let initialAside = lines.reduce(maintenanceAside) { $0 + $1.initialAddOn }
        let maintenanceFactor = parameters.loss.maintenanceFactor
        let initialFactor = parameters.loss.initialFactor
            + max(0, parameters.contingency.pegThreshold - portfolio.stablePrice) * parameters.contingency.pegFactor
        return ScenarioResult(
            markToMarket: markToMarket, scenarios: scenarios, basisContingency: basis, worst: worst, worstPnL: worstPnL,
            maintenanceLossFactor: maintenanceFactor, initialLossFactor: initialFactor, contingencies: lines,
            maintenanceExcess: try Require.result(worstPnL * maintenanceFactor - maintenanceAside + markToMarket, "maintenance excess"),
            initialExcess: try Require.result(worstPnL * initialFactor - initialAside + markToMarket, "initial excess"))
    }

    private static func profits(
        _ portfolio: ScenarioPortfolio, _ parameters: ScenarioParameters, _ markets: [ExpiryPricing], _ shocked: inout ShockedValues
    ) throws(RiskModelError) -> [ScenarioPnL] {
        let perpetualExposure = portfolio.perpetual.amount * portfolio.perpetual.price
        let linearExposure = portfolio.collaterals.reduce(perpetualExposure) { sum, collateral in
            collateral.cancelsRisk ? sum + portfolio.value(of: collateral) : sum
        }
        let before = shocked.values(spotFactor: 1, shock: .none)
        var profits: [ScenarioPnL] = []
        profits.reserveCapacity(parameters.scenarios.count)
        for scenario in parameters.scenarios {
            let after = shocked.values(spotFactor: scenario.spotFactor, shock: scenario.volatilityShock)
            var profit = linearExposure * (scenario.spotFactor - 1)
            for (index, market) in markets.enumerated() {
                let change = market.profit(shockedValue: after[index], value: before[index])
                // The smile of one expiry says nothing about another's: under a skew shock every expiry loses.
                profit += scenario.volatilityShock.isSkew ? -change.magnitude : change
            }
            profits.append(ScenarioPnL(scenario: scenario, pnl: try Require.result(scenario.damping * profit, scenario.name)))
        }
        return profits
    }

    /// Forwards of different expiries drift apart: the loss of each expiry under a spot move, none offsetting another, in part.
    /// It measures the move alone, so the static discount of the scenarios is not in it.
    private static func basisContingency(_ parameters: BasisParameters, _ markets: [ExpiryPricing], _ shocked: inout ShockedValues) -> Double {
        let before = shocked.values(spotFactor: 1, shock: .none)
        let up = shocked.values(spotFactor: parameters.spotUp, shock: .none)
        let down = shocked.values(spotFactor: parameters.spotDown, shock: .none)
        var sum = 0.0
        for (index, market) in markets.enumerated() {
            sum += min(up[index] - before[index], down[index] - before[index], 0) * (parameters.addFactor + parameters.timeFactor * market.time)
        }
        return sum
    }

    /// The first of the lowest, scenarios before the basis contingency.
    private static func worstOf(_ scenarios: [ScenarioPnL], _ basis: Double) -> (ScenarioResult.Worst, Double) {
        var worst = 0
        for index in scenarios.indices where scenarios[index].pnl < scenarios[worst].pnl { worst = index }
        return basis < scenarios[worst].pnl ? (.basisContingency, basis) : (.scenario(worst), scenarios[worst].pnl)
    }
}

extension ScenarioPortfolio {
    /// In units of the numeraire.
    func value(of collateral: CollateralHolding) -> Double {
        collateral.amount * collateral.price / stablePrice
    }

    var valueWithoutOptions: Double {
        collaterals.reduce(cash) { $0 + value(of: $1) } + perpetual.unrealisedPnL + perpetual.unrealisedFunding
    }
}
