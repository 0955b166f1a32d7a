import ChainIdentity
import CollateralState
public import Encoding
import Quantities
import RiskModels

extension ParameterSet {
    public static let format = "plimsoll/parameters/v1"

    /// The set in its one order of members and entries, decimals in their shortest text; what changes nothing is left out.
    /// `init(json:)` reads it back.
    public var json: JSON {
        var root: JSONObject = [
            "format": .string(Self.format),
            "network": .string("\(network)"),
            "number": .integer(number),
        ]
        if number > 1 { root["previous"] = .string("\(previous)") }
        root["maximumPriceAgeMilliseconds"] = .integer(prices.maximumAge)
        root["prices"] = prices.furtherJSON
        root["streams"] = streams.json
        if !chains.isEmpty { root["chains"] = .object(entries: chains.map { ($0.chain.text, $0.json) }) }
        root["classes"] = .object(entries: classes.map { ($0.name, $0.rules.json) })
        root["assets"] = .object(entries: assets.map { ($0.asset.text, $0.json) })
        if states != .plain { root["states"] = ["call": .string("\(states.call)"), "reduceOnly": .string("\(states.reduceOnly)")] }
        if !instruments.isEmpty { root["instruments"] = .object(entries: instruments.map { ($0.id.text, $0.json) }) }
        if !venues.isEmpty { root["venues"] = .object(entries: venues.map { ($0.name.description, $0.json) }) }
        if mode != .isolated { root["mode"] = .string(mode.rawValue) }
        root["lenses"] = lenses?.json
        return .object(root)
    }

    /// What the digest is over.
    public var canonicalBytes: Bytes { Bytes(json.printed().utf8) }
}

extension PriceRules {
    fileprivate var furtherJSON: JSON? {
        var object = JSONObject()
        if freshAge != maximumAge { object["freshMilliseconds"] = .integer(freshAge) }
        if confidenceMultiple != .one { object["confidenceMultiple"] = .string("\(confidenceMultiple)") }
        return object.isEmpty ? nil : .object(object)
    }
}

extension StreamRules {
    fileprivate var json: JSON {
        var object: JSONObject = ["maximumAgeMilliseconds": .integer(maximumAge)]
        if freshAge != maximumAge { object["freshMilliseconds"] = .integer(freshAge) }
        object["minimumEvidence"] = .integer(minimumEvidence.rawValue)
        if evidenceHaircuts != .none { object["evidenceHaircuts"] = evidenceHaircuts.json }
        object["finalityHaircuts"] = ["safe": .string("\(safeHaircut)"), "latest": .string("\(latestHaircut)")]
        object["frozenHaircut"] = .string("\(frozenHaircut)")
        object["outage"] = outage?.json
        return .object(object)
    }
}

extension ChainRules {
    fileprivate var json: JSON {
        var object = JSONObject()
        object["maximumAgeMilliseconds"] = maximumAge.map { .integer($0) }
        object["freshMilliseconds"] = freshAge.map { .integer($0) }
        object["minimumEvidence"] = minimumEvidence.map { .integer($0.rawValue) }
        object["evidenceHaircuts"] = evidenceHaircuts?.json
        var finality = JSONObject()
        finality["safe"] = safeHaircut.map { .string("\($0)") }
        finality["latest"] = latestHaircut.map { .string("\($0)") }
        if !finality.isEmpty { object["finalityHaircuts"] = .object(finality) }
        object["frozenHaircut"] = frozenHaircut.map { .string("\($0)") }
        object["outage"] = outage?.json
        return .object(object)
    }
}

extension EvidenceHaircuts {
    fileprivate var json: JSON { .object(entries: shares.map { ("\($0.evidence.rawValue)", .string("\($0.share)")) }) }
}

extension OutageRule {
    fileprivate var json: JSON { ["afterMilliseconds": .integer(after), "haircut": .string("\(haircut)")] }
}

extension AssetRules {
    fileprivate var json: JSON {
        var object: JSONObject = ["haircut": haircut.json]
        object["volatility"] = volatility?.json
        object["tiers"] = tiers?.json
        object["debt"] = debt.json
        object["position"] = position.json
        return .object(object)
    }
}

extension ListedAsset {
    fileprivate var json: JSON {
        var object: JSONObject = ["class": .string(className)]
        object["haircut"] = haircut?.json
        object["volatility"] = volatility?.json
        object["tiers"] = tiers?.json
        object["concentration"] = concentration.map { ["deposits": .string("\($0.deposits)"), "start": .string("\($0.start)")] }
        object["debt"] = debt?.json
        object["position"] = position?.json
        return .object(object)
    }
}

extension Haircut {
    fileprivate var json: JSON {
        initial == maintenance ? .string("\(initial)") : ["initial": .string("\(initial)"), "maintenance": .string("\(maintenance)")]
    }
}

extension VolatilityRule {
    fileprivate var json: JSON { ["multiple": .string("\(multiple)"), "horizonDays": .string("\(horizonDays)")] }
}

extension ValueTiers {
    fileprivate var json: JSON {
        .array(tiers.map { tier in
            var object = JSONObject()
            object["upTo"] = tier.upTo.map { .string("\($0)") }
            object["counts"] = .string("\(tier.rate)")
            return .object(object)
        })
    }
}

extension RequirementRates {
    fileprivate var json: JSON { ["initial": .string("\(initial)"), "maintenance": .string("\(maintenance)")] }
}

extension JSON {
    fileprivate static func object(entries: [(key: String, value: JSON)]) -> JSON {
        var object = JSONObject()
        for (key, value) in entries { object[key] = value }
        return .object(object)
    }
}
