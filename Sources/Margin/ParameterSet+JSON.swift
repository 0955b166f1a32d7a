import ChainIdentity
import CollateralState
public import Encoding
import Quantities

extension ParameterSet {
    public static let format = "plimsoll/parameters/v1"

    /// The set in its one order of members and entries, decimals in their shortest text. `init(json:)` reads it back.
    public var json: JSON {
        var root: JSONObject = [
            "format": .string(Self.format),
            "network": .string("\(network)"),
            "number": .integer(number),
        ]
        if number > 1 { root["previous"] = .string("\(previous)") }
        root["maximumPriceAgeMilliseconds"] = .integer(maximumPriceAge)
        root["streams"] = Self.json(of: streams)
        if !chains.isEmpty { root["chains"] = Self.object(chains.map { ($0.chain.text, Self.json(of: $0)) }) }
        root["classes"] = Self.object(classes.map { ($0.name, Self.json(of: $0.rules)) })
        root["assets"] = Self.object(assets.map { ($0.asset.text, Self.json(of: $0)) })
        return .object(root)
    }

    /// What the digest is over.
    public var canonicalBytes: Bytes { Bytes(json.printed().utf8) }

    private static func json(of rules: StreamRules) -> JSON {
        [
            "maximumAgeMilliseconds": .integer(rules.maximumAge),
            "minimumEvidence": .integer(rules.minimumEvidence.rawValue),
            "finalityHaircuts": ["safe": .string("\(rules.safeHaircut)"), "latest": .string("\(rules.latestHaircut)")],
            "frozenHaircut": .string("\(rules.frozenHaircut)"),
        ]
    }

    private static func json(of rules: ChainRules) -> JSON {
        var object = JSONObject()
        object["maximumAgeMilliseconds"] = rules.maximumAge.map { .integer($0) }
        object["minimumEvidence"] = rules.minimumEvidence.map { .integer($0.rawValue) }
        var finality = JSONObject()
        finality["safe"] = rules.safeHaircut.map { .string("\($0)") }
        finality["latest"] = rules.latestHaircut.map { .string("\($0)") }
        if !finality.isEmpty { object["finalityHaircuts"] = .object(finality) }
        object["frozenHaircut"] = rules.frozenHaircut.map { .string("\($0)") }
        return .object(object)
    }

    private static func json(of rules: AssetRules) -> JSON {
        [
            "haircut": .string("\(rules.haircut)"),
            "debt": json(of: rules.debt),
            "position": json(of: rules.position),
        ]
    }

    private static func json(of asset: ListedAsset) -> JSON {
        var object: JSONObject = ["class": .string(asset.className)]
        object["haircut"] = asset.haircut.map { .string("\($0)") }
        object["debt"] = asset.debt.map { json(of: $0) }
        object["position"] = asset.position.map { json(of: $0) }
        return .object(object)
    }

    private static func json(of rates: RequirementRates) -> JSON {
        ["initial": .string("\(rates.initial)"), "maintenance": .string("\(rates.maintenance)")]
    }

    private static func object(_ members: [(key: String, value: JSON)]) -> JSON {
        var object = JSONObject()
        for (key, value) in members { object[key] = value }
        return .object(object)
    }
}
