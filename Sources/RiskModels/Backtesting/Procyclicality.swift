/// How much a margin requirement swings: what is asked for in calm times and what is suddenly asked for in a storm.
///
/// Source: Murphy, Vasios, Vause, An investigation into the procyclicality of risk-based initial margin models (Bank of England
/// Financial Stability Paper 29, 2014), section 3: peak-to-trough ratio and n-day measure.
public enum Procyclicality {
    /// The largest requirement over the smallest; 1 is perfectly stable.
    ///
    /// - Parameter margins: requirements in time order, each positive.
    /// - Throws: `count`, `notFinite`, `outOfRange`, `overflow`.
    public static func peakToTrough(margins: [Double]) throws(RiskModelError) -> Double {
        try check(margins, atLeast: 1)
        var (low, high) = (margins[0], margins[0])
        for margin in margins { (low, high) = (min(low, margin), max(high, margin)) }
        return try Require.result(high / low, "peak to trough")
    }

    /// The largest increase within `days` steps, as a share of the requirement before it; 0 when it never grows.
    ///
    /// Every start within the window counts, so a longer window never shows less.
    /// - Throws: as `peakToTrough`; `count` unless there is at least one step.
    public static func largestIncrease(margins: [Double], days: Int) throws(RiskModelError) -> Double {
        try check(margins, atLeast: 2)
        try Require.count(days, "days", atLeast: 1)
        var largest = 0.0
        // Indices whose margins ascend: the first one still in the window is its trough.
        var candidates: [Int] = []
        var first = 0
        for day in margins.indices {
            while first < candidates.count, candidates[first] < day - days { first += 1 }
            if first < candidates.count { largest = max(largest, margins[day] / margins[candidates[first]] - 1) }
            while candidates.count > first, margins[candidates[candidates.count - 1]] >= margins[day] { candidates.removeLast() }
            candidates.append(day)
        }
        return try Require.result(largest, "largest increase")
    }

    private static func check(_ margins: [Double], atLeast: Int) throws(RiskModelError) {
        try Require.count(margins.count, "margins", atLeast: atLeast)
        for margin in margins { try Require.positive(margin, "margin") }
    }
}
