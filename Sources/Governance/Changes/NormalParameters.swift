import Encoding
import Margin

/// A parameter file with everything said where it holds, so that two can be compared value by value: every chain and asset has what it
/// inherits, defaults stand there, and a haircut is always a pair.
///
/// Made from JSON, not from the typed set: whatever a set says that this module does not know goes along and is compared too, and a file
/// that is not yet right can be read as far as it goes. The head (format, network, number, previous) is left out.
struct NormalParameters: Sendable {
    static let head: Set<String> = ["format", "network", "number", "previous"]
    private static let ownMembers: Set<String> = [
        "maximumPriceAgeMilliseconds", "prices", "streams", "chains", "classes", "assets", "states",
    ]

    var prices: JSONObject
    var states: JSONObject
    var streams: JSONObject
    var chains: JSONObject
    var classes: JSONObject
    var assets: JSONObject
    /// Members of the file that this module does not know, as they stand.
    var others: JSONObject

    /// - Parameter namedChains: chains to spell out even if the file does not name them.
    init(_ file: JSON, namedChains: [String] = []) {
        let root = file.objectValue ?? [:]
        prices = root["prices"]?.objectValue ?? [:]
        prices["maximumAgeMilliseconds"] = root["maximumPriceAgeMilliseconds"]
        prices.setDefault("freshMilliseconds", prices["maximumAgeMilliseconds"])
        prices.setDefault("confidenceMultiple", "1")
        states = root["states"]?.objectValue ?? ["call": "1", "reduceOnly": "1"]
        streams = root["streams"]?.objectValue ?? [:]
        streams.setDefault("freshMilliseconds", streams["maximumAgeMilliseconds"])
        let statedChains = root["chains"]?.objectValue ?? [:]
        chains = [:]
        for name in statedChains.keys + namedChains where chains[name] == nil {
            chains[name] = .object(Self.chain(statedChains[name]?.objectValue ?? [:], within: streams))
        }
        var defined = JSONObject()
        for member in (root["classes"]?.objectValue ?? [:]).members {
            defined[member.key] = .object(Self.rules(member.value.objectValue ?? [:]))
        }
        classes = defined
        assets = [:]
        for member in (root["assets"]?.objectValue ?? [:]).members {
            let own = Self.rules(member.value.objectValue ?? [:])
            let inherited = own["class"]?.stringValue.flatMap { defined[$0]?.objectValue } ?? [:]
            assets[member.key] = .object(inherited.merged(with: own))
        }
        others = [:]
        for member in root.members where !Self.head.contains(member.key) && !Self.ownMembers.contains(member.key) {
            others[member.key] = member.value
        }
    }

    /// What a chain says, and what it leaves to all streams. A maximum age alone takes the place of both ages.
    private static func chain(_ own: JSONObject, within streams: JSONObject) -> JSONObject {
        var chain = streams.merged(with: own)
        if own["freshMilliseconds"] == nil, let age = own["maximumAgeMilliseconds"] { chain["freshMilliseconds"] = age }
        if let finality = own["finalityHaircuts"]?.objectValue {
            chain["finalityHaircuts"] = .object((streams["finalityHaircuts"]?.objectValue ?? [:]).merged(with: finality))
        }
        return chain
    }

    /// The rules of a class or asset as it states them, the haircut as a pair.
    static func rules(_ stated: JSONObject) -> JSONObject {
        var rules = stated
        if let share = stated["haircut"], share.objectValue == nil { rules["haircut"] = ["initial": share, "maintenance": share] }
        return rules
    }

    /// All of it as one value, whose paths are those of `ParameterField`.
    var tree: JSONObject {
        var tree: JSONObject = [
            "prices": .object(prices), "streams": .object(streams), "chains": .object(chains), "classes": .object(classes),
            "assets": .object(assets), "states": .object(states),
        ]
        for member in others.members { tree[member.key] = member.value }
        return tree
    }
}

extension NormalParameters {
    /// Back from `tree`.
    init(tree: JSONObject) {
        prices = tree.part("prices")
        states = tree.part("states")
        streams = tree.part("streams")
        chains = tree.part("chains")
        classes = tree.part("classes")
        assets = tree.part("assets")
        others = [:]
        for member in tree.members where !Self.ownMembers.contains(member.key) { others[member.key] = member.value }
    }

    /// The file of these parameters, with the head given. What a chain or asset would inherit anyhow is left out again.
    func file(head: JSONObject) -> JSON {
        var root = head
        var prices = prices
        root["maximumPriceAgeMilliseconds"] = prices["maximumAgeMilliseconds"]
        prices["maximumAgeMilliseconds"] = nil
        root["prices"] = .object(prices)
        root["streams"] = .object(streams)
        root["chains"] = .object(entries: chains.members.map { ($0.key, .object(ownMembers(of: $0.value.objectValue ?? [:]))) })
        root["classes"] = .object(classes)
        root["assets"] = .object(
            entries: assets.members.map { member in
                let rules = member.value.objectValue ?? [:]
                let inherited = rules["class"]?.stringValue.flatMap { classes[$0]?.objectValue } ?? [:]
                return (member.key, .object(rules.removing(inherited)))
            })
        root["states"] = .object(states)
        for member in others.members { root[member.key] = member.value }
        return .object(root)
    }

    private func ownMembers(of chain: JSONObject) -> JSONObject {
        var own = chain.removing(streams)
        // Without it the maximum age would stand for both.
        if own["maximumAgeMilliseconds"] != nil { own["freshMilliseconds"] = chain["freshMilliseconds"] }
        return own
    }
}

extension JSONObject {
    /// These members, with those of `other` in their place.
    func merged(with other: JSONObject) -> JSONObject {
        var merged = self
        for member in other.members { merged[member.key] = member.value }
        return merged
    }

    /// The members that `other` does not have with the same value.
    func removing(_ other: JSONObject) -> JSONObject {
        var rest = JSONObject()
        for member in members where other[member.key] != member.value { rest[member.key] = member.value }
        return rest
    }

    fileprivate func part(_ key: String) -> JSONObject { self[key]?.objectValue ?? [:] }

    fileprivate mutating func setDefault(_ key: String, _ value: JSON?) {
        if self[key] == nil { self[key] = value }
    }
}
