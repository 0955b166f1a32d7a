import CometBFT
import CommitmentProofs
public import Encoding
import ProofFile
import Signatures
import TransparencyLog
import WormholeVAA

/// The files that say what a verifier trusts: a trust file of this project, or a pins file for the other kinds (FORMAT.md, section 16).
public enum PinsFile {
    public static let format = "plimsoll/pins/v1"
    public static let maximumBytes = 16 << 20
    static let maximumEntries = 1_024

    /// - Throws: when it is neither, or a pin is none.
    public static func parse(_ bytes: Bytes) throws(OfflineVerifierError) -> Pins {
        let root = try encoding { () throws(EncodingError) in
            JSONNode(try JSON.parse(bytes, limits: JSONLimits(maximumBytes: maximumBytes, maximumDepth: 32)))
        }
        let found = try encoding { () throws(EncodingError) in try root["format"].string(max: 64) }
        switch found {
        case TrustFile.format:
            var pins = Pins()
            do { pins.anchor = try TrustFile.parse(bytes) } catch { throw .trust(error) }
            return pins
        case format: return try pins(root)
        default: throw .unknownFormat(expected: [TrustFile.format, format], got: found)
        }
    }

    private static func pins(_ root: JSONNode) throws(OfflineVerifierError) -> Pins {
        _ = try encoding { () throws(EncodingError) in try root.object(allowing: ["format", "ethereum", "trees", "cometbft", "notes", "wormhole"]) }
        var pins = Pins()
        if let node = try optional(root, "ethereum") { pins.ethereum = try ethereum(node) }
        pins.trees = try array(root, "trees").map { (node) throws(OfflineVerifierError) in try tree(node) }
        pins.cometBFT = try array(root, "cometbft").map { (node) throws(OfflineVerifierError) in try CometBFTPin(parsing: node) }
        if let node = try optional(root, "notes") { pins.notes = try NotePins(parsing: node) }
        if let node = try optional(root, "wormhole") { pins.guardians = try GuardianPins.parse(node) }
        return pins
    }

    private static func ethereum(_ node: JSONNode) throws(OfflineVerifierError) -> EthereumPins {
        _ = try encoding { () throws(EncodingError) in try node.object(allowing: ["stateRoots", "blockHashes"]) }
        return EthereumPins(stateRoots: try digests(node, "stateRoots"), blockHashes: try digests(node, "blockHashes"))
    }

    private static func digests(_ node: JSONNode, _ key: String) throws(OfflineVerifierError) -> Set<Digest> {
        Set(
            try array(node, key).map { (element) throws(OfflineVerifierError) in
                try encoding { () throws(EncodingError) in try Digest(Hex.decode0x(element.string(max: 66))) }
            })
    }

    private static func tree(_ node: JSONNode) throws(OfflineVerifierError) -> TreePin {
        let (root, name) = try encoding { () throws(EncodingError) in
            try node.object(allowing: ["root", "spec"])
            return (try node["root"].digest(), try node["spec"].string(max: 16))
        }
        return TreePin(root: root, spec: try spec(name, "\(node.path).spec"))
    }

    static func spec(_ name: String, _ field: String) throws(OfflineVerifierError) -> ProofSpec {
        switch name {
        case "iavl": return .iavl
        case "tendermint": return .tendermint
        case "smt": return .smt
        default: throw .outOfRange(field: field, expected: "iavl, tendermint or smt", got: excerpt(name))
        }
    }

    static func optional(_ node: JSONNode, _ key: String) throws(OfflineVerifierError) -> JSONNode? {
        try encoding { () throws(EncodingError) in try node.optional(key) }
    }

    /// None when the member is not there.
    static func array(_ node: JSONNode, _ key: String) throws(OfflineVerifierError) -> [JSONNode] {
        try encoding { () throws(EncodingError) in try node.optional(key)?.array(max: maximumEntries) ?? [] }
    }
}

/// Runs JSON and codec code of `Encoding` inside this module.
func encoding<Value>(_ body: () throws(EncodingError) -> Value) throws(OfflineVerifierError) -> Value {
    do { return try body() } catch { throw .encoding(error) }
}
