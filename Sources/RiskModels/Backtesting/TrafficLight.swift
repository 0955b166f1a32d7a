/// The supervisors' reading of a backtest.
///
/// Source: Basel Committee, MAR32 (formerly Supervisory framework for the use of "backtesting", 1996): green below 95 % cumulative
/// probability of so many exceptions or fewer under a right model, yellow below 99.99 %, red from there.
public struct TrafficLight: Hashable, Sendable {
    public enum Zone: String, Hashable, Sendable, CaseIterable {
        case green, yellow, red
    }

    public let zone: Zone
    /// The probability of so many exceptions or fewer when the model is right.
    public let cumulativeProbability: Double
    /// Added to the capital multiplier of 1.5 in MAR32; defined for 250 days at 99 % only.
    public let multiplierAddOn: Double?

    /// - Parameter expectedRate: 1 - confidence: 0.01 for the supervisors' test.
    /// - Throws: `count`, `outOfRange`.
    public static func evaluate(observations: Int, exceptions: Int, expectedRate: Double) throws(RiskModelError) -> TrafficLight {
        try Require.count(observations, "observations", atLeast: 1, atMost: 1_000_000)
        try Require.count(exceptions, "exceptions", atLeast: 0, atMost: observations)
        try Require.openUnit(expectedRate, "expected rate")
        let probability = cumulative(observations, exceptions, expectedRate)
        let zone: Zone = probability < 0.95 ? .green : probability < 0.9999 ? .yellow : .red
        let isSupervisors = observations == 250 && expectedRate == 0.01
        return TrafficLight(
            zone: zone, cumulativeProbability: probability, multiplierAddOn: isSupervisors ? addOns[min(exceptions, 10)] : nil)
    }

    /// MAR32.9, table 1, by exceptions.
    private static let addOns = [0, 0, 0, 0, 0, 0.20, 0.26, 0.33, 0.38, 0.42, 0.50]

    /// The binomial distribution function, from the logarithm of each term: the product of many small numbers would vanish.
    private static func cumulative(_ n: Int, _ x: Int, _ p: Double) -> Double {
        let (logP, logQ) = (ElementaryFunctions.log(p), ElementaryFunctions.log(1 - p))
        var logCoefficient = 0.0
        var sum = 0.0
        for k in 0...x {
            if k > 0 { logCoefficient += ElementaryFunctions.log(Double(n - k + 1) / Double(k)) }
            sum += ElementaryFunctions.exp(logCoefficient + Double(k) * logP + Double(n - k) * logQ)
        }
        return min(1, sum)
    }
}
