import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("Walking forward through a history")
struct BacktestWalkTests {
    private static let paths: [@Sendable () throws -> PredictionPaths.Path] = [
        { try PredictionPaths.cluster(seed: 11) }, { try PredictionPaths.cluster(seed: 12) }, { PredictionPaths.crash() },
    ]

    private func run(_ path: PredictionPaths.Path, _ change: (inout BacktestSettings.Values) throws -> Void = { _ in }) throws -> MarginBacktest {
        var values = try BacktestSettings.daily().values
        try change(&values)
        return try MarginBacktest.run(PredictionPaths.series(path), settings: BacktestSettings(values))
    }

    private func result(_ model: MarginModel, _ backtest: MarginBacktest) throws -> ModelBacktest {
        try #require(backtest.result(of: model))
    }

    @Test("forecasts raise the requirement before the worst day, and the guard follows, without the jump", arguments: 0..<3)
    func beforeThePeak(index: Int) throws {
        let path = try Self.paths[index]()
        let backtest = try run(path)
        func rate(_ model: MarginModel, _ period: Int) throws -> Double {
            AmountConversion.double(try result(model, backtest).rates[period - backtest.firstPeriod])
        }
        // GARCH fitted to a calm of independent returns has learned that shocks do not last: it follows, but slowly. So the larger counts.
        for (model, least) in [(MarginModel.ewma, 1.5), (.garch, 1), (.forecast, 1.5)] {
            #expect(try rate(model, path.crash) > least * rate(model, path.onset), "\(model)")
        }
        // The rate for the worst day is known the evening before, and it is far above that of a rate set once.
        #expect(try rate(.forecast, path.crash) > 1.5 * rate(.static, path.crash))
        #expect(try rate(.guarded, path.crash) > 1.3 * rate(.static, path.crash))
        #expect(try rate(.guarded, path.crash) > rate(.guarded, path.onset))
        let (guarded, ewma) = (try result(.guarded, backtest), try result(.ewma, backtest))
        #expect(guarded.peakToTrough < ewma.peakToTrough)
        for (calm, wild) in zip(guarded.largestIncreases, ewma.largestIncreases) { #expect(calm.largest < wild.largest) }
        #expect(backtest.guardCost.calmerBy > 0 && backtest.guardCost.extraAverage > 0)
    }

    @Test("no rate looks ahead: other returns from a period on change no rate up to that period", arguments: 0..<3)
    func noLookAhead(index: Int) throws {
        var generator = SeededGenerator()
        let path = try Self.paths[index]()
        let stress = try BacktestSettings.Stress(volatility: FixedPoint(parsing: "0.05"), weight: FixedPoint(parsing: "0.25"))
        let whole = try run(path) { ($0.stress, $0.responseHours) = (stress, 24) }
        for _ in 0..<2 {
            let from = Int.random(in: whole.firstPeriod..<path.returns.count - 2, using: &generator)
            var returns = path.returns
            for period in from..<returns.count { returns[period] = Double.random(in: -0.5...0.5, using: &generator) }
            let other = try run(PredictionPaths.Path(returns: returns, onset: path.onset, crash: path.crash)) {
                ($0.stress, $0.responseHours) = (stress, 24)
            }
            let same = from - whole.firstPeriod + 1
            for model in MarginModel.allCases {
                let (left, right) = (try result(model, whole).rates, try result(model, other).rates)
                #expect(left.prefix(same) == right.prefix(same), "\(model) knew of period \(from)")
                if model != .static { #expect(left != right, "\(model) never learned of period \(from)") }
            }
            // Nor does it matter whether there is a future at all.
            let shorter = try run(PredictionPaths.Path(returns: Array(path.returns[...(from + 1)]), onset: 0, crash: 0)) {
                ($0.stress, $0.responseHours) = (stress, 24)
            }
            #expect(try result(.guarded, shorter).rates.prefix(same) == result(.guarded, whole).rates.prefix(same))
        }
    }

    @Test("each number of the result is what counting by hand gives", arguments: [1, 5])
    func byHand(horizon: Int) throws {
        let path = PredictionPaths.crash()
        let backtest = try run(path) { $0.horizon = horizon }
        let first = backtest.firstPeriod
        #expect(first == 250 && backtest.models.map(\.model) == MarginModel.allCases)
        for model in backtest.models {
            #expect(model.rates.count == path.returns.count - first)
            var (days, total, worst) = ([Bool](), FixedPoint.zero, FixedPoint.zero)
            for period in stride(from: first, through: path.returns.count - horizon, by: horizon) {
                let kept = path.returns[period..<period + horizon].reduce(1) { $0 * (1 + $1) }
                let shortfall = try AmountConversion.amount(1 - kept, rounding: .ceiling).subtracting(model.rates[period - first])
                days.append(shortfall > .zero)
                if shortfall > .zero { (total, worst) = (try total.adding(shortfall), max(worst, shortfall)) }
            }
            let count = days.count { $0 }
            #expect(model.observations == days.count && model.exceptions.count == count)
            #expect(model.totalShortfall == total && model.worstShortfall == worst)
            #expect(try model.kupiec == KupiecTest.evaluate(observations: days.count, exceptions: count, expectedRate: 0.01))
            #expect(try model.christoffersen == ChristoffersenTest.evaluate(exceptions: days, expectedRate: 0.01))
            #expect(try model.trafficLight == TrafficLight.evaluate(observations: days.count, exceptions: count, expectedRate: 0.01))
            #expect((model.recentTrafficLight == nil) == (days.count < 250))
            if let recent = model.recentTrafficLight {
                #expect(try recent == TrafficLight.evaluate(observations: 250, exceptions: days.suffix(250).count { $0 }, expectedRate: 0.01))
                #expect(recent.multiplierAddOn != nil)
            }
            #expect(model.rates.max() == model.peakRate && model.rates.min() == model.lowestRate)
            #expect(model.rates.firstIndex(of: model.peakRate) == model.peakPeriod - first)
            let sum = try model.rates.reduce(FixedPoint.zero) { try $0.adding($1) }
            #expect(try model.averageRate == sum.divided(by: FixedPoint(Int64(model.rates.count)), rounding: .ceiling))
            let margins = model.rates.map(AmountConversion.double)
            #expect(try model.peakToTrough == Procyclicality.peakToTrough(margins: margins))
            #expect(try model.largestIncreases.map(\.largest) == [1, 5, 30].map { try Procyclicality.largestIncrease(margins: margins, days: $0) })
        }
    }

    @Test("rates are those of the models asked alone, with the returns before the period")
    func ratesAlone() throws {
        let path = try PredictionPaths.cluster(seed: 21)
        let backtest = try run(path)
        let first = backtest.firstPeriod
        for period in [first, first + 1, first + 49, first + 50, first + 180, path.returns.count - 1] {
            let window = Array(path.returns[(period - 250)..<period])
            let variance = try EWMA.variance(returns: window, decay: 0.94, seed: .normalisedWeights)
            let ewma = try CalculatedRate.rate(horizonVolatility: variance.squareRoot(), confidence: 0.99, tailMultiplier: 1)
            #expect(try result(.ewma, backtest).rates[period - first] == ewma)
            // GARCH's parameters are those of the last fit, 50 periods apart.
            let fitted = first + (period - first) / 50 * 50
            let model = try GARCH.fit(returns: Array(path.returns[(fitted - 250)..<fitted]), seed: .backcast).model
            let next = try model.variances(returns: window, seed: .backcast)[250]
            let garch = try CalculatedRate.rate(horizonVolatility: next.squareRoot(), confidence: 0.99, tailMultiplier: 1)
            #expect(try result(.garch, backtest).rates[period - first] == garch)
        }
        // The rule of today is the rule that was tried.
        let settings = try BacktestSettings.daily()
        let today = try settings.calculate(past: path.returns[..<first], garch: .fitted)
        #expect(try result(.guarded, backtest).rates[0] == settings.values.guardParameters.target(today.calculated))
        #expect(try result(.forecast, backtest).rates[0] == today.calculated.rate)
        #expect(backtest.garchFits == (path.returns.count - first + 49) / 50)
        let rates = try MarginModel.allCases.map { try result($0, backtest).rates }
        #expect(Set(rates[0]).count == 1)
        for index in rates[3].indices { #expect(rates[3][index] == max(rates[1][index], rates[2][index])) }
    }

    @Test("without buffer and speed limit the guard is the forecast above its floor, and a higher floor or multiplier never asks for less")
    func guardOff() throws {
        let path = PredictionPaths.crash()
        func free(_ values: inout BacktestSettings.Values) throws {
            values.guardParameters = try GuardParameters(
                buffer: 0, releaseMultiple: 1, risePerHour: 1_000_000_000, rebuildPerHour: 1_000_000_000, fallPerHour: 1_000_000_000)
            values.responseHours = 24
        }
        let backtest = try run(path, free)
        let (forecast, guarded) = (try result(.forecast, backtest), try result(.guarded, backtest))
        for index in guarded.rates.indices {
            let past = path.returns[..<(index + backtest.firstPeriod)]
            let floor = try CalculatedRate.rate(
                horizonVolatility: CalculatedRate.longRunVolatility(returns: past, horizon: 1), confidence: 0.99, tailMultiplier: 1)
            // The square root of a square is off by a rounding now and then.
            let expected = AmountConversion.double(max(forecast.rates[index], floor))
            #expect((AmountConversion.double(guarded.rates[index]) / expected - 1).magnitude < 1e-14)
        }
        let raised = try result(.guarded, run(path) { try free(&$0); $0.tailMultiplier = 2 })
        #expect(zip(guarded.rates, raised.rates).allSatisfy { $0 <= $1 })
        let minimum = try result(.guarded, run(path) { try free(&$0); $0.minimumRate = try FixedPoint(parsing: "0.1") })
        #expect(zip(guarded.rates, minimum.rates).allSatisfy { $0 <= $1 })
        #expect(try minimum.lowestRate >= FixedPoint(parsing: "0.1"))
    }

    @Test("rates of the guard rise no faster than the ramp between two periods, and reading it later never shows less on the way up")
    func ramp() throws {
        let path = PredictionPaths.crash()
        let opening = try result(.guarded, run(path))
        let most = try FixedPoint(parsing: "0.12")
        for (before, after) in zip(opening.rates, opening.rates.dropFirst()) { #expect(after.raw - before.raw <= most.raw) }
        let closing = try result(.guarded, run(path) { $0.responseHours = 24 })
        for (before, after) in zip(opening.rates.dropFirst(), closing.rates) { #expect(before == after) }
        #expect(closing.totalShortfall <= opening.totalShortfall)
    }

    @Test("a market that never moves asks for the minimum, and GARCH says that it has nothing to say")
    func deadMarket() throws {
        let backtest = try run(PredictionPaths.Path(returns: [Double](repeating: 0, count: 300), onset: 0, crash: 0))
        #expect(backtest.silentPeriods == 50 && backtest.garchFits == 0)
        for model in backtest.models {
            #expect(model.exceptions.isEmpty && model.worstShortfall == .zero && model.kupiec.statistic > 0)
            #expect(try model.model == .guarded ? model.lowestRate >= FixedPoint(parsing: "0.001") : model.peakRate == FixedPoint(parsing: "0.001"))
        }
    }

    @Test("profits in amounts are added, and rates are amounts")
    func amounts() throws {
        let path = try PredictionPaths.cluster(seed: 5)
        let series = try ReturnSeries(name: "book", values: path.returns.map { $0 * 1_000_000 }, accumulation: .added)
        var values = try BacktestSettings.daily().values
        values.horizon = 2
        values.guardParameters = try GuardParameters(
            buffer: FixedPoint(parsing: "0.25"), releaseMultiple: 3, risePerHour: 5_000, rebuildPerHour: 100, fallPerHour: 500)
        let backtest = try MarginBacktest.run(series, settings: BacktestSettings(values))
        let ewma = try result(.ewma, backtest)
        #expect(ewma.averageRate > 10_000 && ewma.averageRate < 1_000_000)
        #expect(ewma.exceptions.contains { $0.loss > 100_000 })
    }

    @Test("settings outside their bounds, and histories too short for them, are refused")
    func refusals() throws {
        let changes: [(inout BacktestSettings.Values) throws -> Void] = [
            { $0.confidence = try FixedPoint(parsing: "0.5") }, { $0.confidence = 1 }, { $0.horizon = 0 }, { $0.horizon = 101 },
            { $0.window = 49 }, { $0.window = 5_001 }, { $0.refitEvery = 0 }, { $0.decay = 1 }, { $0.decay = 0 }, { $0.tailMultiplier = 0 },
            { $0.tailMultiplier = 101 }, { $0.floorLookback = 249 }, { $0.minimumRate = 0 }, { $0.hoursPerPeriod = 0 },
            { $0.responseHours = 25 }, { $0.responseHours = -1 }, { $0.procyclicalityPeriods = [] }, { $0.procyclicalityPeriods = [5, 5] },
            { $0.procyclicalityPeriods = [0] }, { $0.stress = BacktestSettings.Stress(volatility: -1, weight: 0) },
            { $0.stress = BacktestSettings.Stress(volatility: 1, weight: 1) },
        ]
        for (index, change) in changes.enumerated() {
            var values = try BacktestSettings.daily().values
            try change(&values)
            #expect(throws: RiskModelError.self, "change \(index)") { try BacktestSettings(values) }
        }
        #expect(throws: RiskModelError.self) { try run(PredictionPaths.Path(returns: [Double](repeating: 0, count: 251), onset: 0, crash: 0)) }
    }
}
