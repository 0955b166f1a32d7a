internal import Quantities

/// The rates of all models, period by period, each from the returns before it and from nothing else.
struct BacktestWalk {
    /// The first period that has a rate: the window's length.
    let first: Int
    /// One a period from `first` on, for each model.
    private(set) var rates: [MarginModel: [FixedPoint]] = [:]
    private(set) var fits = 0
    /// Fits whose search ran out of steps.
    private(set) var unfinishedFits = 0
    /// Periods in which GARCH said nothing.
    private(set) var silentPeriods = 0

    private var model: GARCH?
    private var state: GuardState?

    /// - Parameter patience: asked before each period.
    /// - Throws: what the forecasts throw; `outOfRange` for rates above `CalculatedRate.largest`; `givenUp`.
    init(_ returns: [Double], _ settings: BacktestSettings, _ patience: Patience) throws(RiskModelError) {
        first = settings.values.window
        let volatility = try CalculatedRate.longRunVolatility(returns: returns[..<first], horizon: settings.values.horizon)
        let constant = try settings.rate(horizonVariance: volatility * volatility)
        for period in first..<returns.count {
            try patience.verify()
            // The only place that reads returns: the period itself and all later ones are cut off here.
            try step(past: returns[..<period], settings, constant)
        }
    }

    private mutating func step(past: ArraySlice<Double>, _ settings: BacktestSettings, _ constant: FixedPoint) throws(RiskModelError) {
        let isFitDue = (past.count - first) % settings.values.refitEvery == 0
        let (forecast, calculated) = try settings.calculate(past: past, garch: model.flatMap { isFitDue ? nil : .given($0) } ?? .fitted)
        remember(forecast)
        let garch = forecast.garchOpinion ?? forecast.ewma
        append(constant, .static)
        append(try settings.rate(horizonVariance: forecast.ewma.horizonVariance), .ewma)
        append(try settings.rate(horizonVariance: garch.horizonVariance), .garch)
        append(try settings.rate(horizonVariance: forecast.horizonVariance), .forecast)
        append(try guarded(calculated, period: past.count, settings), .guarded)
    }

    private mutating func append(_ rate: FixedPoint, _ model: MarginModel) {
        rates[model, default: []].append(rate)
    }

    private mutating func remember(_ forecast: VolatilityForecast) {
        switch forecast.garch {
        case .silent: silentPeriods += 1
        case .spoke(_, let model, let fit):
            self.model = model
            guard let fit else { return }
            fits += 1
            unfinishedFits += fit.hasConverged ? 0 : 1
        }
    }

    private mutating func guarded(
        _ calculated: CalculatedRate, period: Int, _ settings: BacktestSettings
    ) throws(RiskModelError) -> FixedPoint {
        let machine = ProcyclicalityGuard(parameters: settings.values.guardParameters)
        let hour: UInt64 = 3_600_000
        let now = UInt64(period) * UInt64(settings.values.hoursPerPeriod) * hour
        let next = if let state { try machine.next(state, calculated, now: now) } else { try machine.start(calculated, now: now) }
        state = next
        return try machine.advance(next, to: now + UInt64(settings.values.responseHours) * hour).rate
    }
}
