import ArgumentParser
import Encoding
import RiskModels

struct ForecastCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast", abstract: "Forecast an asset's volatility from its prices, and the requirement that follows.",
        discussion: """
            The moving average and GARCH(1,1) as plimsoll backtest has them, fitted to the last returns of the table; the larger one counts. The requirement \
            never falls below its floor, which comes from the long run.
            """)

    @OptionGroup var table: PriceTableArguments
    @OptionGroup var output: OutputOptions

    func run() throws {
        let (found, settings) = (try table.read(), try table.readSettings())
        let (forecast, calculated) = try RiskFileError.naming(table.prices ?? "") {
            try settings.calculate(past: found.series.values[...], garch: .fitted)
        }
        guard !output.json else { return Output().json(found.cited(in: json(found.series, settings, forecast, calculated))) }
        Output().line("forecast of \(found.series.name)")
        for line in forecast.explanation { Output().line("  \(line)") }
        Output().line("requirement \(calculated.rate), floor \(calculated.floor): \(calculated.required) of the exposure")
        Output().line()
        Output().line(found.line)
    }

    private func json(
        _ series: ReturnSeries, _ settings: BacktestSettings, _ forecast: VolatilityForecast, _ calculated: CalculatedRate
    ) -> JSON {
        [
            "format": "plimsoll/forecast/v1", "series": .string(series.name), "last": series.dates?.last.map { .string("\($0)") } ?? .null,
            "settings": settings.json, "observations": .integer(forecast.observations), "leader": .string(forecast.leader.rawValue),
            "volatility": [
                "ewma": .string("\(forecast.ewma.horizonVolatility)"),
                "garch": forecast.garchOpinion.map { .string("\($0.horizonVolatility)") } ?? .null,
                "counts": .string("\(forecast.horizonVolatility)"),
            ],
            "rate": .string("\(calculated.rate)"), "floor": .string("\(calculated.floor)"), "required": .string("\(calculated.required)"),
        ]
    }
}
