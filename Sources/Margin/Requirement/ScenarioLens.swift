import ChainIdentity
import CollateralState
import Quantities
import RiskModels

/// The worst of a grid of spot and volatility moves for each underlying, as the scenario-margin rule of `RiskModels` has it.
///
/// Derivatives go through the rule; collateral and debt of the underlying move with its spot in every scenario. What is set aside for
/// collateral by the rule is not: the haircuts are the report's own.
struct ScenarioLens {
    let basket: Basket
    let parameters: ScenarioLensParameters

    func figure() throws(MarginError) -> LensFigure {
        let covered = Set(parameters.underlyings)
        var (risk, haircuts, details) = (MarginAmounts.zero, MarginAmounts.zero, [LensDetail]())
        for underlying in parameters.underlyings {
            let own = basket.exposures.filter { $0.asset == underlying }
            if own.allSatisfy(\.isCollateral) { continue }
            let result = try evaluate(own, underlying)
            details += result.details
            // Underlyings do not offset: neither do the haircuts of one the risk of another.
            let removed = try basket.haircuts { $0 == underlying }
            let beyond = try MarginAmounts { (kind) throws(MarginError) in min(removed[kind], result.risk[kind]) }
            risk = try risk.plus(result.risk, "the requirement of a lens")
            haircuts = try haircuts.plus(beyond, "the requirement of a lens")
        }
        return try LensFigure(
            .scenarios, risk: risk, haircuts: haircuts, uncovered: try basket.uncovered(covered.contains), details: details)
    }

    private func evaluate(_ own: [Exposure], _ underlying: AssetID) throws(MarginError) -> (risk: MarginAmounts, details: [LensDetail]) {
        let portfolio = try portfolio(own, underlying)
        let result = try modelling { () throws(RiskModelError) in try ScenarioMargin.evaluate(portfolio, under: parameters.parameters) }
        let held = own.reduce(0.0) { sum, exposure in
            switch exposure.form {
            case .collateral, .debt: sum + exposure.delta(spot: portfolio.spot)
            case .linear, .option: sum
            }
        }
        var details: [LensDetail] = []
        var worst = result.basisContingency
        for entry in result.scenarios {
            let pnl = entry.pnl + entry.scenario.damping * held * (entry.scenario.spotFactor - 1)
            worst = min(worst, pnl)
            details.append(try LensDetail(underlying, entry.scenario.name, pnl))
        }
        details.append(try LensDetail(underlying, "basis between expiries", result.basisContingency))
        let maintenanceAside = result.contingencies.reduce(0.0) { $0 + $1.maintenance }
        let initialAside = result.contingencies.reduce(maintenanceAside) { $0 + $1.initialAddOn }
        details.append(try LensDetail(underlying, "set aside, maintenance", maintenanceAside))
        details.append(try LensDetail(underlying, "set aside, initial", initialAside))
        let initial = initialAside - min(worst, 0) * result.initialLossFactor
        let risk = try PerMarginKind(
            initial: initial, maintenance: maintenanceAside - min(worst, 0) * result.maintenanceLossFactor, liquidationEnd: initial
        ).requirement()
        return (risk, details)
    }

    private func portfolio(_ own: [Exposure], _ underlying: AssetID) throws(MarginError) -> ScenarioPortfolio {
        let spot = basket.spot(underlying)
        var (units, worth) = (0.0, 0.0)
        var options: [OptionHolding] = []
        var markets: [Int: ExpiryMarket] = [:]
        for exposure in own.sorted(by: { $0.order < $1.order }) {
            switch exposure.form {
            case .collateral, .debt: break
            case .linear(let size, let price):
                units += AmountConversion.double(size)
                worth += AmountConversion.double(size) * AmountConversion.double(price)
            case .option(let option):
                let seconds = Int(clamping: basket.now.age(at: option.expiry) / 1_000)
                // Marks of one expiry should agree; the first instrument's forward stands for all.
                if markets[seconds] == nil { markets[seconds] = option.market(seconds: seconds) }
                options.append(
                    OptionHolding(
                        secondsToExpiry: seconds, strike: AmountConversion.double(option.strike), kind: option.kind,
                        volatility: AmountConversion.double(option.mark.volatility), amount: AmountConversion.double(option.units)))
            }
        }
        let confidence = basket.prices[underlying].map { Self.certainty($0.confidence, of: $0.price) } ?? 0
        let perpetual =
            units == 0
            ? PerpetualHolding.none
            : PerpetualHolding(amount: units, price: worth / units, confidence: confidence, unrealisedPnL: 0, unrealisedFunding: 0)
        return try modelling { () throws(RiskModelError) in
            try ScenarioPortfolio(
                cash: 0, spot: spot, spotConfidence: confidence, stablePrice: 1, perpetual: perpetual, collaterals: [],
                expiries: Array(markets.values), options: options)
        }
    }

    /// 1 for a figure without doubt, 0 for one that may be nothing.
    fileprivate static func certainty(_ doubt: FixedPoint, of figure: FixedPoint) -> Double {
        let value = AmountConversion.double(figure).magnitude
        return value == 0 ? (doubt.isZero ? 1 : 0) : max(0, 1 - AmountConversion.double(doubt) / value)
    }
}

extension OptionExposure {
    fileprivate func market(seconds: Int) -> ExpiryMarket {
        ExpiryMarket(
            secondsToExpiry: seconds, forward: AmountConversion.double(mark.price),
            forwardConfidence: ScenarioLens.certainty(mark.priceConfidence, of: mark.price), rate: AmountConversion.double(mark.rate),
            rateConfidence: max(0, 1 - AmountConversion.double(mark.rateConfidence)),
            volatilityConfidence: ScenarioLens.certainty(mark.volatilityConfidence, of: mark.volatility))
    }
}

extension Exposure {
    /// Sums of binary numbers are taken in this order, whatever order the lines came in.
    var order: String {
        switch form {
        case .collateral: "0"
        case .debt: "1"
        case .linear(let units, let price): "2 \(price) \(units)"
        case .option(let option): "3 \(option.instrument.id.text) \(option.units)"
        }
    }
}
