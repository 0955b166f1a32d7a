import Encoding
public import Quantities

/// How far positions, debts and collateral are seen together.
public enum MarginMode: String, Hashable, Sendable, CaseIterable {
    /// Each debt and each position by its own rate; nothing offsets anything.
    case isolated
    /// Positions on one underlying are netted first; then by their rates.
    case simple
    /// The whole basket through the lenses; the largest requirement counts.
    case correlationAware
}

/// The lenses of the correlation-aware mode, and what holds whatever they say.
public struct LensParameters: Hashable, Sendable {
    /// The least share of all that is owed and of all positions without sign, however well they offset; above 0.
    public let floorRate: FixedPoint
    public let scenarios: ScenarioLensParameters?
    public let tail: TailLensParameters?
    public let factors: FactorLensParameters?

    init(_ node: JSONNode) throws(MarginError) {
        try node.allow(["floorRate", "scenarios", "tail", "factors"])
        floorRate = try node.member("floorRate").fixedPoint()
        guard floorRate > .zero, floorRate <= .one else {
            throw .outOfRange(field: "\(node.path).floorRate", expected: "above 0, at most 1", got: "\(floorRate)")
        }
        scenarios = try node.optionalMember("scenarios").map { (node) throws(MarginError) in try ScenarioLensParameters(node) }
        tail = try node.optionalMember("tail").map { (node) throws(MarginError) in try TailLensParameters(node) }
        factors = try node.optionalMember("factors").map { (node) throws(MarginError) in try FactorLensParameters(node) }
        guard scenarios != nil || tail != nil || factors != nil else {
            throw .outOfRange(field: "\(node.path)", expected: "at least one of scenarios, tail and factors", got: "none")
        }
    }

    var json: JSON {
        var object: JSONObject = ["floorRate": .string("\(floorRate)")]
        object["scenarios"] = scenarios?.json
        object["tail"] = tail?.json
        object["factors"] = factors?.json
        return .object(object)
    }
}
