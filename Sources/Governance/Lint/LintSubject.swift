public import Encoding
public import Quantities
public import RiskModels

/// What else is known when a file is linted; nothing of it has to be.
public struct LintContext: Sendable {
    /// The set in force, as JSON.
    public var inForce: JSON?
    /// Whether the change is ramped: then its jumps are no jumps.
    public var isRamped: Bool
    /// The scenario lens that goes with the parameters.
    public var scenarios: ScenarioParameters?
    /// What a liquidator gets on top, 0.05 is 5 %.
    public var liquidationBonus: FixedPoint?
    /// Classes whose name starts so may have no haircut.
    public var stableClassPrefix: String
    /// A share or rate that moves further than this at once is a jump.
    public var largestJump: FixedPoint
    /// Deposits beyond this many times the start of concentration count next to nothing.
    public var largestConcentration: FixedPoint

    /// - Parameter largestJump: 0.1 is ten points.
    public init(
        inForce: JSON? = nil, isRamped: Bool = false, scenarios: ScenarioParameters? = nil, liquidationBonus: FixedPoint? = nil,
        stableClassPrefix: String = "stable", largestJump: FixedPoint = FixedPoint(raw: FixedPoint.one.raw / 10),
        largestConcentration: FixedPoint = 4
    ) {
        self.inForce = inForce
        self.isRamped = isRamped
        self.scenarios = scenarios
        self.liquidationBonus = liquidationBonus
        self.stableClassPrefix = stableClassPrefix
        self.largestJump = largestJump
        self.largestConcentration = largestConcentration
    }
}

/// The file that is linted, as it stands and with all that it inherits, and what is known besides.
struct LintSubject {
    let file: JSON
    let normal: NormalParameters
    let context: LintContext

    init(_ file: JSON, _ context: LintContext) {
        self.file = file
        normal = NormalParameters(file)
        self.context = context
    }

    /// A class or asset and rules of it.
    struct Holder {
        let path: String
        let className: String?
        let rules: JSONObject
    }

    /// Classes and assets with the rules they state themselves: a wrong rule is told once, where it stands.
    var stated: [Holder] {
        holders(in: "classes") { NormalParameters.rules($0) } + holders(in: "assets") { NormalParameters.rules($0) }
    }

    /// Assets with all that holds for them.
    var assets: [Holder] {
        normal.assets.members.map { member in
            let rules = member.value.objectValue ?? [:]
            return Holder(path: "assets.\(excerpt(member.key, limit: 160))", className: rules["class"]?.stringValue, rules: rules)
        }
    }

    private func holders(in section: String, _ rules: (JSONObject) -> JSONObject) -> [Holder] {
        (file[section]?.objectValue ?? [:]).members.map { member in
            let stated = member.value.objectValue ?? [:]
            return Holder(
                path: "\(section).\(excerpt(member.key, limit: 160))", className: stated["class"]?.stringValue, rules: rules(stated))
        }
    }

    /// All streams and every chain that is named, with all that holds for them.
    var streams: [(path: String, rules: JSONObject)] {
        [("streams", normal.streams)]
            + normal.chains.members.map { ("chains.\(excerpt($0.key, limit: 160))", $0.value.objectValue ?? [:]) }
    }
}
