import Encoding

/// What the turns of one measurement gave.
struct Sample: Sendable {
    let best: Double
    let median: Double

    /// - Parameter turns: at least one; rates, of which the largest is the best, or times and sizes, of which the smallest is.
    init(_ turns: [Double], in unit: Figure.Unit) {
        let sorted = turns.sorted()
        median = sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        best = (unit == .perSecond ? sorted.last : sorted.first) ?? 0
    }
}

/// One figure of ours beside the raw limit of the same run.
struct Figure: Sendable {
    enum Unit: String, Sendable {
        case perSecond = "per second"
        case seconds
        case bytes
    }

    /// What is aimed at; nothing depends on it.
    enum Target: Sendable {
        case ratio(atLeast: Double)
        case seconds(below: Double)
    }

    let benchmark: Benchmark
    let name: String
    let unit: Unit
    let ours: Sample
    let limit: Sample?
    let target: Target?

    init(_ benchmark: Benchmark, _ name: String, _ unit: Unit, ours: [Double], limit: [Double] = [], target: Target? = nil) {
        self.benchmark = benchmark
        self.name = name
        self.unit = unit
        self.ours = Sample(ours, in: unit)
        self.limit = limit.isEmpty ? nil : Sample(limit, in: unit)
        self.target = target
    }

    /// How near ours comes to the limit, 1 being as good, of the best or of the median turns.
    func ratio(_ turn: KeyPath<Sample, Double>) -> Double? {
        guard let limit, ours[keyPath: turn] > 0, limit[keyPath: turn] > 0 else { return nil }
        return unit == .perSecond ? ours[keyPath: turn] / limit[keyPath: turn] : limit[keyPath: turn] / ours[keyPath: turn]
    }

    /// By the best turns.
    var isTargetMet: Bool? {
        switch target {
        case .ratio(let least): ratio(\.best).map { $0 >= least }
        case .seconds(let most): ours.best < most
        case nil: nil
        }
    }
}

extension Figure {
    var json: JSON {
        [
            "benchmark": .string(benchmark.rawValue), "name": .string(name), "unit": .string(unit.rawValue), "ours": ours.json(unit),
            "limit": limit?.json(unit) ?? .null, "ratio": ratioJSON, "target": targetJSON, "targetMet": isTargetMet.map { .bool($0) } ?? .null,
        ]
    }

    private var ratioJSON: JSON {
        guard let best = ratio(\.best), let median = ratio(\.median) else { return .null }
        return ["best": .decimal(best), "median": .decimal(median)]
    }

    private var targetJSON: JSON {
        switch target {
        case .ratio(let least): ["ratioAtLeast": .decimal(least)]
        case .seconds(let most): ["secondsBelow": .number(most.fixed(9))]
        case nil: .null
        }
    }
}

extension Sample {
    /// Times to the nanosecond, everything else to four decimals.
    fileprivate func json(_ unit: Figure.Unit) -> JSON {
        let decimals = unit == .seconds ? 9 : 4
        return ["best": .number(best.fixed(decimals)), "median": .number(median.fixed(decimals))]
    }
}

extension JSON {
    /// Four decimals: more than any measurement holds.
    static func decimal(_ value: Double) -> JSON {
        .number(value.fixed(4))
    }
}
