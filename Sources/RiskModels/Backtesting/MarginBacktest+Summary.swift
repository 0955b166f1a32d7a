extension MarginBacktest {
    /// What `summary` has, column by column.
    public func summaryHeader(_ name: String) -> String {
        let periods = settings.values.procyclicalityPeriods
        return Self.row(
            name, ["exceptions", "Kupiec p", "cluster p", "both p", "light", "peak/low", "+in \(periods[periods.count - 1])"])
    }

    /// One model in one line of at most 100 columns: exceptions, the tests, the traffic light and how far it swings. `json` has all digits.
    ///
    /// - Parameter name: cut to 8 characters.
    public func summary(of model: MarginModel, _ name: String) -> String {
        guard let result = result(of: model) else { return Self.row(String(name.prefix(8)), []) }
        let expected = SignificantDigits.text(Double(result.observations) * settings.expectedRate, 3)
        return Self.row(
            String(name.prefix(8)),
            [
                "\(result.exceptions.count) of \(expected)", Self.short(result.kupiec.pValue), Self.short(result.christoffersen.independence.pValue),
                Self.short(result.christoffersen.conditionalCoverage.pValue), result.trafficLight.zone.rawValue, Self.short(result.peakToTrough),
                Self.percent(result.largestIncreases[result.largestIncreases.count - 1].largest),
            ])
    }
}
