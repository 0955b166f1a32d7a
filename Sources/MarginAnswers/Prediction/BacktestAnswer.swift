public import Encoding
public import RiskModels

/// A backtest with the table that it was made from.
public struct BacktestAnswer: Sendable {
    /// SHA-256 of the table's bytes.
    public let table: Digest
    public let backtest: MarginBacktest

    public var json: JSON {
        guard case .object(var object) = backtest.json else { return backtest.json }
        object["table"] = ["sha256": .string(table.hex)]
        return .object(object)
    }

    /// For people.
    public var text: [String] { backtest.explanation + ["", "prices with SHA-256 \(table.hex)"] }
}

/// A forecast of volatility, and the requirement that follows from it.
public struct ForecastAnswer: Sendable {
    public static let format = "plimsoll/forecast/v1"

    /// SHA-256 of the table's bytes.
    public let table: Digest
    public let series: ReturnSeries
    public let settings: BacktestSettings
    public let forecast: VolatilityForecast
    public let calculated: CalculatedRate

    /// Volatilities are over the horizon; rates are decimals in strings.
    public var json: JSON {
        [
            "format": .string(Self.format), "series": .string(series.name), "last": series.dates?.last.map { .string("\($0)") } ?? .null,
            "settings": settings.json, "observations": .integer(forecast.observations), "leader": .string(forecast.leader.rawValue),
            "volatility": [
                "ewma": .string("\(forecast.ewma.horizonVolatility)"),
                "garch": forecast.garchOpinion.map { .string("\($0.horizonVolatility)") } ?? .null,
                "counts": .string("\(forecast.horizonVolatility)"),
            ],
            "rate": .string("\(calculated.rate)"), "floor": .string("\(calculated.floor)"), "required": .string("\(calculated.required)"),
            "table": ["sha256": .string(table.hex)],
        ]
    }

    /// For people.
    public var text: [String] {
        ["forecast of \(series.name)"] + forecast.explanation.map { "  \($0)" } + [
            "requirement \(calculated.rate), floor \(calculated.floor): \(calculated.required) of the exposure", "",
            "prices with SHA-256 \(table.hex)",
        ]
    }
}
