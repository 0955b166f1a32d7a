public import ChainIdentity
import Encoding
import Margin
public import Quantities
public import RiskModels

/// What the lenses of the correlation-aware mode get from the histories.
public struct LensEstimate: Sendable {
    /// A factor's risk weight, before and after the guard has moved it.
    public struct Weight: Hashable, Sendable {
        public let asset: AssetID
        public let before: FixedPoint
        public let after: FixedPoint
    }

    /// nil where there is no such lens, or correlations are kept.
    public let tailCorrelations: CorrelationEstimate?
    public let factorCorrelations: CorrelationEstimate?
    /// Ascending by asset; of those factors that have prices.
    public let weights: [Weight]
    /// The tail lens's least yearly volatility; nil where not all of its assets have prices.
    public let minimumVolatility: (before: FixedPoint, after: FixedPoint)?
    /// Daily logarithmic returns for the historical method, oldest first; empty where it is not used or correlations are kept.
    public let history: [[FixedPoint]]

    init(_ question: EstimateQuestion, _ columns: [String: ColumnEstimate]) throws(MarginAnswersError) {
        let lenses = question.base.lenses
        let (tail, factors) = (lenses?.tail?.assets ?? [], lenses?.factors?.factors ?? [])
        tailCorrelations = try Self.correlations(of: tail, "tail", question)
        factorCorrelations = try Self.correlations(of: factors.map(\.asset), "factor", question)
        history = try Self.history(question)
        var weights: [Weight] = []
        for factor in factors {
            guard let estimate = question.column(of: factor.asset).flatMap({ columns[$0] }) else { continue }
            let moved = try GuardedRate(
                from: factor.riskWeight, to: estimate.calculated, after: question.elapsed, question.settings.values.guardParameters)
            weights.append(Weight(asset: factor.asset, before: factor.riskWeight, after: moved.rate))
        }
        self.weights = weights
        minimumVolatility = try Self.minimumVolatility(question, columns)
    }

    private static func correlations(
        of assets: [AssetID], _ lens: String, _ question: EstimateQuestion
    ) throws(MarginAnswersError) -> CorrelationEstimate? {
        guard case .estimated(let method) = question.correlations, !assets.isEmpty else { return nil }
        let (columns, series) = try places(of: assets, lens, question)
        return try modelling { () throws(RiskModelError) in
            let returns = try PriceHistory.joined(tables(of: columns, question)).logarithmicReturns(of: columns)
            return try CorrelationEstimate(returns: Array(returns.suffix(question.settings.values.window)), series: series, method: method)
        }
    }

    /// The columns of a lens's assets, each once, and which of them each asset has.
    private static func places(
        of assets: [AssetID], _ lens: String, _ question: EstimateQuestion
    ) throws(MarginAnswersError) -> (columns: [String], series: [Int]) {
        var (columns, series) = ([String](), [Int]())
        for asset in assets {
            guard let column = question.column(of: asset) else {
                throw .outOfRange(
                    field: "prices of \(asset.text)", expected: "a column, because the \(lens) lens measures it; or correlations kept as they are", got: "none")
            }
            if let place = columns.firstIndex(of: column) { series.append(place) } else {
                series.append(columns.count)
                columns.append(column)
            }
        }
        return (columns, series)
    }

    /// Only those tables: the days of others need not be common.
    private static func tables(of columns: [String], _ question: EstimateQuestion) -> [PriceHistory] {
        question.tables.filter { table in columns.contains { table.assets.contains($0) } }
    }

    /// As many days as before, of those there are.
    private static func history(_ question: EstimateQuestion) throws(MarginAnswersError) -> [[FixedPoint]] {
        guard case .estimated = question.correlations, let tail = question.base.lenses?.tail, !tail.history.isEmpty else { return [] }
        let (columns, series) = try places(of: tail.assets, "tail", question)
        return try modelling { () throws(RiskModelError) in
            let returns = try PriceHistory.joined(tables(of: columns, question)).logarithmicReturns(of: columns).suffix(tail.history.count)
            var rows: [[FixedPoint]] = []
            for day in returns {
                var row: [FixedPoint] = []
                for column in series { row.append(try AmountConversion.amount(day[column], rounding: .floor)) }
                rows.append(row)
            }
            return rows
        }
    }

    /// The least volatility follows the calmest asset of the lens upwards. It never falls by itself: it is what calm markets must not lower.
    private static func minimumVolatility(
        _ question: EstimateQuestion, _ columns: [String: ColumnEstimate]
    ) throws(MarginAnswersError) -> (before: FixedPoint, after: FixedPoint)? {
        guard let tail = question.base.lenses?.tail else { return nil }
        let estimates = tail.assets.compactMap { question.column(of: $0).flatMap { columns[$0] } }
        guard estimates.count == tail.assets.count, let calmest = estimates.map(\.calculated).min(by: { $0.required < $1.required }) else { return nil }
        let values = question.settings.values
        // What a yearly volatility of 1 asks for over the horizon; a year has 365 days.
        let years = Double(values.horizon * values.hoursPerPeriod) / 8_760
        let unit = try modelling { () throws(RiskModelError) in
            try CalculatedRate.rate(
                horizonVolatility: years.squareRoot(), confidence: AmountConversion.double(values.confidence),
                tailMultiplier: AmountConversion.double(values.tailMultiplier))
        }
        let start = try computing("the rate of a volatility") { () throws(QuantityError) in
            try tail.minimumVolatility.multiplied(by: unit, rounding: .ceiling)
        }
        let moved = try GuardedRate(from: start, to: calmest, after: question.elapsed, values.guardParameters)
        let volatility = try computing("a volatility") { () throws(QuantityError) in try moved.rate.divided(by: unit, rounding: .ceiling) }
        return (tail.minimumVolatility, max(tail.minimumVolatility, try GuardedRate.millionths(volatility)))
    }
}
