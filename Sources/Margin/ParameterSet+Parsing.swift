import ChainIdentity
import CollateralState
public import Encoding
import Quantities

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
        let (found, name, number, previous, priceAge) = try decoding { () throws(EncodingError) in
            try root.object(allowing: [
                "format", "network", "number", "previous", "maximumPriceAgeMilliseconds", "streams", "chains", "classes", "assets",
            ])
            return (
                try root["format"].string(max: 64), try root["network"].string(max: 64), try root["number"].uint64(),
                try root.optional("previous")?.digest(), try root["maximumPriceAgeMilliseconds"].uint64()
            )
        }
        guard found == Self.format else { throw .unknownFormat(expected: Self.format, got: found) }
        try self.init(
            network: try parsing { () throws(CollateralStateError) in try NetworkName(parsing: name) },
            number: number, previous: previous ?? .zero, maximumPriceAge: priceAge,
            streams: try StreamRules(try root.member("streams")),
            chains: try root.entries("chains", max: Self.maximumChains, isOptional: true).map { (key, node) throws(MarginError) in
                try ChainRules(key, node)
            },
            classes: try root.entries("classes", max: Self.maximumClasses).map { (key, node) throws(MarginError) in
                try node.allow(["haircut", "debt", "position"])
                return try AssetClass(name: key, rules: try AssetRules(node))
            },
            assets: try root.entries("assets", max: Self.maximumAssets).map { (key, node) throws(MarginError) in
                try ListedAsset(key, node)
            })
    }
}

extension StreamRules {
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        try node.allow(["maximumAgeMilliseconds", "minimumEvidence", "finalityHaircuts", "frozenHaircut"])
        let finality = try node.member("finalityHaircuts")
        try finality.allow(["safe", "latest"])
        try self.init(
            maximumAge: try node.member("maximumAgeMilliseconds").whole(),
            minimumEvidence: try node.member("minimumEvidence").evidence(),
            safeHaircut: try finality.member("safe").fixedPoint(), latestHaircut: try finality.member("latest").fixedPoint(),
            frozenHaircut: try node.member("frozenHaircut").fixedPoint())
    }
}

extension ChainRules {
    fileprivate init(_ key: String, _ node: JSONNode) throws(MarginError) {
        try node.allow(["maximumAgeMilliseconds", "minimumEvidence", "finalityHaircuts", "frozenHaircut"])
        let finality = try node.optionalMember("finalityHaircuts")
        try finality?.allow(["safe", "latest"])
        self.init(
            chain: try identifying { () throws(ChainIdentityError) in try ChainID(parsing: key) },
            maximumAge: try node.optionalMember("maximumAgeMilliseconds")?.whole(),
            minimumEvidence: try node.optionalMember("minimumEvidence")?.evidence(),
            safeHaircut: try finality?.optionalMember("safe")?.fixedPoint(),
            latestHaircut: try finality?.optionalMember("latest")?.fixedPoint(),
            frozenHaircut: try node.optionalMember("frozenHaircut")?.fixedPoint())
    }
}

extension AssetRules {
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        try self.init(
            haircut: try node.member("haircut").fixedPoint(), debt: try RequirementRates(try node.member("debt")),
            position: try RequirementRates(try node.member("position")))
    }
}

extension ListedAsset {
    fileprivate init(_ key: String, _ node: JSONNode) throws(MarginError) {
        try node.allow(["class", "haircut", "debt", "position"])
        self.init(
            asset: try identifying { () throws(ChainIdentityError) in try AssetID(parsing: key) },
            className: try decoding { () throws(EncodingError) in try node["class"].string(max: AssetClass.maximumNameLength) },
            haircut: try node.optionalMember("haircut")?.fixedPoint(),
            debt: try node.optionalMember("debt").map { (node) throws(MarginError) in try RequirementRates(node) },
            position: try node.optionalMember("position").map { (node) throws(MarginError) in try RequirementRates(node) })
    }
}

extension RequirementRates {
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        try node.allow(["initial", "maintenance"])
        try self.init(initial: try node.member("initial").fixedPoint(), maintenance: try node.member("maintenance").fixedPoint())
    }
}
