public import ChainIdentity
import Encoding
import Quantities
public import RiskModels

/// The grid of spot and volatility moves, and the underlyings that it covers.
///
/// In JSON the names are those of `ScenarioParameters`, every number a decimal in a string.
public struct ScenarioLensParameters: Hashable, Sendable {
    /// Ascending by text.
    public let underlyings: [AssetID]
    public let parameters: ScenarioParameters
    private let groups: [(name: String, group: DecimalGroup)]
    private let scenarios: [JSON]

    private static let groupNames: [(name: String, members: [String])] = [
        ("volatility", ["rangeUp", "rangeDown", "minimumShockedUp", "shortTermPower", "longTermPower", "floorDays"]),
        ("skewLinear", ["scaleCap", "base"]),
        ("skewAbsolute", ["scaleCap", "base"]),
        ("skewWidth", ["minimumWidth", "widthScale", "widthStatic", "widthSlope"]),
        (
            "loss",
            [
                "maintenanceFactor", "initialFactor", "longRateScale", "longRateAdd", "shortRateScale", "shortRateAdd", "staticDiscountLong",
                "staticDiscountShort",
            ]
        ),
        ("basis", ["spotUp", "spotDown", "addFactor", "timeFactor"]),
        (
            "contingency",
            [
                "pegThreshold", "pegFactor", "confidenceThreshold", "confidenceFactor", "maintenancePerpetual", "initialPerpetualAddOn",
                "maintenanceOption", "initialOptionAddOn",
            ]
        ),
    ]

    init(_ node: JSONNode) throws(MarginError) {
        try node.allow(["underlyings", "grid"] + Self.groupNames.map(\.name))
        underlyings = try node.assets("underlyings", max: 1_024)
        groups = try Self.groupNames.map { (entry) throws(MarginError) in (entry.name, try DecimalGroup(try node.member(entry.name), entry.members)) }
        let grid = try decoding { () throws(EncodingError) in try node["grid"].array(max: ScenarioParameters.maximumScenarios) }
        let parsed = try grid.map { (node) throws(MarginError) in try Self.scenario(node) }
        scenarios = parsed.map(\.json)
        parameters = try Self.parameters(parsed.map(\.scenario), groups)
    }

    private static func scenario(_ node: JSONNode) throws(MarginError) -> (scenario: MarginScenario, json: JSON) {
        try node.allow(["spot", "volatility", "damping"])
        let (spot, damping) = (try node.member("spot").fixedPoint(), try node.member("damping").fixedPoint())
        let name = try decoding { () throws(EncodingError) in try node["volatility"].string(max: 16) }
        guard let shock = VolatilityShock(name: name) else {
            throw .outOfRange(field: "\(node.path).volatility", expected: "up, down, none, linearSkew or absoluteSkew", got: name)
        }
        let scenario = try modelling { () throws(RiskModelError) in
            try MarginScenario(spotFactor: AmountConversion.double(spot), volatilityShock: shock, damping: AmountConversion.double(damping))
        }
        return (scenario, ["spot": .string("\(spot)"), "volatility": .string(name), "damping": .string("\(damping)")])
    }

    private static func parameters(
        _ scenarios: [MarginScenario], _ groups: [(name: String, group: DecimalGroup)]
    ) throws(MarginError) -> ScenarioParameters {
        func value(_ group: String, _ name: String) -> Double { groups.first { $0.name == group }?.group.double(name) ?? 0 }
        func cap(_ group: String) -> SkewCap { SkewCap(scaleCap: value(group, "scaleCap"), base: value(group, "base")) }
        return try modelling { () throws(RiskModelError) in
            try ScenarioParameters(
                scenarios: scenarios,
                volatility: VolatilityShockParameters(
                    rangeUp: value("volatility", "rangeUp"), rangeDown: value("volatility", "rangeDown"),
                    minimumShockedUp: value("volatility", "minimumShockedUp"), shortTermPower: value("volatility", "shortTermPower"),
                    longTermPower: value("volatility", "longTermPower"), floorDays: value("volatility", "floorDays")),
                skew: SkewParameters(
                    linear: cap("skewLinear"), absolute: cap("skewAbsolute"), minimumWidth: value("skewWidth", "minimumWidth"),
                    widthScale: value("skewWidth", "widthScale"), widthStatic: value("skewWidth", "widthStatic"),
                    widthSlope: value("skewWidth", "widthSlope")),
                loss: LossParameters(
                    maintenanceFactor: value("loss", "maintenanceFactor"), initialFactor: value("loss", "initialFactor"),
                    longRateScale: value("loss", "longRateScale"), longRateAdd: value("loss", "longRateAdd"),
                    shortRateScale: value("loss", "shortRateScale"), shortRateAdd: value("loss", "shortRateAdd"),
                    staticDiscountLong: value("loss", "staticDiscountLong"), staticDiscountShort: value("loss", "staticDiscountShort")),
                basis: BasisParameters(
                    spotUp: value("basis", "spotUp"), spotDown: value("basis", "spotDown"), addFactor: value("basis", "addFactor"),
                    timeFactor: value("basis", "timeFactor")),
                contingency: ContingencyParameters(
                    pegThreshold: value("contingency", "pegThreshold"), pegFactor: value("contingency", "pegFactor"),
                    confidenceThreshold: value("contingency", "confidenceThreshold"), confidenceFactor: value("contingency", "confidenceFactor"),
                    maintenancePerpetual: value("contingency", "maintenancePerpetual"),
                    initialPerpetualAddOn: value("contingency", "initialPerpetualAddOn"),
                    maintenanceOption: value("contingency", "maintenanceOption"),
                    initialOptionAddOn: value("contingency", "initialOptionAddOn")))
        }
    }

    var json: JSON {
        var object: JSONObject = ["underlyings": .array(underlyings.map { .string($0.text) }), "grid": .array(scenarios)]
        for (name, group) in groups { object[name] = group.json }
        return .object(object)
    }

    public static func == (left: Self, right: Self) -> Bool { left.json == right.json }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(underlyings)
        hasher.combine(parameters)
    }
}

extension VolatilityShock {
    fileprivate init?(name: String) {
        switch name {
        case "up": self = .up
        case "down": self = .down
        case "none": self = .none
        case "linearSkew": self = .linearSkew
        case "absoluteSkew": self = .absoluteSkew
        default: return nil
        }
    }
}

extension JSONNode {
    /// Asset ids, ascending, none twice.
    func assets(_ key: String, max maximum: Int) throws(MarginError) -> [AssetID] {
        let texts = try decoding { () throws(EncodingError) in
            try self[key].array(max: maximum).map { (node) throws(EncodingError) in try node.string(max: AssetID.maximumLength) }
        }
        for index in texts.indices.dropFirst() where texts[index - 1] >= texts[index] { throw .notAscending(record: "\(path).\(key)", index: index) }
        return try texts.map { (text) throws(MarginError) in
            try identifying { () throws(ChainIdentityError) in try AssetID(parsing: text) }
        }
    }
}
