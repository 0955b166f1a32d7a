public import Encoding
internal import Quantities

extension MarginBacktest {
    public static let format = "plimsoll/backtest/v1"

    /// The result with its settings, for programs: the same members in the same order, always.
    ///
    /// Rates and losses are exact decimals in strings; statistics are strings of at most 12 significant digits; periods are named by
    /// their day, or by their number from 0 where the series has no days. What is not defined is null.
    public var json: JSON {
        .object([
            "format": .string(Self.format),
            "series": [
                "name": .string(series.name), "accumulation": .string(series.accumulation.rawValue), "periods": .integer(series.values.count),
                "first": .string(series.label(0)), "last": .string(series.label(series.values.count - 1)),
                "firstPredicted": .string(series.label(firstPeriod)),
            ],
            "settings": settings.json,
            "seeding": [
                "ewma": .string(settings.forecaster.ewmaSeed.explanation), "garch": .string(settings.forecaster.garchSeed.explanation),
            ],
            "garch": ["fits": .integer(garchFits), "unfinishedFits": .integer(unfinishedFits), "silentPeriods": .integer(silentPeriods)],
            "models": .array(models.map { $0.json(series, settings) }),
            "guardCost": [
                "extraAverage": statistic(guardCost.extraAverage), "calmerBy": statistic(guardCost.calmerBy),
                "extraShortfall": .string("\(guardCost.extraShortfall)"),
            ],
        ])
    }
}

extension ModelBacktest {
    fileprivate func json(_ series: ReturnSeries, _ settings: BacktestSettings) -> JSON {
        .object([
            "model": .string(model.rawValue), "observations": .integer(observations),
            "expectedExceptions": statistic(Double(observations) * settings.expectedRate), "exceptionCount": .integer(exceptions.count),
            "exceptions": .array(exceptions.map { exception in
                [
                    "period": .string(series.label(exception.period)), "loss": .string("\(exception.loss)"),
                    "rate": .string("\(exception.rate)"), "shortfall": .string("\(exception.shortfall)"),
                ]
            }),
            "kupiec": kupiec.json, "independence": christoffersen.independence.json,
            "conditionalCoverage": christoffersen.conditionalCoverage.json, "trafficLight": trafficLight.json,
            "recentTrafficLight": recentTrafficLight?.json ?? .null,
            "averageRate": .string("\(averageRate)"), "lowestRate": .string("\(lowestRate)"), "peakRate": .string("\(peakRate)"),
            "peakPeriod": .string(series.label(peakPeriod)), "peakToTrough": statistic(peakToTrough),
            "largestIncreases": .array(largestIncreases.map { ["periods": .integer($0.periods), "largest": statistic($0.largest)] }),
            "totalShortfall": .string("\(totalShortfall)"), "worstShortfall": .string("\(worstShortfall)"),
        ])
    }
}

extension LikelihoodRatio {
    fileprivate var json: JSON {
        ["statistic": RiskModels.statistic(statistic), "degreesOfFreedom": .integer(degreesOfFreedom), "pValue": RiskModels.statistic(pValue)]
    }
}

extension TrafficLight {
    fileprivate var json: JSON {
        [
            "zone": .string(zone.rawValue), "cumulativeProbability": statistic(cumulativeProbability),
            "multiplierAddOn": multiplierAddOn.map(statistic) ?? .null,
        ]
    }
}

private func statistic(_ value: Double) -> JSON { .string(SignificantDigits.text(value, 12)) }
