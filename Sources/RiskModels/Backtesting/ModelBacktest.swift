public import Quantities

/// How one model would have done: whether it asked for enough, and how calmly.
///
/// Sources: those of `KupiecTest`, `ChristoffersenTest`, `TrafficLight` and `Procyclicality`.
public struct ModelBacktest: Hashable, Sendable {
    /// A requirement that was not enough.
    public struct Exception: Hashable, Sendable {
        /// The first period that was to be covered, counted from the series' first as 0.
        public let period: Int
        /// Rounded up.
        public let loss: FixedPoint
        public let rate: FixedPoint

        /// What of the loss the requirement did not cover; more than 0. Exact: rates are below 2 * 10^12.
        public var shortfall: FixedPoint { FixedPoint(raw: loss.raw - rate.raw) }
    }

    /// The n-day measure of one window.
    public struct Increase: Hashable, Sendable {
        public let periods: Int
        /// As a share of the rate before.
        public let largest: Double
    }

    public let model: MarginModel
    /// One a period, from the first that was predicted.
    public let rates: [FixedPoint]
    /// Requirements that were compared with their loss.
    public let observations: Int
    public let exceptions: [Exception]
    public let kupiec: LikelihoodRatio
    public let christoffersen: ChristoffersenTest
    public let trafficLight: TrafficLight
    /// Of the last 250 observations, as supervisors look; nil when there are fewer.
    public let recentTrafficLight: TrafficLight?
    /// Of all periods, rounded up.
    public let averageRate: FixedPoint
    public let lowestRate: FixedPoint
    public let peakRate: FixedPoint
    /// The first period at the peak.
    public let peakPeriod: Int
    public let peakToTrough: Double
    public let largestIncreases: [Increase]
    /// Of all exceptions together.
    public let totalShortfall: FixedPoint
    /// Zero without exceptions.
    public let worstShortfall: FixedPoint
}

extension ModelBacktest {
    /// - Parameters:
    ///   - rates: one a period from `first` on; at least one.
    ///   - losses: with their first period, in order.
    init(
        _ model: MarginModel, rates: [FixedPoint], first: Int, losses: [(period: Int, loss: FixedPoint)], _ settings: BacktestSettings
    ) throws(RiskModelError) {
        try Require.count(rates.count, "rates of the model \(model.rawValue)", atLeast: 1)
        var exceptions: [Exception] = []
        var days: [Bool] = []
        for (period, loss) in losses {
            let rate = rates[period - first]
            days.append(loss > rate)
            if loss > rate { exceptions.append(Exception(period: period, loss: loss, rate: rate)) }
        }
        self.model = model
        self.rates = rates
        self.exceptions = exceptions
        observations = days.count

        let expected = settings.expectedRate
        kupiec = try KupiecTest.evaluate(observations: days.count, exceptions: exceptions.count, expectedRate: expected)
        christoffersen = try ChristoffersenTest.evaluate(exceptions: days, expectedRate: expected)
        trafficLight = try TrafficLight.evaluate(observations: days.count, exceptions: exceptions.count, expectedRate: expected)
        let recent = days.suffix(250)
        recentTrafficLight = recent.count < 250
            ? nil : try TrafficLight.evaluate(observations: 250, exceptions: recent.count { $0 }, expectedRate: expected)

        var (sum, lowest, peak, peakIndex) = (FixedPoint.zero, rates[0], rates[0], 0)
        for (index, rate) in rates.enumerated() {
            sum = try sum.plus(rate)
            lowest = min(lowest, rate)
            if rate > peak { (peak, peakIndex) = (rate, index) }
        }
        averageRate = try sum.over(FixedPoint(Int64(rates.count)), .ceiling)
        (lowestRate, peakRate, peakPeriod) = (lowest, peak, first + peakIndex)

        let margins = rates.map(AmountConversion.double)
        peakToTrough = try Procyclicality.peakToTrough(margins: margins)
        var increases: [Increase] = []
        for periods in settings.values.procyclicalityPeriods {
            increases.append(Increase(periods: periods, largest: try Procyclicality.largestIncrease(margins: margins, days: periods)))
        }
        largestIncreases = increases

        var (total, worst) = (FixedPoint.zero, FixedPoint.zero)
        for exception in exceptions {
            total = try total.plus(exception.shortfall)
            worst = max(worst, exception.shortfall)
        }
        (totalShortfall, worstShortfall) = (total, worst)
    }
}
