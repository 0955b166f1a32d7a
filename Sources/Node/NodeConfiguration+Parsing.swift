import ChainIdentity
import ChainModel
import ChainRegistry
import CollateralState
import Encoding
import Foundation
import Margin
import NodeAPI
import NodeEngine
import NodeTransport

extension NodeConfiguration {
    /// Reads and verifies a configuration file; every unknown or wrong setting is an error that names it.
    public static func read(_ path: String) throws(NodeError) -> NodeConfiguration {
        try ConfigurationReader(file: path).configuration(JSONNode(TOMLFile.read(path)))
    }
}

/// Turns the parsed file into values; remembers the file for errors and relative paths.
struct ConfigurationReader {
    let file: String

    static let keys = [
        "network", "database", "trust", "key", "key_passphrase_file", "listen", "tls_certificate", "tls_key", "token_file", "parameters",
        "parameters_pinned", "governance", "governance_genesis", "prices", "venues", "market", "links", "heartbeat_seconds", "chain", "peer",
    ]

    func configuration(_ root: JSONNode) throws(NodeError) -> NodeConfiguration {
        _ = try setting { () throws(EncodingError) in try root.object(allowing: Self.keys) }
        let name = try text(root, "network")
        let network = try valid("network") { () throws(CollateralStateError) in try NetworkName(parsing: name) }
        let chains = try chains(root, network)
        return NodeConfiguration(
            file: file, network: network, database: path(try text(root, "database")), trust: path(try text(root, "trust")),
            key: path(try text(root, "key")), keyPassphraseFile: try optionalPath(root, "key_passphrase_file"), listener: try listener(root),
            chains: chains, peers: try peers(root), parameters: try parameters(root), governance: try governance(root),
            prices: try paths(root, "prices", max: PriceBook.maximumSources), venues: try paths(root, "venues", max: ParameterSet.maximumVenues),
            market: try optionalPath(root, "market"), links: try optionalPath(root, "links"),
            heartbeatMilliseconds: UInt64(try number(root, "heartbeat_seconds", 1...86_400) ?? 10) * 1_000)
    }

    private func parameters(_ root: JSONNode) throws(NodeError) -> [String] {
        let files = try paths(root, "parameters", max: NodeConfiguration.GovernanceFiles.maximumProposals)
        guard files.count > 1, root.value["governance"] == nil else { return files }
        throw .invalid(file: file, setting: "parameters", reason: "\(files.count) files; only parameters under governance can be several")
    }

    private func governance(_ root: JSONNode) throws(NodeError) -> NodeConfiguration.GovernanceFiles? {
        guard let governance = try optionalPath(root, "governance") else {
            for key in ["parameters_pinned", "governance_genesis"] where root.value[key] != nil {
                throw .invalid(file: file, setting: key, reason: "it goes together with governance, which says who decides upon parameters")
            }
            return nil
        }
        return NodeConfiguration.GovernanceFiles(
            file: governance, pinnedParameters: try optionalPath(root, "parameters_pinned"),
            genesis: try setting { () throws(EncodingError) in try root.optional("governance_genesis")?.digest() })
    }

    private func listener(_ root: JSONNode) throws(NodeError) -> NodeConfiguration.Listener {
        let address = try text(root, "listen")
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]), (0...65_535).contains(port) else {
            throw .invalid(file: file, setting: "listen", reason: "expected host:port such as 127.0.0.1:7300, got \(address)")
        }
        let host = address[..<colon].trimmingPrefix("[").description.replacing("]", with: "")
        let (certificate, key) = (try optionalPath(root, "tls_certificate"), try optionalPath(root, "tls_key"))
        guard (certificate == nil) == (key == nil) else {
            throw .invalid(file: file, setting: certificate == nil ? "tls_certificate" : "tls_key", reason: "tls_certificate and tls_key go together")
        }
        let tls = certificate.flatMap { certificate in key.map { TLSFiles(certificate: certificate, key: $0) } }
        let listener = NodeConfiguration.Listener(host: host, port: port, tls: tls, tokenFile: try optionalPath(root, "token_file"))
        guard listener.isLoopback || (tls != nil && listener.tokenFile != nil) else { throw .openListener(file: file, address: address) }
        return listener
    }

    private func chains(_ root: JSONNode, _ network: NetworkName) throws(NodeError) -> [NodeConfiguration.ObservedChain] {
        let nodes = try setting { () throws(EncodingError) in try root["chain"].array(max: 16) }
        guard nodes.count == 2 else { throw .chainCount(file: file, got: nodes.count) }
        let chains = try nodes.map { (node) throws(NodeError) in try ChainSectionReader(reader: self, node: node, network: network).chain() }
        guard chains[0].description.id != chains[1].description.id, chains[0].description.chain != chains[1].description.chain else {
            throw .invalid(file: file, setting: "chain", reason: "both sections are about \(chains[0].description.chain); a pair has two chains")
        }
        return chains
    }

    private func peers(_ root: JSONNode) throws(NodeError) -> [NodeConfiguration.Peer] {
        let nodes = try setting { () throws(EncodingError) in try root.optional("peer")?.array(max: 256) ?? [] }
        var names: Set<PeerID> = []
        return try nodes.map { (node) throws(NodeError) in
            _ = try setting { () throws(EncodingError) in try node.object(allowing: ["name", "url", "token_file"]) }
            let (name, url) = (try text(node, "name"), try text(node, "url"))
            let id = try valid("\(node.path).name") { () throws(NodeEngineError) in try PeerID(parsing: name) }
            guard names.insert(id).inserted else {
                throw .invalid(file: file, setting: "\(node.path).name", reason: "two peers are named \(id)")
            }
            let endpoint = try valid("\(node.path).url") { () throws(NodeTransportError) in try Endpoint(parsing: url) }
            return NodeConfiguration.Peer(id: id, endpoint: endpoint, tokenFile: try optionalPath(node, "token_file"))
        }
    }
}

extension ConfigurationReader {
    func setting<Value>(_ body: () throws(EncodingError) -> Value) throws(NodeError) -> Value {
        do { return try body() } catch { throw .setting(file: file, error) }
    }

    func valid<Value, Failure: Error & CustomStringConvertible>(
        _ setting: String, _ body: () throws(Failure) -> Value
    ) throws(NodeError) -> Value {
        do { return try body() } catch { throw .invalid(file: file, setting: setting, reason: error.description) }
    }

    func text(_ node: JSONNode, _ key: String) throws(NodeError) -> String {
        try setting { () throws(EncodingError) in try node[key].string(max: 4_096) }
    }

    func number(_ node: JSONNode, _ key: String, _ range: ClosedRange<Int>) throws(NodeError) -> Int? {
        try setting { () throws(EncodingError) in try node.optional(key)?.integer(in: range) }
    }

    func optionalPath(_ node: JSONNode, _ key: String) throws(NodeError) -> String? {
        try setting { () throws(EncodingError) in try node.optional(key)?.string(max: 4_096) }.map(path)
    }

    /// One path, or several of them; none when the setting is missing.
    func paths(_ node: JSONNode, _ key: String, max maximum: Int) throws(NodeError) -> [String] {
        let texts = try setting { () throws(EncodingError) in
            guard let value = try node.optional(key) else { return [String]() }
            if value.value.stringValue != nil { return [try value.string(max: 4_096)] }
            return try value.array(max: maximum).map { (path) throws(EncodingError) in try path.string(max: 4_096) }
        }
        return texts.map(path)
    }

    /// A path as the file means it: relative ones start at its folder.
    func path(_ text: String) -> String {
        if text.hasPrefix("/") { return text }
        return URL(filePath: file).deletingLastPathComponent().appending(path: text).standardizedFileURL.path
    }
}
