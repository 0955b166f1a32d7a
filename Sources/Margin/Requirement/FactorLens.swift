import ChainIdentity
import Quantities
import RiskModels

/// Net exposures times risk weights, with concentration and correlation, under one square root.
struct FactorLens {
    let basket: Basket
    let parameters: FactorLensParameters

    func figure() throws(MarginError) -> LensFigure {
        let covered = Set(parameters.factors.map(\.asset))
        let exposures = basket.exposures.filter { covered.contains($0.asset) }
            .map { FactorExposure(factor: $0.asset.text, sensitivity: $0.delta(spot: basket.spot($0.asset))) }
        let aggregate = try modelling { () throws(RiskModelError) in try parameters.aggregation.requirement(of: exposures) }
        var details = [try LensDetail(nil, "without correlation", aggregate.withoutCorrelation)]
        for line in aggregate.lines where line.netSensitivity != 0 {
            let asset = parameters.factors.first { $0.asset.text == line.factor }?.asset
            details.append(try LensDetail(asset, "net exposure", line.netSensitivity))
            details.append(try LensDetail(asset, "part of the requirement", line.contribution))
        }
        let initial = aggregate.requirement * AmountConversion.double(parameters.initialMultiple)
        return try LensFigure(
            .factors, risk: try PerMarginKind(initial: initial, maintenance: aggregate.requirement, liquidationEnd: initial).requirement(),
            haircuts: try basket.haircuts(covered.contains), uncovered: try basket.uncovered(covered.contains), details: details)
    }
}
