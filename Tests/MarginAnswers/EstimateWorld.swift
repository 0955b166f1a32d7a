import ChainIdentity
import Encoding
import Margin
import MarginAnswers
import Quantities
import RiskModels
import TestVectors

/// Parameters of two listed assets and all lenses that correlations matter to, and histories of prices to estimate from.
enum EstimateWorld {
    static let bitcoin = "eip155:1/erc20:btc"
    static let dollar = "eip155:1/erc20:usd"
    static let ether = "eip155:1/slip44:60"
    static let hour: UInt64 = 3_600_000

    static func asset(_ text: String) throws -> AssetID { try AssetID(parsing: text) }

    static func parameters(haircut: String? = nil, lenses: Bool = true) throws -> ParameterSet {
        var own: JSONObject = ["class": "major"]
        own["haircut"] = haircut.map { .string($0) }
        var root: JSONObject = [
            "format": "plimsoll/parameters/v1", "network": "test", "number": 1, "maximumPriceAgeMilliseconds": 60_000,
            "streams": [
                "maximumAgeMilliseconds": 120_000, "minimumEvidence": 2, "finalityHaircuts": ["safe": "0.05", "latest": "0.5"],
                "frozenHaircut": "0.25",
            ],
            "classes": [
                "major": [
                    "haircut": ["initial": "0.06", "maintenance": "0.05"], "debt": ["initial": "0.1", "maintenance": "0.05"],
                    "position": ["initial": "0.1", "maintenance": "0.05"],
                ],
                "stable": [
                    "haircut": "0.02", "debt": ["initial": "0.06", "maintenance": "0.03"], "position": ["initial": "0.04", "maintenance": "0.02"],
                ],
            ],
            "assets": [bitcoin: ["class": "major"], dollar: ["class": "stable"], ether: .object(own)],
        ]
        if lenses {
            root["lenses"] = [
                "floorRate": "0.005",
                "tail": [
                    "assets": [.string(bitcoin), .string(ether)], "confidence": "0.975", "horizonDays": "2", "minimumVolatility": "0.3",
                    "initialMultiple": "1.3", "methods": ["parametric", "historical"], "correlations": [["1"], ["0.8", "1"]],
                    "history": [["0.01", "0.02"], ["-0.01", "-0.02"], ["0", "0.001"]],
                ],
                "factors": [
                    "factors": [bitcoin: ["riskWeight": "0.15", "concentrationThreshold": "1000000"], ether: ["riskWeight": "0.18"]],
                    "initialMultiple": "1.3", "correlations": [["1"], ["0.8", "1"]],
                ],
            ]
        }
        return try ParameterSet(json: .object(root))
    }

    /// Forecasts over fewer days than a desk would take, so that tests are quick.
    static func settings(_ change: (inout BacktestSettings.Values) -> Void = { _ in }) throws -> BacktestSettings {
        var values = try BacktestSettings.daily().values
        (values.window, values.refitEvery, values.floorLookback) = (60, 100, 400)
        change(&values)
        return try BacktestSettings(values)
    }

    /// A table of days: a year has twelve months of 28.
    static func table(_ columns: [(name: String, prices: [Double])], from first: Int = 0, leavingOut: Set<Int> = []) throws -> PriceHistory {
        var lines = [(["date"] + columns.map(\.name)).joined(separator: ",")]
        for day in columns[0].prices.indices where !leavingOut.contains(day) {
            let number = first + day
            let date = PriceDate(year: 2_020 + number / 336, month: number / 28 % 12 + 1, day: number % 28 + 1).map { "\($0)" } ?? ""
            lines.append(([date] + columns.map { "\(Int64($0.prices[day] * 1_000_000))" }).joined(separator: ","))
        }
        return try PriceHistory(parsingCSV: Bytes(lines.joined(separator: "\n").utf8))
    }

    /// A walk whose daily moves have about this size, and its twin that shares a part of each move.
    static func walks(_ days: Int, size: Double, common: Double = 0.7, storm: Int = 0, _ random: inout SeededGenerator) -> (one: [Double], other: [Double]) {
        var (one, other) = ([100.0], [100.0])
        for day in 1..<days {
            let scale = day >= days - storm ? 6 * size : size
            func move() -> Double { Double.random(in: -1.7...1.7, using: &random) * scale }
            let (shared, own, another) = (move(), move(), move())
            one.append(one[day - 1] * (1 + common * shared + (1 - common) * own))
            other.append(other[day - 1] * (1 + common * shared + (1 - common) * another))
        }
        return (one, other)
    }

    static func question(
        _ tables: [PriceHistory], base: ParameterSet? = nil, assets: [(String, String)]? = nil, settings: BacktestSettings? = nil,
        correlations: EstimateQuestion.Correlations = .estimated(.ledoitWolf), hours: UInt64 = 24
    ) throws -> EstimateQuestion {
        try EstimateQuestion(
            base: try base ?? parameters(), tables: tables,
            assets: try (assets ?? [(bitcoin, "BTC"), (ether, "ETH")]).map { .init(asset: try asset($0.0), column: $0.1) },
            settings: try settings ?? self.settings(), correlations: correlations, elapsed: hours * hour)
    }
}
