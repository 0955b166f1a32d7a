import ChainIdentity
import CollateralState
public import Encoding
import Quantities
import RiskModels

extension ParameterSet {
    public static let maximumBytes = 32 << 20

    /// Reads a parameter file: strict JSON, members in any order, none unknown. Rates and haircuts are strings.
    public init(parsing bytes: Bytes) throws(MarginError) {
        try self.init(
            json: try decoding { () throws(EncodingError) in
                try JSON.parse(bytes, limits: JSONLimits(maximumBytes: Self.maximumBytes, maximumDepth: 8))
            })
    }

    /// Reads the same from JSON that was made elsewhere, for example from TOML.
    public init(json: JSON) throws(MarginError) {
        let root = JSONNode(json)
        let (found, name, number, previous) = try decoding { () throws(EncodingError) in
            try root.object(allowing: [
                "format", "network", "number", "previous", "maximumPriceAgeMilliseconds", "prices", "streams", "chains", "classes", "assets", "states",
                "instruments", "venues", "mode", "lenses",
            ])
            return (
                try root["format"].string(max: 64), try root["network"].string(max: 64), try root["number"].uint64(),
                try root.optional("previous")?.digest()
            )
        }
        guard found == Self.format else { throw .unknownFormat(expected: Self.format, got: found) }
        try self.init(
            network: try parsing { () throws(CollateralStateError) in try NetworkName(parsing: name) },
            number: number, previous: previous ?? .zero, prices: try PriceRules(root),
            streams: try StreamRules(try root.member("streams")),
            chains: try root.entries("chains", max: Self.maximumChains, isOptional: true).map { (key, node) throws(MarginError) in
                try ChainRules(key, node)
            },
            classes: try root.entries("classes", max: Self.maximumClasses).map { (key, node) throws(MarginError) in
                try node.allow(["haircut", "volatility", "tiers", "debt", "position"])
                return try AssetClass(name: key, rules: try AssetRules(node))
            },
            assets: try root.entries("assets", max: Self.maximumAssets).map { (key, node) throws(MarginError) in
                try ListedAsset(key, node)
            },
            states: try root.optionalMember("states").map { (node) throws(MarginError) in try StateRules(node) },
            instruments: try root.entries("instruments", max: Self.maximumAssets, isOptional: true).map { (key, node) throws(MarginError) in
                try Instrument(key, node)
            },
            venues: try root.entries("venues", max: Self.maximumVenues, isOptional: true).map { (key, node) throws(MarginError) in
                try VenueRules(key, node)
            },
            mode: try root.optionalMember("mode").map { (node) throws(MarginError) in try MarginMode(node) } ?? .isolated,
            lenses: try root.optionalMember("lenses").map { (node) throws(MarginError) in try LensParameters(node) })
    }
}

extension MarginMode {
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        let name = try decoding { () throws(EncodingError) in try node.string(max: 32) }
        guard let mode = Self(rawValue: name) else {
            throw .outOfRange(field: "\(node.path)", expected: Self.allCases.map(\.rawValue).joined(separator: ", "), got: name)
        }
        self = mode
    }
}

extension PriceRules {
    fileprivate init(_ root: JSONNode) throws(MarginError) {
        let node = try root.optionalMember("prices")
        try node?.allow(["freshMilliseconds", "confidenceMultiple"])
        try self.init(
            maximumAge: try root.member("maximumPriceAgeMilliseconds").whole(), freshAge: try node?.optionalMember("freshMilliseconds")?.whole(),
            confidenceMultiple: try node?.optionalMember("confidenceMultiple")?.fixedPoint() ?? .one)
    }
}

extension StateRules {
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        try node.allow(["call", "reduceOnly"])
        try self.init(call: try node.member("call").fixedPoint(), reduceOnly: try node.member("reduceOnly").fixedPoint())
    }
}

extension AssetRules {
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        try self.init(
            haircut: try Haircut(try node.member("haircut")),
            volatility: try node.optionalMember("volatility").map { (node) throws(MarginError) in try VolatilityRule(node) },
            tiers: try node.optionalMember("tiers").map { (node) throws(MarginError) in try ValueTiers(node) },
            debt: try RequirementRates(try node.member("debt")), position: try RequirementRates(try node.member("position")))
    }
}

extension ListedAsset {
    fileprivate init(_ key: String, _ node: JSONNode) throws(MarginError) {
        try node.allow(["class", "haircut", "volatility", "tiers", "concentration", "debt", "position"])
        self.init(
            asset: try identifying { () throws(ChainIdentityError) in try AssetID(parsing: key) },
            className: try decoding { () throws(EncodingError) in try node["class"].string(max: AssetClass.maximumNameLength) },
            haircut: try node.optionalMember("haircut").map { (node) throws(MarginError) in try Haircut(node) },
            volatility: try node.optionalMember("volatility").map { (node) throws(MarginError) in try VolatilityRule(node) },
            tiers: try node.optionalMember("tiers").map { (node) throws(MarginError) in try ValueTiers(node) },
            concentration: try node.optionalMember("concentration").map { (node) throws(MarginError) in try SystemConcentration(node) },
            debt: try node.optionalMember("debt").map { (node) throws(MarginError) in try RequirementRates(node) },
            position: try node.optionalMember("position").map { (node) throws(MarginError) in try RequirementRates(node) })
    }
}

extension Haircut {
    /// One share for every kind of margin, or one for each.
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        if case .object = node.value {
            try node.allow(["initial", "maintenance"])
            try self.init(initial: try node.member("initial").fixedPoint(), maintenance: try node.member("maintenance").fixedPoint())
        } else {
            try self.init(try node.fixedPoint())
        }
    }
}

extension VolatilityRule {
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        try node.allow(["multiple", "horizonDays"])
        try self.init(multiple: try node.member("multiple").fixedPoint(), horizonDays: try node.member("horizonDays").fixedPoint())
    }
}

extension SystemConcentration {
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        try node.allow(["deposits", "start"])
        try self.init(deposits: try node.member("deposits").fixedPoint(), start: try node.member("start").fixedPoint())
    }
}

extension ValueTiers {
    /// An array of tiers, each with where it ends (none for the last) and what a unit in it counts.
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        let nodes = try decoding { () throws(EncodingError) in try node.array(max: ValueTiers.maximumTiers) }
        let tiers = try nodes.map { (node) throws(MarginError) in
            try node.allow(["upTo", "counts"])
            return Tier(upTo: try node.optionalMember("upTo")?.fixedPoint(), rate: try node.member("counts").fixedPoint())
        }
        self = try modelling { () throws(RiskModelError) in try ValueTiers(tiers, direction: .falling) }
    }
}

extension RequirementRates {
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        try node.allow(["initial", "maintenance"])
        try self.init(initial: try node.member("initial").fixedPoint(), maintenance: try node.member("maintenance").fixedPoint())
    }
}
