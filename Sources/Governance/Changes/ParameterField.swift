/// One kind of value of a parameter set: which way it is stricter, and whether a ramp moves it.
///
/// This table is the one place that knows the fields. A field that is not in it is new to this module: it is then taken at the end of a
/// ramp, and any change of it counts as loosening, so that what is not understood gets the longest notice.
struct ParameterField: Sendable {
    enum Strictness: Sendable {
        /// More of it leaves the account less: haircuts, rates.
        case larger
        /// Less of it leaves the account less: ages, what a tier counts.
        case smaller
        /// It says nothing by itself: the name of a class.
        case neutral
    }

    enum Motion: Sendable {
        /// Moves step by step, each step rounded towards the stricter side.
        case ramped
        /// Changes at the end of the ramp.
        case switched
    }

    let pattern: [String]
    let strictness: Strictness
    let motion: Motion

    /// A value that a jump of is worth a warning: shares and rates.
    let isShare: Bool

    private init(_ pattern: String, _ strictness: Strictness, _ motion: Motion, isShare: Bool = false) {
        self.pattern = pattern.split(separator: ".").map(String.init)
        self.strictness = strictness
        self.motion = motion
        self.isShare = isShare
    }

    /// The field at a path of the normal form; nil when this module does not know it.
    static func at(_ path: ArraySlice<String>) -> ParameterField? {
        all.first { field in
            field.pattern.count == path.count && zip(field.pattern, path).allSatisfy { $0 == "*" || $0 == $1 }
        }
    }

    static func at(_ path: [String]) -> ParameterField? { at(path[...]) }

    private static let all = prices + states + ["streams", "chains.*"].flatMap(stream) + ["classes.*", "assets.*"].flatMap(asset)

    private static let prices = [
        ParameterField("prices.maximumAgeMilliseconds", .smaller, .switched), ParameterField("prices.freshMilliseconds", .smaller, .switched),
        ParameterField("prices.confidenceMultiple", .larger, .ramped),
    ]

    private static let states = [
        ParameterField("states.call", .larger, .ramped), ParameterField("states.reduceOnly", .larger, .ramped),
    ]

    private static func stream(_ place: String) -> [ParameterField] {
        [
            ParameterField("\(place).maximumAgeMilliseconds", .smaller, .switched),
            ParameterField("\(place).freshMilliseconds", .smaller, .switched),
            ParameterField("\(place).minimumEvidence", .larger, .switched),
            ParameterField("\(place).evidenceHaircuts.*", .larger, .ramped, isShare: true),
            ParameterField("\(place).finalityHaircuts.safe", .larger, .ramped, isShare: true),
            ParameterField("\(place).finalityHaircuts.latest", .larger, .ramped, isShare: true),
            ParameterField("\(place).frozenHaircut", .larger, .ramped, isShare: true),
            ParameterField("\(place).outage.afterMilliseconds", .smaller, .switched),
            ParameterField("\(place).outage.haircut", .larger, .ramped, isShare: true),
        ]
    }

    private static func asset(_ place: String) -> [ParameterField] {
        ["haircut", "debt", "position"].flatMap { group in
            ["initial", "maintenance"].map { ParameterField("\(place).\(group).\($0)", .larger, .ramped, isShare: true) }
        } + [
            ParameterField("\(place).volatility.multiple", .larger, .ramped),
            ParameterField("\(place).volatility.horizonDays", .larger, .ramped),
            ParameterField("\(place).tiers.*.upTo", .smaller, .ramped),
            ParameterField("\(place).tiers.*.counts", .smaller, .ramped, isShare: true),
            ParameterField("\(place).concentration.deposits", .larger, .ramped),
            ParameterField("\(place).concentration.start", .smaller, .ramped),
            ParameterField("\(place).class", .neutral, .switched),
        ]
    }
}
