/// Ways to set a requirement, from the simplest to the one that is used: a backtest runs all of them on the same series.
public enum MarginModel: String, Hashable, Sendable, CaseIterable {
    /// One rate for ever, from the volatility before the first day.
    case `static`
    /// The moving average's forecast, followed at once.
    case ewma
    /// GARCH(1,1)'s forecast, followed at once; the moving average's where GARCH is silent.
    case garch
    /// The larger of the two, followed at once.
    case forecast
    /// The larger of the two, mixed with stressed observations where there are some, behind `ProcyclicalityGuard`.
    case guarded
}
