/// Do exceptions come in clusters?
///
/// Source: Christoffersen, Evaluating interval forecasts (1998): a Markov chain of calm and exceptional days against independence.
public struct ChristoffersenTest: Hashable, Sendable {
    /// How often one kind of day followed another.
    public struct Transitions: Hashable, Sendable {
        public let calmToCalm: Int
        public let calmToException: Int
        public let exceptionToCalm: Int
        public let exceptionToException: Int

        /// - Throws: `count` for a negative number, or when there is no transition at all.
        public init(calmToCalm: Int, calmToException: Int, exceptionToCalm: Int, exceptionToException: Int) throws(RiskModelError) {
            let all = [calmToCalm, calmToException, exceptionToCalm, exceptionToException]
            for count in all { try Require.count(count, "transitions", atLeast: 0) }
            try Require.count(all.reduce(0, +), "transitions", atLeast: 1)
            self.calmToCalm = calmToCalm
            self.calmToException = calmToException
            self.exceptionToCalm = exceptionToCalm
            self.exceptionToException = exceptionToException
        }

        /// - Parameter exceptions: oldest first, at least two days.
        public init(exceptions: [Bool]) throws(RiskModelError) {
            try Require.count(exceptions.count, "days", atLeast: 2)
            var counts = [0, 0, 0, 0]
            for day in exceptions.indices.dropFirst() {
                counts[(exceptions[day - 1] ? 2 : 0) + (exceptions[day] ? 1 : 0)] += 1
            }
            try self.init(calmToCalm: counts[0], calmToException: counts[1], exceptionToCalm: counts[2], exceptionToException: counts[3])
        }
    }

    /// Independence alone, one degree of freedom.
    public let independence: LikelihoodRatio
    /// Independence and the right number together (Kupiec's statistic added), two degrees of freedom.
    public let conditionalCoverage: LikelihoodRatio

    /// - Parameters:
    ///   - observations: all days, for the number of exceptions.
    ///   - exceptions: among all days.
    /// - Throws: `count`, `outOfRange`.
    public static func evaluate(
        _ transitions: Transitions, observations: Int, exceptions: Int, expectedRate: Double
    ) throws(RiskModelError) -> ChristoffersenTest {
        let coverage = try KupiecTest.evaluate(observations: observations, exceptions: exceptions, expectedRate: expectedRate)
        let independence = try LikelihoodRatio(statistic: statistic(transitions), degreesOfFreedom: 1)
        return ChristoffersenTest(
            independence: independence,
            conditionalCoverage: try LikelihoodRatio(statistic: coverage.statistic + independence.statistic, degreesOfFreedom: 2))
    }

    /// Both tests from the days themselves.
    public static func evaluate(exceptions: [Bool], expectedRate: Double) throws(RiskModelError) -> ChristoffersenTest {
        try evaluate(
            Transitions(exceptions: exceptions), observations: exceptions.count, exceptions: exceptions.count { $0 },
            expectedRate: expectedRate)
    }

    private static func statistic(_ n: Transitions) -> Double {
        let (toCalm, toException) = (n.calmToCalm + n.exceptionToCalm, n.calmToException + n.exceptionToException)
        let independent = logLikelihood(toCalm, toException)
        let dependent = logLikelihood(n.calmToCalm, n.calmToException) + logLikelihood(n.exceptionToCalm, n.exceptionToException)
        return 2 * (dependent - independent)
    }

    /// Of a coin that was thrown and fell so, at its own frequency.
    private static func logLikelihood(_ calm: Int, _ exceptional: Int) -> Double {
        let total = Double(calm + exceptional)
        return weightedLog(calm, Double(calm) / total) + weightedLog(exceptional, Double(exceptional) / total)
    }
}
