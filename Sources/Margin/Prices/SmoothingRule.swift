import Quantities
public import RiskModels

/// How a source smooths its prices. It stands in every record and never changes within a source's chain of records, so that a stable price and a
/// volatility follow from the record before and the new price, and a source cannot invent them.
public struct SmoothingRule: Hashable, Sendable {
    public let stable: StablePriceRule
    /// After so many milliseconds an old return counts half.
    public let volatilityHalfLife: UInt64
    /// An asset that was not seen for longer, in milliseconds, begins anew.
    public let restartAfter: UInt64

    /// - Throws: `MarginError.outOfRange` for a time of zero or above ten years.
    public init(stable: StablePriceRule, volatilityHalfLife: UInt64, restartAfter: UInt64) throws(MarginError) {
        for (time, name) in [(volatilityHalfLife, "half-life of volatility"), (restartAfter, "gap after which smoothing begins anew")] {
            guard (1...315_360_000_000).contains(time) else {
                throw .outOfRange(field: "\(name) in milliseconds", expected: "1 to ten years", got: "\(time)")
            }
        }
        (self.stable, self.volatilityHalfLife, self.restartAfter) = (stable, volatilityHalfLife, restartAfter)
    }

    /// The stable price follows as in Mango v4: 108 % per hour, steps of at most ten minutes, a memory of a day. Its slow average may grow 1 % per hour and not
    /// the source's 6 %, because it grows at once and not a day later: tenfold prices are then followed as the source's own tests have it. Volatility with
    /// a half-life of 11 days, which is RiskMetrics' 0.94 a day. Anew after three days.
    public static var standard: SmoothingRule {
        get throws(MarginError) {
            let stable = try pricing("the standard smoothing rule") { () throws(RiskModelError) in
                try StablePriceRule(
                    delay: 86_400_000, delayGrowthPerHour: FixedPoint(raw: 10_000_000_000_000_000),
                    stableGrowthPerHour: FixedPoint(raw: 1_080_000_000_000_000_000), longestStep: 600_000)
            }
            return try SmoothingRule(stable: stable, volatilityHalfLife: 950_400_000, restartAfter: 259_200_000)
        }
    }
}

/// Runs the mathematics of prices inside this module; what fails is named.
func pricing<Value>(_ quantity: @autoclosure () -> String, _ body: () throws(RiskModelError) -> Value) throws(MarginError) -> Value {
    do { return try body() } catch { throw .pricing(computing: quantity(), error) }
}
