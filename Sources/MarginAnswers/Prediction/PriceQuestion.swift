public import Encoding
public import RiskModels
import Signatures

/// A table of prices, one asset of it, and settings of prediction: what a backtest and a forecast are asked about.
public struct PriceQuestion: Sendable {
    /// SHA-256 of the table's bytes, so that anybody can tell which table an answer is about.
    public let table: Digest
    public let series: ReturnSeries
    public let settings: BacktestSettings

    /// - Parameters:
    ///   - csv: a header `date,ASSET,...` and a line a day, as `PriceHistory` reads it.
    ///   - asset: which column; nil where the table has one asset.
    ///   - settings: nil for those to begin from, `BacktestSettings.daily()`.
    /// - Throws: `assetUnsaid`; `risk` with line and column of what is wrong in the table.
    public init(csv: Bytes, asset: String?, settings: BacktestSettings? = nil) throws(MarginAnswersError) {
        table = SHA256.hash(csv)
        let history = try modelling { () throws(RiskModelError) in try PriceHistory(parsingCSV: csv) }
        let column = try Self.column(asset, of: history)
        series = try modelling { () throws(RiskModelError) in try history.returns(of: column) }
        self.settings = if let settings { settings } else { try modelling { () throws(RiskModelError) in try BacktestSettings.daily() } }
    }

    private static func column(_ asset: String?, of history: PriceHistory) throws(MarginAnswersError) -> String {
        if let asset { return asset }
        guard history.assets.count == 1, let only = history.assets.first else { throw .assetUnsaid(among: history.assets) }
        return only
    }
}

extension PriceQuestion {
    /// What a table with its settings can be in one piece.
    public static let maximumBytes = 2 << 20

    /// Reads a question: strict JSON with `prices`, the table as text, and where wanted `asset` and `settings`.
    ///
    /// - Throws: `encoding` with the path; as above.
    public init(parsing bytes: Bytes) throws(MarginAnswersError) {
        let root = JSONNode(
            try decoding { () throws(EncodingError) in
                try JSON.parse(bytes, limits: JSONLimits(maximumBytes: Self.maximumBytes, maximumDepth: 6))
            })
        try root.allow(["prices", "asset", "settings"])
        let csv = try root.text("prices", max: Self.maximumBytes)
        let asset = try root.optionalMember("asset").map { (node) throws(MarginAnswersError) in
            try decoding { () throws(EncodingError) in try node.string(max: 64) }
        }
        let settings = try root.optionalMember("settings").map { (node) throws(MarginAnswersError) in
            try modelling { () throws(RiskModelError) in try BacktestSettings(parsing: node.value) }
        }
        try self.init(csv: Bytes(csv.utf8), asset: asset, settings: settings)
    }
}

extension PriceQuestion {
    /// What the settings would have asked for over the history, and how often it was not enough.
    ///
    /// - Parameter patience: asked before each period.
    /// - Throws: `risk`.
    public func backtest(patience: Patience = .endless) throws(MarginAnswersError) -> BacktestAnswer {
        let backtest = try modelling { () throws(RiskModelError) in
            try MarginBacktest.run(series, settings: settings, patience: patience)
        }
        return BacktestAnswer(table: table, backtest: backtest)
    }

    /// What the settings ask for after the last day of the table.
    ///
    /// - Throws: `risk`.
    public func forecast() throws(MarginAnswersError) -> ForecastAnswer {
        let (forecast, calculated) = try modelling { () throws(RiskModelError) in
            try settings.calculate(past: series.values[...], garch: .fitted)
        }
        return ForecastAnswer(table: table, series: series, settings: settings, forecast: forecast, calculated: calculated)
    }
}
