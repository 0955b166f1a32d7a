import ChainIdentity
import CollateralState
import Encoding
public import Quorum
import Signatures

/// The trust file: what a verifier pins. Made once by those who run the network and handed over out of band.
///
/// JSON: format, network, streams (canonical description and genesis set in hex, with a readable copy), price source keys.
public enum TrustFile {
    public static let format = "plimsoll/trust/v1"
    public static let maximumBytes = 16 << 20
    public static let maximumStreams = 1_024
    public static let maximumPriceSources = 256

    public static func print(_ anchor: TrustAnchor) -> [UInt8] {
        let json: JSON = [
            "format": .string(format),
            "network": .string(anchor.network.description),
            "streams": .array(anchor.streams.map(stream)),
            "priceSources": .array(anchor.priceSources.map(key)),
        ]
        return Array((json.printed(pretty: true) + "\n").utf8)
    }

    private static func stream(_ stream: TrustedStream) -> JSON {
        [
            "stream": .string(stream.description.id.description),
            "chain": .string(stream.description.chain.description),
            "vault": .string(stream.description.vault.description),
            "threshold": .integer(stream.genesis.threshold),
            "attesters": .array(stream.genesis.attesters.map { .string($0.id.digest.hex) }),
            "description": .string(Hex.encode(stream.description.encoded)),
            "genesis": .string(Hex.encode(stream.genesis.encoded)),
        ]
    }

    private static func key(_ key: PublicKey) -> JSON {
        ["scheme": .string(key.scheme.name), "key": .string(Hex.encode(key.raw))]
    }

    /// - Throws: when the JSON is not a trust file, or a readable copy differs from the bytes it stands beside.
    public static func parse(_ bytes: [UInt8]) throws(ProofFileError) -> TrustAnchor {
        let (root, found) = try decoding { () throws(EncodingError) in
            let root = JSONNode(try JSON.parse(bytes, limits: JSONLimits(maximumBytes: maximumBytes, maximumDepth: 16)))
            try root.object(allowing: ["format", "network", "streams", "priceSources"])
            return (root, try root["format"].string(max: 64))
        }
        guard found == format else { throw .unknownFormat(expected: format, got: found) }
        let (networkText, streamNodes, keyNodes) = try decoding { () throws(EncodingError) in
            (
                try root["network"].string(max: 64), try root["streams"].array(max: maximumStreams),
                try root["priceSources"].array(max: maximumPriceSources)
            )
        }
        let network = try parsing { () throws(CollateralStateError) in try NetworkName(parsing: networkText) }
        let streams = try streamNodes.map { (node) throws(ProofFileError) in try parseStream(node) }
        let keys = try keyNodes.map { (node) throws(ProofFileError) in try parseKey(node) }
        return try certifying { () throws(QuorumError) in
            try TrustAnchor(network: network, streams: streams, priceSources: keys)
        }
    }

    private static func parseStream(_ node: JSONNode) throws(ProofFileError) -> TrustedStream {
        let (descriptionBytes, genesisBytes) = try decoding { () throws(EncodingError) in
            (try node["description"].hexBytes(), try node["genesis"].hexBytes())
        }
        let (description, genesis) = try parsing { () throws(CollateralStateError) in
            (try StreamDescription(parsing: descriptionBytes), try AttesterSet(parsing: genesisBytes))
        }
        let trusted = try certifying { () throws(QuorumError) in try TrustedStream(description: description, genesis: genesis) }
        let expected = stream(trusted)
        if let difference = JSONDifference(expected: expected, got: node.value, path: node.path) {
            throw .readableDiffers(path: "\(difference.path)", expected: difference.expected, got: difference.got)
        }
        return trusted
    }

    private static func parseKey(_ node: JSONNode) throws(ProofFileError) -> PublicKey {
        let (name, raw) = try decoding { () throws(EncodingError) in
            try node.object(allowing: ["scheme", "key"])
            return (try node["scheme"].string(max: 32), try node["key"].hexBytes())
        }
        guard let scheme = SignatureScheme.allCases.first(where: { $0.name == name }) else {
            throw .record(.outOfRange(field: "\(node.path).scheme", expected: "ed25519, secp256k1 or p256", got: name))
        }
        do { return try PublicKey(scheme: scheme, raw: raw) } catch { throw .signature(error) }
    }
}
