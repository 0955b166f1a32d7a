import ChainIdentity
import Encoding
import Margin
import Quantities
import RiskModels

/// The file of the set before, with what was estimated in its place: whatever nobody estimates stays as it is, known here or not.
struct EstimatedFile {
    private var root: JSONObject

    init(_ base: ParameterSet, _ rates: [RateEstimate], _ lenses: LensEstimate) throws(MarginAnswersError) {
        guard base.number < .max else {
            throw .outOfRange(field: "number of the set before", expected: "one that has a next", got: "\(base.number)")
        }
        root = base.json.objectValue ?? [:]
        root["number"] = .integer(base.number + 1)
        root["previous"] = .string("\(base.digest)")
        put(rates)
        root["lenses"] = root["lenses"].map { Self.changed($0, lenses) }
    }

    func set() throws(MarginAnswersError) -> ParameterSet {
        try margining { () throws(MarginError) in try ParameterSet(json: .object(root)) }
    }

    /// An asset whose rates are those of its class says nothing of its own.
    private mutating func put(_ rates: [RateEstimate]) {
        guard var assets = root["assets"]?.objectValue else { return }
        for rate in rates where rate.after != rate.before {
            guard var asset = assets[rate.asset.text]?.objectValue else { continue }
            asset[rate.group.rawValue] =
                rate.after == rate.policy
                ? nil : ["initial": .string("\(rate.after.initial)"), "maintenance": .string("\(rate.after.maintenance)")]
            assets[rate.asset.text] = .object(asset)
        }
        root["assets"] = .object(assets)
    }

    private static func changed(_ lenses: JSON, _ estimate: LensEstimate) -> JSON {
        var lenses = lenses.objectValue ?? [:]
        if var tail = lenses["tail"]?.objectValue {
            if let correlations = estimate.tailCorrelations { tail["correlations"] = rows(correlations.rows) }
            if !estimate.history.isEmpty { tail["history"] = rows(estimate.history) }
            if let volatility = estimate.minimumVolatility { tail["minimumVolatility"] = .string("\(volatility.after)") }
            lenses["tail"] = .object(tail)
        }
        if var factors = lenses["factors"]?.objectValue {
            if let correlations = estimate.factorCorrelations { factors["correlations"] = rows(correlations.rows) }
            var entries = factors["factors"]?.objectValue ?? [:]
            for weight in estimate.weights {
                guard var entry = entries[weight.asset.text]?.objectValue else { continue }
                entry["riskWeight"] = .string("\(weight.after)")
                entries[weight.asset.text] = .object(entry)
            }
            factors["factors"] = .object(entries)
            lenses["factors"] = .object(factors)
        }
        return .object(lenses)
    }

    private static func rows(_ rows: [[FixedPoint]]) -> JSON { .array(rows.map { .array($0.map { .string("\($0)") }) }) }
}
