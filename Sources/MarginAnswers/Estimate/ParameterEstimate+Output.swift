import ChainIdentity
public import Encoding
import Margin
import Quantities
import RiskModels

extension ParameterEstimate {
    public static let format = "plimsoll/parameter-estimate/v1"

    /// The estimate with the backtest of every column, for programs.
    public var json: JSON {
        [
            "format": .string(Self.format),
            "network": .string("\(next.network)"),
            "base": ["number": .integer(question.base.number), "digest": .string("\(question.base.digest)")],
            "next": ["number": .integer(next.number), "digest": .string("\(next.digest)")],
            "elapsedMilliseconds": .integer(question.elapsed),
            "settings": question.settings.json,
            "columns": .array(columns.map { column in
                column.json(of: question.assets.filter { $0.column == column.column }.map(\.asset))
            }),
            "rates": .array(rates.map(\.json)),
            "lenses": lenses.json,
        ]
    }

    /// For people: lines of at most 100 columns.
    public var explanation: [String] {
        var rows = AnswerRows()
        rows.row("parameters \(next.number), estimated upon \(question.base.number)")
        rows.row("digest \(next.digest)", indent: 2)
        rows.heading("what the market asks for")
        for column in columns {
            rows.row(
                "\(column.column): forecast \(Self.short(column.calculated.rate)), floor \(Self.short(column.calculated.floor))",
                "\(column.forecast.leader.rawValue) leads", indent: 2)
        }
        rates(&rows)
        lenses(&rows)
        rows.heading("backtest of the guarded rate")
        for (index, column) in columns.enumerated() {
            if index == 0 { rows.row(column.backtest.summaryHeader("")) }
            rows.row(column.backtest.summary(of: .guarded, column.column))
        }
        for column in doubtful { rows.row("\(column.column): the traffic light is not green; look at its settings before proposing", indent: 2) }
        return rows.lines
    }

    private static func short(_ rate: FixedPoint) -> String { "\((try? GuardedRate.millionths(rate)) ?? rate)" }

    private func rates(_ rows: inout AnswerRows) {
        let moved = rates.filter { $0.after != $0.before }
        rows.heading(moved.isEmpty ? "no rate moves" : "rates that move: maintenance, initial")
        for rate in moved {
            rows.row(
                rate.path, "\(rate.before.maintenance), \(rate.before.initial) to \(rate.after.maintenance), \(rate.after.initial)", indent: 2)
            guard !rate.guarded.uncovered.isZero else { continue }
            rows.row("the ramp has \(rate.guarded.uncovered) still to go; new positions are asked for it at once", indent: 4)
        }
    }

    private func lenses(_ rows: inout AnswerRows) {
        let moved = lenses.weights.filter { $0.after != $0.before }
        guard !moved.isEmpty || lenses.tailCorrelations != nil || lenses.factorCorrelations != nil else { return }
        rows.heading("lenses")
        for weight in moved { rows.row("risk weight of \(weight.asset.text)", "\(weight.before) to \(weight.after)", indent: 2) }
        if let volatility = lenses.minimumVolatility, volatility.after != volatility.before {
            rows.row("least yearly volatility", "\(volatility.before) to \(volatility.after)", indent: 2)
        }
        for (name, estimate) in [("tail", lenses.tailCorrelations), ("factor", lenses.factorCorrelations)] {
            guard let estimate else { continue }
            rows.row("correlations of the \(name) lens, from \(estimate.periods) common periods", estimate.name, indent: 2)
        }
    }
}

extension ColumnEstimate {
    fileprivate func json(of assets: [AssetID]) -> JSON {
        [
            "column": .string(column), "assets": .array(assets.map { .string($0.text) }), "observations": .integer(forecast.observations),
            "leader": .string(forecast.leader.rawValue),
            "volatility": [
                "ewma": .string("\(forecast.ewma.horizonVolatility)"),
                "garch": forecast.garchOpinion.map { .string("\($0.horizonVolatility)") } ?? .null,
                "counts": .string("\(forecast.horizonVolatility)"),
            ],
            "rate": .string("\(calculated.rate)"), "floor": .string("\(calculated.floor)"), "required": .string("\(calculated.required)"),
            "backtest": backtest.json,
        ]
    }
}

extension RateEstimate {
    fileprivate var json: JSON {
        [
            "path": .string(path), "before": before.json, "policy": policy.json, "guarded": .string("\(guarded.rate)"),
            "opening": .string("\(guarded.opening)"), "uncovered": .string("\(guarded.uncovered)"), "after": after.json,
        ]
    }
}

extension RatePair {
    fileprivate var json: JSON { ["initial": .string("\(initial)"), "maintenance": .string("\(maintenance)")] }
}

extension LensEstimate {
    fileprivate var json: JSON {
        [
            "tailCorrelations": tailCorrelations?.json ?? .null, "factorCorrelations": factorCorrelations?.json ?? .null,
            "historyDays": .integer(history.count),
            "riskWeights": .array(weights.map { weight in
                ["asset": .string(weight.asset.text), "before": .string("\(weight.before)"), "after": .string("\(weight.after)")]
            }),
            "minimumVolatility": minimumVolatility.map { ["before": .string("\($0.before)"), "after": .string("\($0.after)")] } ?? .null,
        ]
    }
}

extension CorrelationEstimate {
    fileprivate var name: String {
        switch method {
        case .ledoitWolf: "ledoit-wolf"
        case .movingAverage: "ewma"
        }
    }

    fileprivate var json: JSON {
        [
            "method": .string(name), "periods": .integer(periods), "shrinkage": shrinkage.map { .string("\($0)") } ?? .null,
            "rows": .array(rows.map { .array($0.map { .string("\($0)") }) }),
        ]
    }
}
