public import Quantities

/// Every model's requirements over one history, as they would have been set at the time, and what became of them.
///
/// A walk forward: the rate of a period comes from the returns before it, the parameters of GARCH included. Each rate has to cover the
/// loss of the periods within its horizon. Losses are compared every `horizon` periods, so that no return counts in two of them and
/// the tests' assumption of independent days can hold; the guard moves every period all the same.
public struct MarginBacktest: Hashable, Sendable {
    public let series: ReturnSeries
    public let settings: BacktestSettings
    /// The first period with a rate, counted from 0.
    public let firstPeriod: Int
    /// In the order of `MarginModel.allCases`.
    public let models: [ModelBacktest]
    /// How often GARCH was fitted, how often the search ran out of steps, and in how many periods there was no model.
    public let garchFits: Int
    public let unfinishedFits: Int
    public let silentPeriods: Int
    public let guardCost: GuardCost

    /// - Parameter patience: asked before each period; one is at most a fit of GARCH to a window of 5,000.
    /// - Throws: `count` unless the series leaves two losses to compare after the window; what the forecasts and tests throw; `givenUp`.
    public static func run(
        _ series: ReturnSeries, settings: BacktestSettings, patience: Patience = .endless
    ) throws(RiskModelError) -> MarginBacktest {
        let horizon = settings.values.horizon
        try Require.count(
            series.values.count, "returns for a window of \(settings.values.window) and two horizons of \(horizon)",
            atLeast: settings.values.window + 2 * horizon, atMost: ReturnSeries.longest)
        let walk = try BacktestWalk(series.values, settings, patience)
        let losses = try losses(series, first: walk.first, horizon: horizon)
        var models: [ModelBacktest] = []
        for model in MarginModel.allCases {
            models.append(try ModelBacktest(model, rates: walk.rates[model] ?? [], first: walk.first, losses: losses, settings))
        }
        let cost = try GuardCost(models)
        return MarginBacktest(
            series: series, settings: settings, firstPeriod: walk.first, models: models, garchFits: walk.fits,
            unfinishedFits: walk.unfinishedFits, silentPeriods: walk.silentPeriods, guardCost: cost)
    }

    /// What was lost from each period on within its horizon, every `horizon` periods; rounded up, negative for a gain.
    private static func losses(
        _ series: ReturnSeries, first: Int, horizon: Int
    ) throws(RiskModelError) -> [(period: Int, loss: FixedPoint)] {
        var losses: [(period: Int, loss: FixedPoint)] = []
        for period in stride(from: first, through: series.values.count - horizon, by: horizon) {
            losses.append((period, try AmountConversion.amount(series.loss(from: period, count: horizon), rounding: .ceiling)))
        }
        return losses
    }

    /// What became of one model; a backtest has all of them.
    public func result(of model: MarginModel) -> ModelBacktest? { models.first { $0.model == model } }
}

/// What the guard costs, and what it buys, beside the forecast that it holds back.
public struct GuardCost: Hashable, Sendable {
    /// Average guarded rate over average forecast rate, less 1: what calm and floor cost; negative where the ramp held back more.
    public let extraAverage: Double
    /// Peak-to-trough of the forecast followed at once, less that of the guard: what is gained in calm.
    public let calmerBy: Double
    /// Uncovered losses of the guard less those of the forecast: what the ramp costs; negative where the buffer covered more.
    public let extraShortfall: FixedPoint
}

extension GuardCost {
    /// - Throws: `unknown` where a model is missing; `overflow`, `arithmetic`.
    init(_ models: [ModelBacktest]) throws(RiskModelError) {
        let guarded = try Self.find(.guarded, models)
        let forecast = try Self.find(.forecast, models)
        let ratio = AmountConversion.double(guarded.averageRate) / AmountConversion.double(forecast.averageRate)
        extraAverage = try Require.result(ratio - 1, "extra average")
        calmerBy = forecast.peakToTrough - guarded.peakToTrough
        extraShortfall = try guarded.totalShortfall.minus(forecast.totalShortfall)
    }

    private static func find(_ model: MarginModel, _ models: [ModelBacktest]) throws(RiskModelError) -> ModelBacktest {
        guard let found = models.first(where: { $0.model == model }) else { throw .unknown(name: model.rawValue, what: "backtest of") }
        return found
    }
}
