public import Margin
import RiskModels

/// The next parameter set, estimated from histories of prices, with all that it was made from.
///
/// Rates of assets and risk weights of factors come from the forecast behind `ProcyclicalityGuard`, moved from what the set before has for
/// the time since it took effect; correlations and the history of the tail lens from the common days of their assets. All else stays.
public struct ParameterEstimate: Sendable {
    public let question: EstimateQuestion
    /// The next number, upon the base's digest.
    public let next: ParameterSet
    /// In the order of the tables.
    public let columns: [ColumnEstimate]
    /// Ascending by asset, then group.
    public let rates: [RateEstimate]
    public let lenses: LensEstimate

    /// - Throws: what forecasts and backtests throw, with the column; `outOfRange` when a lens measures an asset without prices and
    ///   correlations are not kept; `margin` when the set that results is refused.
    public init(_ question: EstimateQuestion) throws(MarginAnswersError) {
        self.question = question
        var columns: [ColumnEstimate] = []
        for column in question.columns { columns.append(try ColumnEstimate(column, question)) }
        self.columns = columns
        let known = Dictionary(columns.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first })
        rates = try Self.rates(question, known)
        lenses = try LensEstimate(question, known)
        next = try EstimatedFile(question.base, rates, lenses).set()
    }

    private static func rates(
        _ question: EstimateQuestion, _ columns: [String: ColumnEstimate]
    ) throws(MarginAnswersError) -> [RateEstimate] {
        var rates: [RateEstimate] = []
        for priced in question.assets {
            guard let resolved = question.base.rules(for: priced.asset), let column = columns[priced.column],
                let policy = question.base.classes.first(where: { $0.name == resolved.className })?.rules
            else { continue }
            for group in RateEstimate.Group.allCases {
                let before = resolved.rules.rates(of: group)
                let guarded = try GuardedRate(
                    from: before.maintenance, to: column.calculated, after: question.elapsed, question.settings.values.guardParameters)
                rates.append(
                    try RateEstimate(priced.asset, group, before: before, policy: policy.rates(of: group), guarded))
            }
        }
        return rates
    }

    /// Columns whose guarded rate would have failed too often: what those who propose should look at first.
    public var doubtful: [ColumnEstimate] {
        columns.filter { $0.guarded.map { $0.trafficLight.zone != .green } ?? true }
    }
}
