/// Proportion of failures: were there as many exceptions as the confidence says?
///
/// Source: Kupiec, Techniques for verifying the accuracy of risk measurement models (1995). LR = 2 (ln L(x/n) - ln L(p)), one degree of
/// freedom. For 250 days, 3 exceptions and 1 %: 0.09494.
public enum KupiecTest {
    /// - Parameters:
    ///   - observations: days, at least 1.
    ///   - exceptions: days on which the loss was larger than the value at risk.
    ///   - expectedRate: 1 - confidence, strictly between 0 and 1.
    /// - Throws: `count`, `outOfRange`.
    public static func evaluate(observations: Int, exceptions: Int, expectedRate: Double) throws(RiskModelError) -> LikelihoodRatio {
        try Require.count(observations, "observations", atLeast: 1)
        try Require.count(exceptions, "exceptions", atLeast: 0, atMost: observations)
        try Require.openUnit(expectedRate, "expected rate")
        let calm = observations - exceptions
        let rate = Double(exceptions) / Double(observations)
        let expected = weightedLog(calm, 1 - expectedRate) + weightedLog(exceptions, expectedRate)
        let observed = weightedLog(calm, Double(calm) / Double(observations)) + weightedLog(exceptions, rate)
        return try LikelihoodRatio(statistic: 2 * (observed - expected), degreesOfFreedom: 1)
    }
}
