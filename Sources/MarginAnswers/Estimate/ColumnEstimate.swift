import Encoding
public import Quantities
public import RiskModels

/// What one history of prices asks for now, and how the same settings would have done on it.
public struct ColumnEstimate: Sendable {
    public let column: String
    public let forecast: VolatilityForecast
    /// What the settings make of the forecast: with stress, and the floor.
    public let calculated: CalculatedRate
    public let backtest: MarginBacktest

    init(_ column: String, _ question: EstimateQuestion) throws(MarginAnswersError) {
        let series = try question.returns(of: column)
        do throws(RiskModelError) {
            (forecast, calculated) = try question.settings.calculate(past: series.values[...], garch: .fitted)
            backtest = try MarginBacktest.run(series, settings: question.settings)
        } catch { throw .at(path: "prices of \(excerpt(column))", .risk(error)) }
        self.column = column
    }

    /// How the guard, which sets the rates, would have done.
    public var guarded: ModelBacktest? { backtest.result(of: .guarded) }
}

/// A rate on its way from what holds to what the market asks for, as far as the guard lets it move.
public struct GuardedRate: Hashable, Sendable {
    /// What those who are in are asked for.
    public let rate: FixedPoint
    /// What those who come are asked for: the ramp does not protect them.
    public let opening: FixedPoint

    /// - Parameters:
    ///   - start: the rate that holds; at most 2 * 10^12.
    ///   - elapsed: since it took effect, in milliseconds.
    init(from start: FixedPoint, to calculated: CalculatedRate, after elapsed: UInt64, _ parameters: GuardParameters) throws(MarginAnswersError) {
        let state = try modelling { () throws(RiskModelError) in
            try ProcyclicalityGuard(parameters: parameters).advance(GuardState(rate: start, calculated: calculated, at: 0), to: elapsed)
        }
        rate = try Self.millionths(state.rate)
        opening = try Self.millionths(state.openingRate)
    }

    /// What is asked for now and not reached yet.
    public var uncovered: FixedPoint { FixedPoint(raw: opening.raw - rate.raw) }

    /// People read these numbers: rounded up to six digits.
    static func millionths(_ rate: FixedPoint) throws(MarginAnswersError) -> FixedPoint {
        let unit = Int128(FixedPoint.scale / 1_000_000)
        let rest = rate.raw % unit
        guard rest > 0 else { return rate }
        return try computing("a rate") { () throws(QuantityError) in try rate.adding(FixedPoint(raw: unit - rest)) }
    }
}
