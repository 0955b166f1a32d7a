/// A likelihood-ratio statistic and the probability of one at least as large when the model is right.
public struct LikelihoodRatio: Hashable, Sendable {
    /// 0 or more; larger speaks against the model.
    public let statistic: Double
    public let degreesOfFreedom: Int
    public let pValue: Double

    /// - Parameter degreesOfFreedom: 1 or 2, for which the chi-squared tail has a closed form: 2 N(-sqrt x) and exp(-x / 2).
    init(statistic: Double, degreesOfFreedom: Int) throws(RiskModelError) {
        // Equal likelihoods may differ by a rounding.
        let statistic = max(0, try Require.result(statistic, "likelihood ratio"))
        self.statistic = statistic
        self.degreesOfFreedom = degreesOfFreedom
        pValue = degreesOfFreedom == 1
            ? min(1, 2 * ElementaryFunctions.distribution(-statistic.squareRoot())) : ElementaryFunctions.exp(-0.5 * statistic)
    }
}

/// `count * ln(probability)`, 0 for a count of 0 whatever the probability.
func weightedLog(_ count: Int, _ probability: Double) -> Double {
    count == 0 ? 0 : Double(count) * ElementaryFunctions.log(probability)
}
