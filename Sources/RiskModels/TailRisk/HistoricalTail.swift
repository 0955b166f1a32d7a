/// Value at risk and expected shortfall of observed or replayed profits.
public enum HistoricalTail {
    /// - Parameters:
    ///   - pnl: one per scenario, profit positive; the order changes nothing.
    ///   - confidence: strictly between 0 and 1; 0.975, never 97.5.
    /// - Throws: `count` without observations or above 16,777,216; `notFinite`; `outOfRange`.
    ///
    /// The convention is that of `TailMeasure`. With fewer observations than `1 / (1 - confidence)` both answers are the worst loss.
    public static func measure(pnl: [Double], confidence: Double) throws(RiskModelError) -> TailMeasure {
        try Require.count(pnl.count, "observations", atLeast: 1)
        try Require.openUnit(confidence, "confidence")
        try Require.allFinite(pnl, "pnl")
        var losses = pnl.map { -$0 }
        return try EmpiricalTail.measure(&losses, confidence: confidence, method: .historical(observations: pnl.count))
    }
}
