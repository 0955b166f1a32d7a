import ChainIdentity
import ChainModel
import ChainRegistry
import CollateralState
import Encoding
import NodeTransport

/// One `[[chain]]` section of a configuration file.
struct ChainSectionReader {
    let reader: ConfigurationReader
    let node: JSONNode
    let network: NetworkName

    static let keys = [
        "family", "vault", "description", "finality", "first_height", "required_operators", "minimum_evidence", "poll_milliseconds", "source",
    ]

    func chain() throws(NodeError) -> NodeConfiguration.ObservedChain {
        _ = try reader.setting { () throws(EncodingError) in try node.object(allowing: Self.keys) }
        let family = try reader.text(node, "family")
        let (sources, endpoints) = try sources()
        return NodeConfiguration.ObservedChain(
            family: family, description: try description(family), panel: try panel(sources), endpoints: endpoints,
            pollMilliseconds: UInt64(try reader.number(node, "poll_milliseconds", 10...3_600_000) ?? 1_000))
    }

    private func description(_ family: String) throws(NodeError) -> StreamDescription {
        let vaultText = try reader.text(node, "vault")
        let vault = try reader.valid("\(node.path).vault") { () throws(ChainIdentityError) in
            let vault = try AccountID(parsing: vaultText)
            _ = try vault.key()
            return vault
        }
        let file = reader.path(try reader.text(node, "description"))
        let parsed = try TOMLFile.read(file)
        let mapping: [UInt8]
        let known = try reader.valid("\(node.path).family") { () throws(ChainModelError) in try ChainFamilies.family(named: family) }
        do { mapping = try known.mapping(parsing: parsed) } catch {
            throw .chain(file: file, chain: vault.chain.description, error)
        }
        let finality = try finality()
        let firstHeight = try reader.setting { () throws(EncodingError) in try node["first_height"].uint64() }
        return try reader.valid("\(node.path)") { () throws(CollateralStateError) in
            try StreamDescription(network: network, vault: vault, finality: finality, firstHeight: firstHeight, mapping: mapping)
        }
    }

    /// `finalized`, `safe` or `confirmations:N`.
    private func finality() throws(NodeError) -> FinalityRule {
        let text = try reader.text(node, "finality")
        switch text {
        case "finalized": return .finalized
        case "safe": return .safe
        default:
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == "confirmations", let count = UInt32(parts[1]), String(count) == parts[1] else {
                throw .invalid(
                    file: reader.file, setting: "\(node.path).finality", reason: "expected finalized, safe or confirmations:N, got \(text)")
            }
            return .confirmations(count)
        }
    }

    private func sources() throws(NodeError) -> ([Source], [SourceID: Endpoint]) {
        let nodes = try reader.setting { () throws(EncodingError) in try node["source"].array(max: SourcePanel.maximumSources) }
        var sources: [Source] = []
        var endpoints: [SourceID: Endpoint] = [:]
        for (index, node) in nodes.enumerated() {
            _ = try reader.setting { () throws(EncodingError) in try node.object(allowing: ["name", "operator", "url"]) }
            let (name, operatorName, url) = (try reader.text(node, "name"), try reader.text(node, "operator"), try reader.text(node, "url"))
            sources.append(
                try reader.valid("\(node.path)") { () throws(ChainModelError) in
                    try Source(id: SourceID(index), name: name, operatorName: operatorName)
                })
            endpoints[SourceID(index)] = try reader.valid("\(node.path).url") { () throws(NodeTransportError) in try Endpoint(parsing: url) }
        }
        return (sources, endpoints)
    }

    private func panel(_ sources: [Source]) throws(NodeError) -> SourcePanel {
        let operators = Set(sources.map(\.operatorName)).count
        let required = try reader.number(node, "required_operators", 1...SourcePanel.maximumSources) ?? (operators / 2 + 1)
        let minimum = try minimumEvidence(required)
        return try reader.valid("\(node.path).source") { () throws(ChainModelError) in
            try SourcePanel(
                sources: sources, rule: ReadRule(requiredOperators: required, of: operators, minimumEvidence: minimum))
        }
    }

    /// `single-read` or `quorum-read`; by default what the required operators can give.
    private func minimumEvidence(_ required: Int) throws(NodeError) -> EvidenceClass {
        let text = try reader.setting { () throws(EncodingError) in try node.optional("minimum_evidence")?.string(max: 32) }
        switch text {
        case nil: return required >= 2 ? .quorumRead : .singleRead
        case "single-read"?: return .singleRead
        case "quorum-read"?: return .quorumRead
        case let other?:
            throw .invalid(
                file: reader.file, setting: "\(node.path).minimum_evidence", reason: "expected single-read or quorum-read, got \(other)")
        }
    }
}
