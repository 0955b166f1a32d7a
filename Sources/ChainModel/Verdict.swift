/// What answers amount to. *Not yet* is asked again, *rejected* never.
public enum Verdict<Value: Sendable>: Sendable {
    case accepted(Value)
    /// Unknown for now: a source failed, lags or contradicts another. Nothing was lost; ask again later.
    case notYet(NotYet)
    /// The chain broke a rule the stream stands on: the stream halts until a person decides.
    case rejected(ChainModelError)
}

extension Verdict: Equatable where Value: Equatable {}
