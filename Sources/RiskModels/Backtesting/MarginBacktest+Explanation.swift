internal import Quantities

extension MarginBacktest {
    /// The result for people: lines of at most 100 columns. Numbers are shortened; `json` has all digits.
    public var explanation: [String] {
        let values = settings.values
        let last = series.values.count - 1
        var lines = ["backtest of \(series.name)"]
        lines.append("  \(series.label(firstPeriod)) to \(series.label(last)), each rate from the \(values.window) returns before it")
        lines.append("  covers \(Self.percent(settings.confidence)) over \(Self.periods(values.horizon)); \(models[0].observations) losses compared")
        lines.append("  GARCH fitted \(garchFits) times, \(unfinishedFits) not to the end, silent in \(Self.periods(silentPeriods))")
        lines.append("  guard read \(values.responseHours) of \(values.hoursPerPeriod) hours into each period")
        lines.append("")
        lines.append(Self.row("", ["exceptions", "Kupiec p", "cluster p", "both p", "light", "shortfall", "worst"]))
        for model in models { lines.append(Self.row(model.model.rawValue, model.coverage(settings))) }
        lines.append("")
        let window = values.procyclicalityPeriods[0]
        let longest = values.procyclicalityPeriods[values.procyclicalityPeriods.count - 1]
        lines.append(Self.row("", ["average", "lowest", "peak", "peak/low", "+in \(window)", "+in \(longest)", "peak at"]))
        for model in models { lines.append(Self.row(model.model.rawValue, model.swing(series))) }
        lines.append("")
        let cost = guardCost
        lines.append("the guard beside the forecast followed at once:")
        lines.append("  asks for \(Self.percent(cost.extraAverage.magnitude)) \(cost.extraAverage < 0 ? "less" : "more") on average")
        lines.append("  peak to trough \(Self.short(cost.calmerBy.magnitude)) \(cost.calmerBy < 0 ? "larger" : "smaller")")
        let shortfall = Self.short(AmountConversion.double(cost.extraShortfall).magnitude)
        lines.append("  leaves \(shortfall) \(cost.extraShortfall.isNegative ? "less" : "more") uncovered")
        return lines
    }

    private static func periods(_ count: Int) -> String { count == 1 ? "1 period" : "\(count) periods" }

    static func short(_ value: Double) -> String { SignificantDigits.text(value, 4) }

    static func percent(_ share: Double) -> String { SignificantDigits.text(100 * share, 4) + " %" }

    /// A name of 9 and seven columns of 12: 93 in all. The widest number, -1.234e-300, has 11.
    static func row(_ name: String, _ cells: [String]) -> String {
        cells.reduce(name + String(repeating: " ", count: max(0, 9 - name.utf8.count))) { line, cell in
            line + String(repeating: " ", count: max(1, 12 - cell.utf8.count)) + cell
        }
    }
}

extension ModelBacktest {
    fileprivate func coverage(_ settings: BacktestSettings) -> [String] {
        let expected = SignificantDigits.text(Double(observations) * settings.expectedRate, 3)
        return [
            "\(exceptions.count) of \(expected)", MarginBacktest.short(kupiec.pValue), MarginBacktest.short(christoffersen.independence.pValue),
            MarginBacktest.short(christoffersen.conditionalCoverage.pValue), trafficLight.zone.rawValue,
            MarginBacktest.short(AmountConversion.double(totalShortfall)), MarginBacktest.short(AmountConversion.double(worstShortfall)),
        ]
    }

    fileprivate func swing(_ series: ReturnSeries) -> [String] {
        [averageRate, lowestRate, peakRate].map { MarginBacktest.short(AmountConversion.double($0)) }
            + [MarginBacktest.short(peakToTrough), MarginBacktest.percent(largestIncreases[0].largest)]
            + [MarginBacktest.percent(largestIncreases[largestIncreases.count - 1].largest), series.label(peakPeriod)]
    }
}
