public import ChainIdentity
public import Margin
public import RiskModels

/// What the next parameter set is estimated from: the set before, histories of prices, and how a requirement follows a forecast.
public struct EstimateQuestion: Sendable {
    /// An asset of the parameters, and the column of the tables that has its prices. Several assets may have one column.
    public struct PricedAsset: Hashable, Sendable {
        public let asset: AssetID
        public let column: String

        public init(asset: AssetID, column: String) {
            (self.asset, self.column) = (asset, column)
        }
    }

    public enum Correlations: Hashable, Sendable {
        case estimated(CorrelationEstimate.Method)
        /// As the set before has them: correlations cannot be called tighter or looser, so a change of them needs the full notice.
        case kept
    }

    public static let mostAssets = 4_096

    public let base: ParameterSet
    public let tables: [PriceHistory]
    /// Ascending by asset text.
    public let assets: [PricedAsset]
    public let settings: BacktestSettings
    public let correlations: Correlations
    /// Between the time the set before took effect and the time this one will; milliseconds. Rates move no further than they may in it.
    public let elapsed: UInt64

    /// - Parameters:
    ///   - tables: with columns of different names; their days may differ.
    ///   - assets: in any order.
    /// - Throws: `outOfRange` for no or too many assets, for an asset that the set does not list, or for more than 100 years; `duplicate`
    ///   for an asset with two columns, `risk` for a column of two tables or of none.
    public init(
        base: ParameterSet, tables: [PriceHistory], assets: [PricedAsset], settings: BacktestSettings, correlations: Correlations, elapsed: UInt64
    ) throws(MarginAnswersError) {
        guard (1...Self.mostAssets).contains(assets.count) else {
            throw .outOfRange(field: "assets with prices", expected: "1 to \(Self.mostAssets)", got: "\(assets.count)")
        }
        guard elapsed <= Self.longest else {
            throw .outOfRange(field: "time since the set before", expected: "at most \(Self.longest) ms", got: "\(elapsed) ms")
        }
        let sorted = assets.sorted { $0.asset.text < $1.asset.text }
        for index in sorted.indices.dropFirst() where sorted[index].asset == sorted[index - 1].asset {
            throw .duplicate(field: "asset", name: sorted[index].asset.text)
        }
        let columns = tables.flatMap(\.assets)
        for (index, column) in columns.enumerated() where columns[..<index].contains(column) { throw .risk(.duplicate(name: column)) }
        for priced in sorted {
            guard columns.contains(priced.column) else { throw .risk(.unknown(name: priced.column, what: "column of prices")) }
            guard Self.isKnown(priced.asset, to: base) else {
                throw .outOfRange(
                    field: "asset \(priced.asset.text)", expected: "one that parameters \(base.number) list or a lens measures", got: "another")
            }
        }
        self.base = base
        self.tables = tables
        self.assets = sorted
        self.settings = settings
        self.correlations = correlations
        self.elapsed = elapsed
    }

    private static let longest: UInt64 = 100 * 365 * 86_400_000

    private static func isKnown(_ asset: AssetID, to base: ParameterSet) -> Bool {
        base.rules(for: asset) != nil || base.lenses?.tail?.assets.contains(asset) == true
            || base.lenses?.factors?.factors.contains { $0.asset == asset } == true
    }

    /// The column of an asset; nil when nobody gave one.
    func column(of asset: AssetID) -> String? { assets.first { $0.asset == asset }?.column }

    /// The columns that are used, each once, in the order of the tables.
    var columns: [String] {
        let used = Set(assets.map(\.column))
        return tables.flatMap(\.assets).filter(used.contains)
    }

    /// All the days that the column's own table has.
    func returns(of column: String) throws(MarginAnswersError) -> ReturnSeries {
        try modelling { () throws(RiskModelError) in
            guard let table = tables.first(where: { $0.assets.contains(column) }) else {
                throw .unknown(name: column, what: "column of prices")
            }
            return try table.returns(of: column)
        }
    }
}
