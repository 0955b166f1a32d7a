public import Encoding
internal import Quantities

extension BacktestSettings {
    /// All parameters, rates as decimals in strings: the member `settings` of a backtest. `stress` is null where there is none.
    public var json: JSON {
        .object([
            "confidence": .string("\(values.confidence)"), "horizon": .integer(values.horizon), "window": .integer(values.window),
            "refitEvery": .integer(values.refitEvery), "decay": .string("\(values.decay)"),
            "tailMultiplier": .string("\(values.tailMultiplier)"), "floorLookback": .integer(values.floorLookback),
            "minimumRate": .string("\(values.minimumRate)"),
            "stress": values.stress.map { ["volatility": .string("\($0.volatility)"), "weight": .string("\($0.weight)")] } ?? .null,
            "guard": values.guardParameters.json, "hoursPerPeriod": .integer(values.hoursPerPeriod),
            "responseHours": .integer(values.responseHours),
            "procyclicalityPeriods": .array(values.procyclicalityPeriods.map { .integer($0) }),
        ])
    }

    private static let members = [
        "confidence", "horizon", "window", "refitEvery", "decay", "tailMultiplier", "floorLookback", "minimumRate", "stress", "guard",
        "hoursPerPeriod", "responseHours", "procyclicalityPeriods",
    ]

    /// Reads what `json` wrote: every member, no other.
    ///
    /// - Throws: `malformedJSON` with the path; `arithmetic` for a decimal that is none; what `init` throws.
    public init(parsing json: JSON) throws(RiskModelError) {
        let node = JSONNode(json)
        let values = try Self.reading { () throws(EncodingError) in
            try node.object(allowing: Self.members)
            return (
                horizon: try node["horizon"].integer(in: 1...100), window: try node["window"].integer(in: 1...ReturnSeries.longest),
                refit: try node["refitEvery"].integer(in: 1...ReturnSeries.longest),
                lookback: try node["floorLookback"].integer(in: 1...ReturnSeries.longest),
                hours: try node["hoursPerPeriod"].integer(in: 1...8_784), response: try node["responseHours"].integer(in: 0...8_784),
                periods: try node["procyclicalityPeriods"].array(max: 8).map { element throws(EncodingError) in try element.integer(in: 1...1_000) }
            )
        }
        try self.init(
            Values(
                confidence: Self.decimal(node, "confidence"), horizon: values.horizon, window: values.window, refitEvery: values.refit,
                decay: Self.decimal(node, "decay"), tailMultiplier: Self.decimal(node, "tailMultiplier"), floorLookback: values.lookback,
                minimumRate: Self.decimal(node, "minimumRate"), stress: Self.stress(node),
                guardParameters: GuardParameters(parsing: Self.reading { () throws(EncodingError) in try node["guard"] }),
                hoursPerPeriod: values.hours, responseHours: values.response, procyclicalityPeriods: values.periods))
    }

    private static func stress(_ node: JSONNode) throws(RiskModelError) -> Stress? {
        let stress = try reading { () throws(EncodingError) in try node["stress"] }
        if stress.isNull { return nil }
        try reading { () throws(EncodingError) in _ = try stress.object(allowing: ["volatility", "weight"]) }
        return Stress(volatility: try decimal(stress, "volatility"), weight: try decimal(stress, "weight"))
    }

    static func decimal(_ node: JSONNode, _ member: String) throws(RiskModelError) -> FixedPoint {
        let text = try reading { () throws(EncodingError) in try node[member].decimalString() }
        do { return try FixedPoint(parsing: text) } catch { throw .arithmetic(error) }
    }

    static func reading<Value>(_ read: () throws(EncodingError) -> Value) throws(RiskModelError) -> Value {
        do { return try read() } catch { throw .malformedJSON(error) }
    }
}

extension GuardParameters {
    public var json: JSON {
        [
            "buffer": .string("\(buffer)"), "releaseMultiple": .string("\(releaseMultiple)"), "risePerHour": .string("\(risePerHour)"),
            "rebuildPerHour": .string("\(rebuildPerHour)"), "fallPerHour": .string("\(fallPerHour)"),
        ]
    }

    /// Reads what `json` wrote: every member, no other.
    ///
    /// - Throws: `malformedJSON` with the path; `arithmetic` for a decimal that is none; `outOfRange`.
    public init(parsing node: JSONNode) throws(RiskModelError) {
        try BacktestSettings.reading { () throws(EncodingError) in
            _ = try node.object(allowing: ["buffer", "releaseMultiple", "risePerHour", "rebuildPerHour", "fallPerHour"])
        }
        try self.init(
            buffer: BacktestSettings.decimal(node, "buffer"), releaseMultiple: BacktestSettings.decimal(node, "releaseMultiple"),
            risePerHour: BacktestSettings.decimal(node, "risePerHour"), rebuildPerHour: BacktestSettings.decimal(node, "rebuildPerHour"),
            fallPerHour: BacktestSettings.decimal(node, "fallPerHour"))
    }
}
