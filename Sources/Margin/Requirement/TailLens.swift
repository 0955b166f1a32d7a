import ChainIdentity
import Quantities
import RiskModels

/// Expected shortfall of the whole basket: collateral, debts and positions together, correlated as the parameters say.
struct TailLens {
    let basket: Basket
    let parameters: TailLensParameters

    func figure() throws(MarginError) -> LensFigure {
        let places = Dictionary(uniqueKeysWithValues: parameters.assets.enumerated().map { ($1, $0) })
        let covers = { (asset: AssetID) in places[asset] != nil }
        let (haircuts, uncovered) = (try basket.haircuts(covers), try basket.uncovered(covers))
        let measures = try measures(places)
        var (details, worst) = ([LensDetail](), 0.0)
        for measure in measures {
            worst = max(worst, measure.expectedShortfall)
            details.append(try LensDetail(nil, "value at risk, \(measure.method)", measure.valueAtRisk))
            details.append(try LensDetail(nil, "expected shortfall, \(measure.method)", measure.expectedShortfall))
        }
        let initial = worst * AmountConversion.double(parameters.initialMultiple)
        return try LensFigure(
            .tail, risk: try PerMarginKind(initial: initial, maintenance: worst, liquidationEnd: initial).requirement(), haircuts: haircuts,
            uncovered: uncovered, details: details)
    }

    private func measures(_ places: [AssetID: Int]) throws(MarginError) -> [TailMeasure] {
        var delta = [Double](repeating: 0, count: places.count)
        var gamma = delta
        for exposure in basket.exposures.sorted(by: { $0.order < $1.order }) {
            guard let place = places[exposure.asset] else { continue }
            let spot = basket.spot(exposure.asset)
            delta[place] += exposure.delta(spot: spot)
            gamma[place] += exposure.gamma(spot: spot)
        }
        if delta.allSatisfy({ $0 == 0 }), gamma.allSatisfy({ $0 == 0 }) { return [] }
        let confidence = AmountConversion.double(parameters.confidence)
        let covariance = try covariance()
        return try modelling { () throws(RiskModelError) in
            let portfolio = try DeltaGammaPortfolio(theta: 0, delta: delta, gamma: try SymmetricMatrix(diagonal: gamma))
            return try parameters.methods.map { (method) throws(RiskModelError) in
                switch method {
                case .parametric: try Self.parametric(portfolio, covariance, confidence)
                case .historical: try HistoricalTail.measure(pnl: history(delta, gamma), confidence: confidence)
                case .monteCarlo:
                    try MonteCarlo(paths: parameters.paths, seed: parameters.seed, sampling: .antithetic)
                        .measure(portfolio, covariance: covariance, confidence: confidence)
                }
            }
        }
    }

    /// Cornish-Fisher where the expansion is a distribution; where it is not, the normal one of the same variance and mean.
    private static func parametric(
        _ portfolio: DeltaGammaPortfolio, _ covariance: SymmetricMatrix, _ confidence: Double
    ) throws(RiskModelError) -> TailMeasure {
        let moments = try portfolio.moments(covariance: covariance)
        do { return try CornishFisherTail.measure(moments, confidence: confidence) } catch .expansionNotMonotone {
            return try CornishFisherTail.measure(
                ProfitMoments(mean: moments.mean, variance: moments.variance, skewness: 0, excessKurtosis: 0), confidence: confidence)
        }
    }

    /// Over the horizon, of relative moves.
    private func covariance() throws(MarginError) -> SymmetricMatrix {
        let floor = AmountConversion.double(parameters.minimumVolatility)
        let scale = (AmountConversion.double(parameters.horizonDays) / 365).squareRoot()
        let deviations = parameters.assets.map { asset in
            max(floor, basket.prices[asset].map { AmountConversion.double($0.volatility) } ?? 0) * scale
        }
        let rows = parameters.matrix.rows
        return try modelling { () throws(RiskModelError) in
            try SymmetricMatrix(rows: rows.indices.map { i in rows.indices.map { j in rows[i][j] * deviations[i] * deviations[j] } })
        }
    }

    /// Each day's moves, scaled to the horizon with the square root of time.
    private func history(_ delta: [Double], _ gamma: [Double]) -> [Double] {
        let scale = AmountConversion.double(parameters.horizonDays).squareRoot()
        return parameters.history.map { row in
            var pnl = 0.0
            for (place, move) in row.enumerated() {
                let move = AmountConversion.double(move) * scale
                pnl += delta[place] * move + 0.5 * gamma[place] * move * move
            }
            return pnl
        }
    }
}
