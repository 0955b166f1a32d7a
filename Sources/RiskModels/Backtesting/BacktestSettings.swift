public import Quantities

/// One set of parameters of prediction: what a backtest tries, and what its answer repeats.
///
/// Both models begin with no memory of their own: the moving average with `EWMA.Seed.normalisedWeights`, GARCH with `backcast`.
public struct BacktestSettings: Hashable, Sendable {
    /// Stressed observations: the volatility of one period in them, and their weight.
    public struct Stress: Hashable, Sendable {
        public let volatility: FixedPoint
        /// Strictly between 0 and 1.
        public let weight: FixedPoint

        public init(volatility: FixedPoint, weight: FixedPoint) {
            self.volatility = volatility
            self.weight = weight
        }
    }

    /// What a requirement can be asked about; all are checked when settings are made of them.
    public struct Values: Hashable, Sendable {
        /// More than 0.5 and less than 1.
        public var confidence: FixedPoint
        /// Periods that a requirement has to cover, 1 to 100.
        public var horizon: Int
        /// Returns that a forecast looks at, 50 to 5,000.
        public var window: Int
        /// Periods between two fits of GARCH, 1 to 5,000.
        public var refitEvery: Int
        /// Of the moving average, strictly between 0 and 1.
        public var decay: FixedPoint
        /// On the normal quantile: 1 for normal tails; more than 0, at most 100.
        public var tailMultiplier: FixedPoint
        /// Returns that the floor's volatility looks at, from the window to 20,000; ten years in the source of the rule.
        public var floorLookback: Int
        /// No model asks for less. More than 0.
        public var minimumRate: FixedPoint
        public var stress: Stress?
        public var guardParameters: GuardParameters
        /// Between two returns, 1 to 8,784.
        public var hoursPerPeriod: Int
        /// How far into a period the guarded rate is read: 0 where only what stood at its beginning counts. At most `hoursPerPeriod`.
        public var responseHours: Int
        /// The windows of the n-day measure, ascending; 1 to 8 of them, each from 1 to 1,000.
        public var procyclicalityPeriods: [Int]

        public init(
            confidence: FixedPoint, horizon: Int, window: Int, refitEvery: Int, decay: FixedPoint, tailMultiplier: FixedPoint,
            floorLookback: Int, minimumRate: FixedPoint, stress: Stress?, guardParameters: GuardParameters, hoursPerPeriod: Int,
            responseHours: Int, procyclicalityPeriods: [Int]
        ) {
            self.confidence = confidence
            self.horizon = horizon
            self.window = window
            self.refitEvery = refitEvery
            self.decay = decay
            self.tailMultiplier = tailMultiplier
            self.floorLookback = floorLookback
            self.minimumRate = minimumRate
            self.stress = stress
            self.guardParameters = guardParameters
            self.hoursPerPeriod = hoursPerPeriod
            self.responseHours = responseHours
            self.procyclicalityPeriods = procyclicalityPeriods
        }
    }

    public let values: Values
    let forecaster: VolatilityForecaster
    let stressed: StressedObservations?

    /// - Throws: `outOfRange`, `count`, `unordered`, each with the name of the parameter.
    public init(_ values: Values) throws(RiskModelError) {
        try Self.check(values)
        self.values = values
        forecaster = try VolatilityForecaster(
            decay: AmountConversion.double(values.decay), ewmaSeed: .normalisedWeights, garchSeed: .backcast, horizon: values.horizon)
        if let stress = values.stress {
            let volatility = AmountConversion.double(stress.volatility)
            stressed = try StressedObservations(variance: volatility * volatility, weight: AmountConversion.double(stress.weight))
        } else {
            stressed = nil
        }
    }

    var confidence: Double { AmountConversion.double(values.confidence) }

    /// 1 - confidence, exact before it becomes binary, so that 0.99 gives the 0.01 of the supervisors' table.
    var expectedRate: Double { AmountConversion.double(FixedPoint(raw: FixedPoint.one.raw - values.confidence.raw)) }

    /// What these settings make of a history: the one rule, for a backtest and for the requirement of today.
    ///
    /// - Parameters:
    ///   - past: oldest first, at least one. The forecast looks at the last `window` of them, the floor at the last `floorLookback`.
    ///   - choice: GARCH as it was fitted last, or a new fit.
    /// - Returns: the forecast, and the input for `ProcyclicalityGuard`: forecast mixed with stress, and the floor.
    /// - Throws: `count`, `notFinite`, `overflow`; `outOfRange` above `CalculatedRate.largest`.
    public func calculate(
        past: ArraySlice<Double>, garch choice: VolatilityForecaster.GARCHChoice
    ) throws(RiskModelError) -> (forecast: VolatilityForecast, calculated: CalculatedRate) {
        let forecast = try forecaster.forecast(returns: Array(past.suffix(values.window)), garch: choice)
        let variance = try stressed?.mixed(horizonVariance: forecast.horizonVariance, horizon: values.horizon) ?? forecast.horizonVariance
        let longRun = try CalculatedRate.longRunVolatility(returns: past.suffix(values.floorLookback), horizon: values.horizon)
        let calculated = try CalculatedRate(rate: rate(horizonVariance: variance), floor: rate(horizonVariance: longRun * longRun))
        return (forecast, calculated)
    }

    /// The requirement for a variance over the horizon, at least the minimum.
    func rate(horizonVariance: Double) throws(RiskModelError) -> FixedPoint {
        let rate = try CalculatedRate.rate(
            horizonVolatility: horizonVariance.squareRoot(), confidence: confidence,
            tailMultiplier: AmountConversion.double(values.tailMultiplier))
        return max(rate, values.minimumRate)
    }

    private static func check(_ values: Values) throws(RiskModelError) {
        let half = FixedPoint(raw: FixedPoint.one.raw / 2)
        guard values.confidence > half, values.confidence < .one else {
            throw .outOfRange(name: "confidence", got: values.confidence.approximate, expected: "more than 0.5 and less than 1")
        }
        try Require.count(values.horizon, "horizon", atLeast: 1, atMost: 100)
        try Require.count(values.window, "window", atLeast: GARCH.minimumFitReturns, atMost: 5_000)
        try Require.count(values.refitEvery, "refit every", atLeast: 1, atMost: 5_000)
        try Require.count(values.floorLookback, "floor lookback", atLeast: values.window, atMost: ReturnSeries.longest)
        try Require.positive(values.tailMultiplier, "tail multiplier")
        guard values.tailMultiplier <= 100 else {
            throw .outOfRange(name: "tail multiplier", got: values.tailMultiplier.approximate, expected: "at most 100")
        }
        try Require.positive(values.minimumRate, "minimum rate")
        if let stress = values.stress { try Require.nonNegative(stress.volatility, "stressed volatility") }
        try Require.count(values.hoursPerPeriod, "hours per period", atLeast: 1, atMost: 8_784)
        try Require.count(values.responseHours, "response hours", atLeast: 0, atMost: values.hoursPerPeriod)
        let windows = values.procyclicalityPeriods
        try Require.count(windows.count, "procyclicality periods", atLeast: 1, atMost: 8)
        for (index, window) in windows.enumerated() {
            try Require.count(window, "procyclicality periods[\(index)]", atLeast: 1, atMost: 1_000)
            if index > 0, window <= windows[index - 1] { throw .unordered(name: "procyclicality periods", index: index) }
        }
    }
}

extension BacktestSettings {
    /// Settings to begin from, for daily returns of one volatile asset: 99 % over a day, half a point an hour up, a tenth of that down,
    /// a fiftieth to rebuild. An example to be changed, whose backtest has to be read like any other's.
    public static func daily() throws(RiskModelError) -> BacktestSettings {
        let thousandth = FixedPoint(raw: FixedPoint.one.raw / 1_000)
        func thousandths(_ count: Int128) -> FixedPoint { FixedPoint(raw: count * thousandth.raw) }
        let parameters = try GuardParameters(
            buffer: thousandths(250), releaseMultiple: 3, risePerHour: thousandths(5), rebuildPerHour: FixedPoint(raw: thousandth.raw / 10),
            fallPerHour: FixedPoint(raw: thousandth.raw / 2))
        return try BacktestSettings(
            Values(
                confidence: thousandths(990), horizon: 1, window: 250, refitEvery: 50, decay: thousandths(940), tailMultiplier: 1,
                floorLookback: 3_650, minimumRate: thousandth, stress: nil, guardParameters: parameters, hoursPerPeriod: 24,
                responseHours: 0, procyclicalityPeriods: [1, 5, 30]))
    }
}
