/// Losses with their probabilities. A loss is positive, a gain negative.
public struct LossDistribution: Hashable, Sendable {
    public struct Outcome: Hashable, Sendable {
        public let loss: Double
        public let probability: Double

        public init(loss: Double, probability: Double) {
            self.loss = loss
            self.probability = probability
        }
    }

    /// Descending by loss, each loss once.
    public let outcomes: [Outcome]

    public static let maximumOutcomes = 1_048_576

    /// - Throws: `count` without outcomes or with too many; `notFinite`; `outOfRange` for a negative probability or a sum that is not 1
    ///   within 1e-9.
    public init(_ outcomes: [Outcome]) throws(RiskModelError) {
        try Require.count(outcomes.count, "outcomes", atLeast: 1, atMost: Self.maximumOutcomes)
        for outcome in outcomes {
            try Require.finite(outcome.loss, "loss")
            try Require.within(0...1, outcome.probability, "probability")
        }
        let merged = Self.merged(outcomes)
        let total = merged.reduce(0) { $0 + $1.probability }
        try Require.within((1 - 1e-9)...(1 + 1e-9), total, "sum of probabilities")
        self.outcomes = merged
    }

    private static func merged(_ outcomes: [Outcome]) -> [Outcome] {
        var merged: [Outcome] = []
        for outcome in outcomes.sorted(by: { ($0.loss, $0.probability) > ($1.loss, $1.probability) }) {
            if let last = merged.last, last.loss == outcome.loss {
                merged[merged.count - 1] = Outcome(loss: last.loss, probability: last.probability + outcome.probability)
            } else {
                merged.append(outcome)
            }
        }
        return merged
    }

    /// The distribution of the sum of two independent losses.
    public func convolved(with other: LossDistribution) throws(RiskModelError) -> LossDistribution {
        let (count, overflow) = outcomes.count.multipliedReportingOverflow(by: other.outcomes.count)
        try Require.count(overflow ? .max : count, "outcomes", atLeast: 1, atMost: Self.maximumOutcomes)
        var sums: [Outcome] = []
        sums.reserveCapacity(count)
        for one in outcomes {
            for two in other.outcomes { sums.append(Outcome(loss: one.loss + two.loss, probability: one.probability * two.probability)) }
        }
        return try LossDistribution(sums)
    }

    /// By the convention of `TailMeasure`.
    ///
    /// - Throws: `outOfRange` for a confidence that is not strictly between 0 and 1.
    public func tail(confidence: Double) throws(RiskModelError) -> TailMeasure {
        try Require.openUnit(confidence, "confidence")
        let tail = 1 - confidence
        var valueAtRisk = outcomes[outcomes.count - 1].loss
        var worse = 0.0
        for outcome in outcomes {
            valueAtRisk = outcome.loss
            // As soon as more than the tail is at this loss or worse, P(loss < x) is below the confidence.
            if worse + outcome.probability > tail + 1e-12 { break }
            worse += outcome.probability
        }
        var excess = 0.0
        for outcome in outcomes where outcome.loss > valueAtRisk { excess += outcome.probability * (outcome.loss - valueAtRisk) }
        return TailMeasure(
            confidence: confidence, valueAtRisk: valueAtRisk,
            expectedShortfall: try Require.result(valueAtRisk + excess / tail, "expected shortfall"), method: .distribution)
    }
}
