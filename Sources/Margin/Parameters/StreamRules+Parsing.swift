import ChainIdentity
import CollateralState
import Encoding
import Quantities

private let members = [
    "maximumAgeMilliseconds", "freshMilliseconds", "minimumEvidence", "evidenceHaircuts", "finalityHaircuts", "frozenHaircut", "outage",
]

extension StreamRules {
    init(_ node: JSONNode) throws(MarginError) {
        try node.allow(members)
        let finality = try node.member("finalityHaircuts")
        try finality.allow(["safe", "latest"])
        try self.init(
            maximumAge: try node.member("maximumAgeMilliseconds").whole(), freshAge: try node.optionalMember("freshMilliseconds")?.whole(),
            minimumEvidence: try node.member("minimumEvidence").evidence(),
            evidenceHaircuts: try node.optionalMember("evidenceHaircuts").map { (node) throws(MarginError) in try EvidenceHaircuts(node) } ?? .none,
            safeHaircut: try finality.member("safe").fixedPoint(), latestHaircut: try finality.member("latest").fixedPoint(),
            frozenHaircut: try node.member("frozenHaircut").fixedPoint(),
            outage: try node.optionalMember("outage").map { (node) throws(MarginError) in try OutageRule(node) })
    }
}

extension ChainRules {
    init(_ key: String, _ node: JSONNode) throws(MarginError) {
        try node.allow(members)
        let finality = try node.optionalMember("finalityHaircuts")
        try finality?.allow(["safe", "latest"])
        self.init(
            chain: try identifying { () throws(ChainIdentityError) in try ChainID(parsing: key) },
            maximumAge: try node.optionalMember("maximumAgeMilliseconds")?.whole(), freshAge: try node.optionalMember("freshMilliseconds")?.whole(),
            minimumEvidence: try node.optionalMember("minimumEvidence")?.evidence(),
            evidenceHaircuts: try node.optionalMember("evidenceHaircuts").map { (node) throws(MarginError) in try EvidenceHaircuts(node) },
            safeHaircut: try finality?.optionalMember("safe")?.fixedPoint(),
            latestHaircut: try finality?.optionalMember("latest")?.fixedPoint(),
            frozenHaircut: try node.optionalMember("frozenHaircut")?.fixedPoint(),
            outage: try node.optionalMember("outage").map { (node) throws(MarginError) in try OutageRule(node) })
    }
}

extension OutageRule {
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        try node.allow(["afterMilliseconds", "haircut"])
        try self.init(after: try node.member("afterMilliseconds").whole(), haircut: try node.member("haircut").fixedPoint())
    }
}

extension EvidenceHaircuts {
    /// An object of evidence classes, "1" to "5", and shares.
    fileprivate init(_ node: JSONNode) throws(MarginError) {
        var shares: [EvidenceClass: FixedPoint] = [:]
        for (key, node) in try node.entries(max: EvidenceClass.allCases.count) {
            guard let evidence = EvidenceClass.allCases.first(where: { "\($0.rawValue)" == key }) else {
                throw .outOfRange(field: "\(node.path)", expected: "an evidence class, 1 to 5", got: key)
            }
            shares[evidence] = try node.fixedPoint()
        }
        try self.init(shares)
    }
}
